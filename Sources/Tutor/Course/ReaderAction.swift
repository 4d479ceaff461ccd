import TerminalKit

/// What a reader of a lesson can do beside what the tutor does at every stop.
enum ReaderAction: Hashable, Sendable, CaseIterable {
  case next, previous, first, last, list, confirm, optionUp, optionDown, hint, open, nextQuestion,
    dismiss, leave, help
}

/// The keys of a lesson's pages.
enum ReaderKeymap {
  /// Pages without a stop: start, end, exhibits.
  static let covers = KeyTable<ReaderAction>([
    .init(
      .next, [.right, .enter, .character(" "), .character("l"), .character("n")],
      names: "→ Enter Space", help: "next page", short: "→"),
    .init(
      .previous, [.left, .character("h"), .character("p")], names: "← h", help: "page back",
      short: "←"),
    .init(.first, [.character("g"), .home], names: "g", help: "the first page"),
    .init(.last, [.character("G"), .end], names: "G", help: "the last page"),
    .init(.list, [.character("L")], names: "L", help: "list of the pages"),
    .init(.optionUp, [.up, .character("k")], names: "↑ k", help: "a line up", short: "↑"),
    .init(.optionDown, [.down, .character("j")], names: "↓ j", help: "a line down", short: "↓"),
    .init(.nextQuestion, [.character("Q")], names: "Q", help: "to the next question"),
    .init(.help, [.character("?"), .function(1)], names: "?", help: "help"),
    .init(.leave, [.character("q")], names: "q", help: "leave the lesson"),
  ])

  /// A question that is still to be answered.
  static let question = KeyTable<ReaderAction>([
    .init(.confirm, [.enter], names: "Enter", help: "answer"),
    .init(.hint, [.character("h")], names: "h", help: "a hint"),
    .init(.open, [.character("o")], names: "o", help: "open the answer"),
    .init(.nextQuestion, [.character("Q")], names: "Q", help: "to the next question"),
  ])

  /// A question that is answered or opened, and a note about a prediction.
  static let settled = KeyTable<ReaderAction>([
    .init(.next, [.enter], names: "Enter", help: "go on"),
    .init(.nextQuestion, [.character("Q")], names: "Q", help: "to the next question"),
  ])
}
