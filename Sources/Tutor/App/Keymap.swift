import TerminalKit

/// The keys of the tutor.
enum Keymap {
  /// Keys while they walk the steps.
  static let steps = KeyTable<Action>([
    .init(.previousStep, [.left, .character("h")], names: "← h", help: "step back", short: "←h"),
    .init(
      .nextStep, [.right, .character("l"), .character(" ")], names: "→ l Space", help: "next step",
      short: "→l"),
    .init(.nextSection, [.character("n")], names: "n", help: "next section"),
    .init(.previousSection, [.character("p")], names: "p", help: "previous section"),
    .init(.nextLayer, [.character("]")], names: "]", help: "next layer"),
    .init(.previousLayer, [.character("[")], names: "[", help: "previous layer"),
    .init(.nextPhase, [.character("}")], names: "}", help: "next phase"),
    .init(.previousPhase, [.character("{")], names: "{", help: "previous phase"),
    .init(.firstStep, [.character("g"), .home], names: "g", help: "first step"),
    .init(.lastStep, [.character("G"), .end], names: "G", help: "last step"),
    .init(.typeStep, [.character(":")], names: ":12", help: "go to step 12"),
    .init(.walkCells, [.enter], names: "Enter", help: "walk the cells"),
    .init(.goBack, [.escape], names: "Esc", help: "back out"),
    .init(.nextTensor, [.tab], names: "Tab", help: "next tensor"),
    .init(.previousTensor, [.backTab], names: "S-Tab", help: "previous tensor"),
    .init(.previousSlice, [.character("<")], names: "<", help: "previous map, sheet"),
    .init(.nextSlice, [.character(">")], names: ">", help: "next map, sheet"),
    .init(.checkDerivative, [.character("f")], names: "f", help: "finite-difference check"),
    .init(.showConsumers, [.character("w")], names: "w", help: "who uses this cell"),
    .init(.editNumber, [.character("e")], names: "e", help: "edit a weight or input"),
    .init(.undoEdit, [.character("u")], names: "u", help: "undo an edit"),
    .init(.nextScale, [.character("s")], names: "s", help: "scale: layer map network"),
    .init(.turnKernel, [.character("v")], names: "v", help: "kernel turned or stored"),
    .init(.typeSearch, [.character("/")], names: "/", help: "search the steps"),
    .init(.nextStepOfLayer, [.character("*")], names: "*", help: "next step of this layer"),
    .init(.nextChange, [.character("d")], names: "d", help: "next step that changed"),
    .init(.toggleBreak, [.character("b")], names: "b", help: "set or clear a break"),
    .init(.runToNextBreak, [.character("c")], names: "c", help: "run to next break"),
    .init(.runToPreviousBreak, [.character("C")], names: "C", help: "run back to a break"),
    .init(.setMark, [.character("m")], names: "m a", help: "mark this step as a"),
    .init(.returnToMark, [.character("'")], names: "' a", help: "go to mark a"),
    .init(.showWords, [.character("H")], names: "H", help: "lesson text alone"),
    .init(.listSteps, [.character("L")], names: "L", help: "list of the steps"),
    .init(.saveView, [.character("S")], names: "S", help: "save view: text, ANSI, SVG"),
    .init(.redraw, [.control("l")], names: "^L", help: "draw anew"),
    .init(.showHelp, [.character("?"), .function(1)], names: "?", help: "this help"),
    .init(.quit, [.character("q")], names: "q", help: "quit"),
  ])

  /// The keys that differ while keys walk the cells.
  static let onlyCells = KeyTable<Action>([
    .init(.cellUp, [.up, .character("k")], names: "↑ k", help: "the cell above", short: "↑"),
    .init(.cellDown, [.down, .character("j")], names: "↓ j", help: "the cell below", short: "↓"),
    .init(
      .cellLeft, [.left, .character("h")], names: "← h", help: "the cell to the left", short: "←"),
    .init(
      .cellRight, [.right, .character("l")], names: "→ l", help: "the cell to the right",
      short: "→"),
    .init(.nextStep, [.character(" ")], names: "Space", help: "next step"),
    .init(.goBack, [.escape], names: "Esc", help: "arrows walk the steps again"),
  ])

  /// Keys while they walk the cells.
  static let cells = onlyCells.over(steps)

  /// What the mouse does, as help shows it.
  static let mouse: [(names: String, help: String)] = [
    ("click", "a cell: choose it"),
    ("", "a layer's name, a mark of the timeline: go there"),
    ("", "a key in the last row, the ? above: press it"),
    ("wheel", "step; scroll what is laid over the steps"),
  ]
}

extension Model {
  /// What keys do now.
  var keys: KeyTable<Action> { mode == .cells ? Keymap.cells : Keymap.steps }

  /// The entries of the key bar: only what is possible here.
  var keyBar: KeyBar<Action> {
    let (keys, cell) = (keys, focusedCell)
    var entries: [KeyBar<Action>.Entry] = []
    if mode == .cells {
      if hasOtherCells(than: cell) {
        entries.append(
          keys.entry(
            .cellUp, .cellDown, .cellLeft, .cellRight, word: "cell", rank: 9, separator: ""))
      }
      if !timeline.isAtEnd { entries.append(keys.entry(.nextStep, word: "step", rank: 6)) }
      if hasOtherSlices(than: cell) {
        entries.append(
          keys.entry(.previousSlice, .nextSlice, word: "map", rank: 4, separator: " "))
      }
    } else {
      entries = [
        keys.entry(.previousStep, .nextStep, word: "step", rank: 9, separator: " "),
        keys.entry(.nextSection, .previousSection, word: "section", rank: 6),
      ]
      if cell != nil { entries.append(keys.entry(.walkCells, word: "cell", rank: 8)) }
    }
    if focusable.count > 1 { entries.append(keys.entry(.nextTensor, word: "side", rank: 7)) }
    if isCheckable(cell) {
      entries.append(
        keys.entry(.checkDerivative, word: panel == .check ? "rule" : "check", rank: 5))
    }
    if cell != nil {
      entries.append(
        keys.entry(.showConsumers, word: panel == .consumers ? "rule" : "uses", rank: 3))
    }
    if isEditable(cell) { entries.append(keys.entry(.editNumber, word: "edit", rank: 2)) }
    if mode == .cells { entries.append(keys.entry(.goBack, word: "steps", rank: 8)) }
    entries.append(keys.entry(.quit, word: "quit", rank: 10))
    return KeyBar(entries)
  }
}
