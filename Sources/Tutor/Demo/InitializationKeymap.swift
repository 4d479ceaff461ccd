import TerminalKit

/// What a key does in the initialisation demo.
enum InitializationAction: Equatable, Sendable, CaseIterable {
  case back, forward, backTen, forwardTen, first, last
  case larger, smaller, initializer, paperScale, activation, direction, seed
  case compare, otherRun, why, help, close, quit
}

/// The keys of the initialisation demo: one table for keys, footer and help.
enum InitializationKeymap {
  struct Binding: Sendable {
    let action: InitializationAction
    let keys: [Key]
    /// As help shows them.
    let label: String
    let explanation: String
  }

  static let bindings: [Binding] = [
    Binding(
      action: .back, keys: [.left, .character("h")], label: "← h",
      explanation: "the layer before"),
    Binding(
      action: .forward, keys: [.right, .character("l"), .character(" ")], label: "→ l Space",
      explanation: "the next layer"),
    Binding(
      action: .backTen, keys: [.pageUp, .character("[")], label: "PgUp [",
      explanation: "ten layers back"),
    Binding(
      action: .forwardTen, keys: [.pageDown, .character("]")], label: "PgDn ]",
      explanation: "ten layers on"),
    Binding(
      action: .first, keys: [.character("g"), .home], label: "g Home",
      explanation: "the first layer"),
    Binding(
      action: .last, keys: [.character("G"), .end], label: "G End",
      explanation: "the last layer"),
    Binding(
      action: .larger, keys: [.character("+"), .character("="), .up], label: "+ ↑",
      explanation: "weights 1.25 times as large"),
    Binding(
      action: .smaller, keys: [.character("-"), .character("_"), .down], label: "- ↓",
      explanation: "weights divided by 1.25"),
    Binding(
      action: .paperScale, keys: [.character("p")], label: "p",
      explanation: "the paper's scales: 1, 0.01, 1/sqrt(n)"),
    Binding(
      action: .initializer, keys: [.character("i")], label: "i",
      explanation: "initialiser: Glorot, He; normal, uniform"),
    Binding(
      action: .activation, keys: [.character("a")], label: "a",
      explanation: "activation: identity, ReLU, tanh, sigmoid"),
    Binding(
      action: .direction, keys: [.character("d")], label: "d",
      explanation: "signals forward or gradients backward"),
    Binding(
      action: .compare, keys: [.character("c")], label: "c",
      explanation: "two runs side by side, or one again"),
    Binding(
      action: .otherRun, keys: [.tab, .backTab], label: "Tab",
      explanation: "the other run of the two"),
    Binding(
      action: .seed, keys: [.character("r")], label: "r",
      explanation: "other random numbers: the next seed"),
    Binding(
      action: .why, keys: [.character("w")], label: "w",
      explanation: "what happens here and why"),
    Binding(
      action: .help, keys: [.character("?"), .function(1)], label: "?",
      explanation: "this help"),
    Binding(
      action: .close, keys: [.escape], label: "Esc", explanation: "close what lies over the charts"),
    Binding(
      action: .quit, keys: [.character("q")], label: "q", explanation: "leave the demo"),
  ]

  private static let actions = Dictionary(
    bindings.flatMap { binding in binding.keys.map { ($0, binding.action) } },
    uniquingKeysWith: { first, _ in first })

  static func action(of key: Key) -> InitializationAction? { actions[key] }

  /// The last row: as many keys as fit, the most useful first, and always the way out.
  static func footer(columns: Int, isComparing: Bool, glyphs: Glyphs) -> String {
    let runs = isComparing ? ["Tab other run", "c one run"] : []
    let shown =
      ["←h →l layer", "+- scale", "i init"] + runs + ["a activation", "d direction"]
      + (isComparing ? [] : ["c compare"])
      + ["w why", "p paper's scales", "g G first/last", "r seed", "PgUp PgDn 10 layers"]
    let end = columns < 30 ? " ?q" : columns < 100 ? "  ? q" : "  ? help  q quit"
    var text = ""
    for item in shown {
      let next = text + (text.isEmpty ? " " : "  ") + glyphs.spell(item)
      if next.count + end.count <= columns { text = next }
    }
    return text + end
  }
}
