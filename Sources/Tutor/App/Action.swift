/// Everything that a reader can ask the tutor to do; `Keymap` says by which key.
enum Action: String, CaseIterable, Sendable {
  case nextStep, previousStep, nextSection, previousSection, nextLayer, previousLayer
  case nextPhase, previousPhase, firstStep, lastStep, typeStep
  case walkCells, goBack, cellUp, cellDown, cellLeft, cellRight
  case nextTensor, previousTensor, nextSlice, previousSlice
  case checkDerivative, showConsumers, editNumber, undoEdit, nextScale, turnKernel
  case typeSearch, nextStepOfLayer, toggleBreak, runToNextBreak, runToPreviousBreak
  case setMark, returnToMark, nextChange
  case showWords, listSteps, showHelp, saveView, redraw, quit
}
