import TerminalKit

/// A question as it stands in the place of the rule, while the tensors stay on the screen.
struct QuestionCard: Equatable, Sendable {
  /// `question 1 of 5   number`, or shorter.
  var heading: Heading
  var text: String
  /// The texts to choose from; the one under the cursor, and the one that was chosen.
  var options: [String] = []
  var cursor: Int?
  /// The line that the reader types in, with what stands before it.
  var field: (label: String, text: String)?
  /// What is to be done, where nothing is typed: "pick a cell with the arrows".
  var task = ""
  /// "you: .55   not yet (try 1)".
  var given = ""
  /// What the misconception was, and why it is none.
  var misconception = ""
  var explanation = ""
  var hints: [String] = []
  var hintCount = 0

  static func == (a: QuestionCard, b: QuestionCard) -> Bool {
    a.heading == b.heading && a.text == b.text && a.options == b.options && a.cursor == b.cursor
      && a.field?.label == b.field?.label && a.field?.text == b.field?.text && a.task == b.task
      && a.given == b.given && a.misconception == b.misconception
      && a.explanation == b.explanation && a.hints == b.hints
  }

  /// What is on the card, in the order of the lines; where room is short, what has the highest number goes first.
  private enum Rank: Int, Comparable {
    case question, answer, outcome, options, hint, blank

    static func < (a: Rank, b: Rank) -> Bool { a.rawValue < b.rawValue }
  }

  /// The lines for a room, and the place of the cursor in them while something is typed.
  ///
  /// - Returns: at most `rows` lines of at most `columns` cells. The question and the line to type in stay longest.
  func lines(columns: Int, rows: Int, glyphs: Glyphs) -> (lines: [Line], cursor: Position?) {
    let all = allLines(columns: columns, glyphs: glyphs)
    var kept = all
    for rank in [Rank.blank, .hint, .outcome, .options, .question] where kept.count > rows {
      while kept.count > rows, let last = kept.lastIndex(where: { $0.rank == rank }) {
        kept.remove(at: last)
      }
    }
    let shown = kept.prefix(max(rows, 0))
    let cursor = shown.firstIndex { $0.isField }.map { row in
      Position(row: row, column: min(shown[row].line.width, max(columns - 1, 0)))
    }
    return (shown.map(\.line), cursor)
  }

  /// How many rows it takes to say everything.
  func height(columns: Int, glyphs: Glyphs) -> Int {
    allLines(columns: columns, glyphs: glyphs).count
  }

  private typealias Part = (rank: Rank, line: Line, isField: Bool)

  private func allLines(columns: Int, glyphs: Glyphs) -> [Part] {
    let margin = columns >= 40 ? " " : ""
    func wrapped(_ text: String, _ rank: Rank, _ style: Style = .plain, indent: String = "")
      -> [Part]
    {
      guard !text.isEmpty else { return [] }
      let width = max(columns - margin.count - indent.count, 1)
      return TextWrap.lines(glyphs.spell(text), width: width).enumerated().map { row, line in
        (rank, Line(margin + indent + line, style), false)
      }
    }
    var parts = wrapped(text, .question, .bold)
    for (index, option) in options.enumerated() {
      let isHere = index == cursor
      let lines = TextWrap.lines(
        glyphs.spell(option), width: max(columns - margin.count - 6, 1))
      for (row, line) in lines.enumerated() {
        let start = row == 0 ? "\(isHere ? ">" : " ") \(index + 1)  " : "     "
        parts.append(
          (
            .options,
            Line([
              Span(margin + start + line, isHere ? .accent : .plain, link: CardLink(option: index))
            ]),
            false
          ))
      }
    }
    parts += wrapped(given, .outcome, .accent)
    parts += wrapped(misconception, .outcome)
    parts += wrapped(explanation, .outcome)
    for (index, hint) in hints.enumerated() {
      parts += wrapped("hint \(index + 1) of \(hintCount)   \(hint)", .hint)
    }
    parts += wrapped(task, .answer, .dim)
    if let field {
      let room = max(columns - margin.count - field.label.count - 1, 1)
      parts.append(
        (.answer, Line(margin + field.label, .accent) + Line(String(field.text.suffix(room))), true)
      )
    }
    return parts
  }

  /// The same for readers who do not see the screen, without what is typed.
  func plain() -> [String] {
    [text] + options.enumerated().map { "  \($0 + 1)  \($1)" }
  }
}

/// A click on an option.
struct CardLink: Equatable, Sendable { let option: Int }

/// What the reader of a lesson adds to the tutor's screen.
struct Guide: Equatable, Sendable {
  /// The words for the stop of the page.
  var caption: StepText?
  /// The position of that stop in the timeline; elsewhere the reader looks around.
  var position: Int
  /// The number of the step and how many there are; nil in lessons that walk all stops.
  var step: (number: Int, count: Int)?
  /// The view in the place of the maps.
  var view: String?
  var covered = CoveredCells()
  var card: QuestionCard?
  /// Whether the card is the page: it takes the room that it needs.
  var isAsking = false
  /// What keys do on this page, beside what they do anyway.
  var keys: [KeyBar<ReaderAction>.Entry] = []
  /// One mark per page: what stands on the line of the timeline.
  var marks: [Mark] = []

  struct Mark: Equatable, Sendable {
    enum State: Equatable, Sendable { case done, here, ahead, question, answered }

    var state: State
    /// The page.
    var item: Int
  }

  static func == (a: Guide, b: Guide) -> Bool {
    a.caption == b.caption && a.position == b.position && a.step?.number == b.step?.number
      && a.step?.count == b.step?.count && a.view == b.view && a.covered == b.covered
      && a.card == b.card && a.isAsking == b.isAsking && a.marks == b.marks
  }
}
