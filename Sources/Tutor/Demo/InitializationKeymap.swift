import TerminalKit

/// What a key does in the initialisation demo.
enum InitializationAction: Hashable, Sendable, CaseIterable {
  case back, forward, backTen, forwardTen, first, last
  case larger, smaller, initializer, paperScale, activation, direction, both, seed
  case compare, otherRun, why, help, quit
}

/// The keys of the initialisation demo.
enum InitializationKeymap {
  static let keys = KeyTable<InitializationAction>([
    .init(
      .back, [.left, .character("h")], names: "← h", help: "the layer before", short: "←h"),
    .init(
      .forward, [.right, .character("l"), .character(" ")], names: "→ l Space",
      help: "the next layer", short: "→l"),
    .init(
      .backTen, [.pageUp, .character("[")], names: "PgUp [", help: "ten layers back",
      short: "PgUp"),
    .init(
      .forwardTen, [.pageDown, .character("]")], names: "PgDn ]", help: "ten layers on",
      short: "PgDn"),
    .init(
      .first, [.character("g"), .home], names: "g Home", help: "the first layer", short: "g"),
    .init(.last, [.character("G"), .end], names: "G End", help: "the last layer", short: "G"),
    .init(
      .larger, [.character("+"), .character("="), .up], names: "+ ↑",
      help: "weights 1.25 times as large", short: "+"),
    .init(
      .smaller, [.character("-"), .character("_"), .down], names: "- ↓",
      help: "weights divided by 1.25", short: "-"),
    .init(
      .paperScale, [.character("p")], names: "p", help: "the paper's scales: 1, 0.01, 1/sqrt(n)"),
    .init(
      .initializer, [.character("i")], names: "i", help: "initialiser: Glorot, He; normal, uniform"),
    .init(
      .activation, [.character("a")], names: "a",
      help: "activation: identity, ReLU, tanh, sigmoid"),
    .init(
      .direction, [.character("d")], names: "d", help: "what the numbers are of: signals, gradients"
    ),
    .init(
      .both, [.character("b")], names: "b",
      help: "signals and gradients in one chart, or one alone"),
    .init(
      .compare, [.character("c")], names: "c", help: "two runs side by side, or one again"),
    .init(.otherRun, [.tab, .backTab], names: "Tab", help: "the other run of the two"),
    .init(
      .seed, [.character("r")], names: "r", help: "other random numbers: the next seed"),
    .init(.why, [.character("w")], names: "w", help: "what happens here and why"),
    .init(.help, [.character("?"), .function(1)], names: "?", help: "this help"),
    .init(.quit, [.character("q")], names: "q", help: "leave the demo"),
  ])

  /// What the mouse does, as help shows it.
  static let mouse = [
    ("click", "a layer in a chart: go there; a key in the last row, the ? above: press it"),
    ("wheel", "a layer on or back; scroll what lies over the charts"),
  ]

  /// The last row: the most useful keys, and always the way out.
  static func keyBar(isComparing: Bool) -> KeyBar<InitializationAction> {
    var entries = [
      keys.entry(.back, .forward, word: "layer", rank: 20, separator: " "),
      keys.entry(.larger, .smaller, word: "scale", rank: 19, separator: ""),
      keys.entry(.initializer, word: "init", rank: 18),
    ]
    if isComparing {
      entries += [
        keys.entry(.otherRun, word: "other run", rank: 17),
        keys.entry(.compare, word: "one run", rank: 16),
      ]
    }
    entries += [
      keys.entry(.activation, word: "activation", rank: 15),
      keys.entry(.direction, word: "direction", rank: 14),
    ]
    if !isComparing { entries.append(keys.entry(.compare, word: "compare", rank: 13)) }
    entries += [
      keys.entry(.why, word: "why", rank: 12),
      keys.entry(.both, word: "both or one", rank: 11),
      keys.entry(.paperScale, word: "paper's scales", rank: 10),
      keys.entry(.first, .last, word: "first/last", rank: 9, separator: " "),
      keys.entry(.seed, word: "seed", rank: 8),
      keys.entry(.backTen, .forwardTen, word: "10 layers", rank: 7, separator: " "),
      keys.entry(.help, word: "help", rank: 21), keys.entry(.quit, word: "quit", rank: 22),
    ]
    return KeyBar(entries)
  }
}
