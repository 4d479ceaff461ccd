import TerminalKit

/// Everything a reader can ask the tutor for; `Keymap` says by which key.
enum Action: String, CaseIterable, Sendable {
  case nextStep, previousStep, nextSection, previousSection, nextLayer, previousLayer
  case nextPhase, previousPhase, firstStep, lastStep, goTo
  case enterCells, leave, nextMap, previousMap, nextSlice, previousSlice
  case check, consumers, edit, undo, scale, view
  case search, sameCell, toggleBreak, nextBreak, previousBreak, mark, returnToMark
  case hint, lessons, help, save, redraw, quit
}

/// One table of keys: it makes the footer, the help overlay, the table in the README and the tests.
struct Keymap: Sendable {
  struct Binding: Sendable {
    let action: Action
    let keys: [Key]
    /// As help shows the keys: `→ l Space`.
    let names: String
    /// For the help overlay.
    let help: String
    /// For the footer; nil when it is not worth a place there.
    let footer: String?
  }

  static let standard = Keymap(bindings: [
    Binding(
      action: .previousStep, keys: [.left, .character("h")], names: "← h", help: "step back",
      footer: "←h →l step"),
    Binding(
      action: .nextStep, keys: [.right, .character("l"), .character(" ")], names: "→ l Space",
      help: "next step", footer: nil),
    Binding(
      action: .nextSection, keys: [.character("n")], names: "n", help: "next section",
      footer: "n/p section"),
    Binding(
      action: .previousSection, keys: [.character("p")], names: "p", help: "previous section",
      footer: nil),
    Binding(
      action: .nextLayer, keys: [.character("]")], names: "]", help: "next layer", footer: nil),
    Binding(
      action: .previousLayer, keys: [.character("[")], names: "[", help: "previous layer",
      footer: nil),
    Binding(
      action: .nextPhase, keys: [.character("}")], names: "}", help: "next phase", footer: nil),
    Binding(
      action: .previousPhase, keys: [.character("{")], names: "{", help: "previous phase",
      footer: nil),
    Binding(
      action: .firstStep, keys: [.character("g"), .home], names: "g", help: "first step",
      footer: nil),
    Binding(
      action: .lastStep, keys: [.character("G"), .end], names: "G", help: "last step", footer: nil),
    Binding(
      action: .goTo, keys: [.character(":")], names: ":12", help: "go to step 12", footer: nil),
    Binding(
      action: .enterCells, keys: [.enter], names: "Enter", help: "walk the cells",
      footer: "Enter cell"),
    Binding(action: .leave, keys: [.escape], names: "Esc", help: "back out", footer: nil),
    Binding(
      action: .nextMap, keys: [.tab], names: "Tab", help: "next tensor", footer: "Tab side"),
    Binding(
      action: .previousMap, keys: [.backTab], names: "S-Tab", help: "previous tensor", footer: nil),
    Binding(
      action: .previousSlice, keys: [.character("<")], names: "<", help: "previous map, sheet",
      footer: nil),
    Binding(
      action: .nextSlice, keys: [.character(">")], names: ">", help: "next map, sheet", footer: nil),
    Binding(
      action: .check, keys: [.character("f")], names: "f", help: "finite-difference check",
      footer: "f check"),
    Binding(
      action: .consumers, keys: [.character("w")], names: "w", help: "who uses this cell",
      footer: "w uses"),
    Binding(
      action: .edit, keys: [.character("e")], names: "e", help: "edit a weight or input",
      footer: "e edit"),
    Binding(action: .undo, keys: [.character("u")], names: "u", help: "undo an edit", footer: nil),
    Binding(
      action: .scale, keys: [.character("s")], names: "s", help: "scale: layer map network",
      footer: nil),
    Binding(
      action: .view, keys: [.character("v")], names: "v", help: "kernel turned or stored",
      footer: nil),
    Binding(
      action: .search, keys: [.character("/")], names: "/", help: "search the steps", footer: nil),
    Binding(
      action: .sameCell, keys: [.character("*")], names: "*", help: "next step of this layer",
      footer: nil),
    Binding(
      action: .toggleBreak, keys: [.character("b")], names: "b", help: "set or clear a break",
      footer: nil),
    Binding(
      action: .nextBreak, keys: [.character("c")], names: "c", help: "run to next break",
      footer: nil),
    Binding(
      action: .previousBreak, keys: [.character("C")], names: "C", help: "run back to a break",
      footer: nil),
    Binding(
      action: .mark, keys: [.character("m")], names: "m a", help: "mark this step as a",
      footer: nil),
    Binding(
      action: .returnToMark, keys: [.character("'")], names: "' a", help: "go to mark a",
      footer: nil),
    Binding(
      action: .hint, keys: [.character("H")], names: "H", help: "lesson text alone", footer: nil),
    Binding(
      action: .lessons, keys: [.character("L")], names: "L", help: "list of the steps", footer: nil),
    Binding(
      action: .save, keys: [.character("S")], names: "S", help: "save this view", footer: nil),
    Binding(
      action: .redraw, keys: [.control("l")], names: "^L", help: "draw anew", footer: nil),
    Binding(
      action: .help, keys: [.character("?"), .function(1)], names: "?", help: "this help",
      footer: nil),
    Binding(action: .quit, keys: [.character("q")], names: "q", help: "quit", footer: "q quit"),
  ])

  let bindings: [Binding]
  private let actions: [Key: Action]

  init(bindings: [Binding]) {
    self.bindings = bindings
    actions = Dictionary(
      bindings.flatMap { binding in binding.keys.map { ($0, binding.action) } },
      uniquingKeysWith: { first, _ in first })
  }

  func action(for key: Key) -> Action? { actions[key] }

  func names(_ action: Action) -> String {
    bindings.first { $0.action == action }?.names ?? ""
  }

  /// As many footer entries as fit, the most needed ones last to go; `?` stands in the first line.
  func footer(columns: Int) -> String {
    var entries = bindings.compactMap { binding in binding.footer.map { (binding.action, $0) } }
    let dropped: [Action] = [
      .edit, .consumers, .check, .nextSection, .nextMap, .enterCells, .previousStep,
    ]
    func text() -> String { " " + entries.map(\.1).joined(separator: "  ") }
    for action in dropped where text().count > columns {
      entries.removeAll { $0.0 == action }
    }
    return text().count <= columns ? text() : "q"
  }
}
