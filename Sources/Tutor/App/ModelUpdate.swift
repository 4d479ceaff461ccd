import Engine
import TerminalKit
import Tracer

extension Model {
  /// One message, one new state; the only place where the state changes.
  func updated(_ message: TutorMessage) -> (model: Model, requests: [TutorRequest]) {
    var model = self
    var requests = model.receive(message)
    requests += model.dropStaleCheck()
    return (model, requests)
  }

  private mutating func receive(_ message: TutorMessage) -> [TutorRequest] {
    if case .stillComputing(let number) = message {
      if pending?.number == number { pending?.isSlow = true }
      return []
    }
    self.message = nil
    switch message {
    case .key(let key): return receive(key)
    case .click(let link): return click(link)
    case .scroll(let up):
      if guide != nil { return isTyping ? [] : [.turn(up ? .previousStep : .nextStep)] }
      if !isTyping { move(up ? -1 : 1) }
    case .paste(let text): paste(text)
    case .goTo(let position): go(toPosition: position)
    case .checked(let cell, let outcome): take(check: outcome, of: cell)
    case .recorded(let edits, let outcome, let note): take(outcome, edits: edits, note: note)
    case .saved(let name, let outcome): take(saved: outcome, name: name)
    case .stillComputing, .reader, .option, .goToItem, .kept, .exhibit: break
    }
    return []
  }

  private mutating func receive(_ key: Key) -> [TutorRequest] {
    switch mode {
    case .prompt(let prompt, let field): return receive(key, prompt: prompt, field: field)
    case .letter(let returning):
      receiveLetter(key, returning: returning)
      return []
    case .cells, .steps: return keys.action(for: key).map { perform($0) } ?? []
    }
  }

  /// Actions that turn the pages of a lesson, where there is one.
  static let turns: Set<Action> = [
    .nextStep, .previousStep, .nextSection, .previousSection, .firstStep, .lastStep,
  ]

  mutating func perform(_ action: Action) -> [TutorRequest] {
    if guide != nil, Self.turns.contains(action) { return [.turn(action)] }
    switch action {
    case .quit: return [.quit]
    case .redraw: break  // the terminal writes the screen anew by itself
    case .saveView: ask(.save, "hmdl-view.txt")
    case .showHelp: return [.showHelp]
    case .showWords: return [.showWords]
    case .listSteps: return [.listSteps]
    case .walkCells: mode = .cells
    case .goBack: return goBack()
    case .cellUp: moveCell(down: -1, right: 0)
    case .cellDown: moveCell(down: 1, right: 0)
    case .cellLeft: moveCell(down: 0, right: -1)
    case .cellRight: moveCell(down: 0, right: 1)
    case .nextTensor: turnFocus(1)
    case .previousTensor: turnFocus(-1)
    case .nextSlice: turnSlice(1)
    case .previousSlice: turnSlice(-1)
    case .nextScale: turnScale()
    case .turnKernel: showsStoredKernel.toggle()
    case .showConsumers: panel = panel == .consumers ? .rule : .consumers
    case .checkDerivative: return beginCheck()
    case .editNumber: beginEdit()
    case .undoEdit: return undo()
    case .setMark: askLetter(returning: false)
    case .returnToMark: askLetter(returning: true)
    case .typeStep: ask(.goTo)
    case .typeSearch: ask(.search)
    case .toggleBreak: toggleBreak()
    case .nextChange: goToNextChange()
    default: walk(action)
    }
    return []
  }

  /// The actions that move along the timeline.
  private mutating func walk(_ action: Action) {
    let before = timeline.position
    switch action {
    case .nextStep: move(1)
    case .previousStep: move(-1)
    case .nextSection: jumpSection(1)
    case .previousSection: jumpSection(-1)
    case .nextLayer: timeline.jumpLayer(1)
    case .previousLayer: timeline.jumpLayer(-1)
    case .nextPhase: timeline.jumpPhase(1)
    case .previousPhase: timeline.jumpPhase(-1)
    case .firstStep: timeline.seek(0)
    case .lastStep: timeline.seek(timeline.stops.count - 1)
    case .nextStepOfLayer: findSameLayer()
    case .runToNextBreak: runToBreak(1)
    case .runToPreviousBreak: runToBreak(-1)
    default: break
    }
    if timeline.position != before { arrive() }
  }

  /// A new stop begins with its target and its rule.
  mutating func arrive() {
    focus = 0
    check = nil
    panel = .rule
    if mode == .cells { mode = .steps }
  }

  mutating func go(toPosition position: Int) {
    timeline.seek(position)
    arrive()
  }

  mutating func move(_ distance: Int) {
    let before = timeline.position
    timeline.step(distance)
    if timeline.position == before {
      message =
        distance > 0 ? "this is the last step; g returns to the first" : "this is the first step"
    } else {
      arrive()
    }
  }

  private mutating func jumpSection(_ direction: Int) {
    guard let run = walk.run else {
      timeline.jump(direction) { $0.update }
      return
    }
    timeline.jump(direction) { "\($0.update) \(run.text(for: $0).section)" }
  }

  /// One level up; never out of the tutor. What is being computed is dropped first.
  private mutating func goBack() -> [TutorRequest] {
    if let pending {
      self.pending = nil
      message = pending.dropped
      return [pending.stopping]
    }
    if panel != .rule {
      panel = .rule
    } else if mode == .cells {
      mode = .steps
    } else if focus != 0 {
      focus = 0
    } else {
      message = "q quits"
    }
    return []
  }

  private mutating func turnScale() {
    let all = ScaleMode.allCases
    let next = ((all.firstIndex(of: scaleMode) ?? 0) + 1) % all.count
    scaleMode = all[next]
    message = "scale of the colours: over the \(scaleMode.rawValue)"
  }

  private mutating func findSameLayer() {
    guard let here = stop else { return }
    if !timeline.find(1, where: { $0.layer == here.layer }) {
      message = "no other step is about this layer"
    }
  }

  private mutating func toggleBreak() {
    if breaks.remove(timeline.position) == nil {
      breaks.insert(timeline.position)
      message = "break set; c runs to it"
    } else {
      message = "break cleared"
    }
  }

  private mutating func runToBreak(_ direction: Int) {
    let found =
      direction > 0
      ? breaks.filter { $0 > timeline.position }.min()
      : breaks.filter { $0 < timeline.position }.max()
    if let found { timeline.seek(found) } else { message = "no break that way; b sets one" }
  }
}
