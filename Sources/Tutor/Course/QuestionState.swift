import TerminalKit

/// What a reader has done with a question; kept from one sitting to the next.
struct QuestionState: Equatable, Sendable, Codable {
  enum Outcome: String, Sendable, Codable {
    /// Answered rightly.
    case right
    /// The answer was opened.
    case opened
    /// A prediction was made.
    case guessed
  }

  /// Answers that were not right.
  var tries = 0
  /// Hints taken.
  var hints = 0
  /// nil: still to be answered.
  var outcome: Outcome?
  /// The last answer as the reader gave it.
  var given: String?
  /// The option that was guessed or chosen, from 0.
  var option: Int?
}

/// A question while it is on the screen: what is typed, what the last answer was worth.
struct QuestionDraft: Equatable, Sendable {
  var field = TextField(text: "")
  /// The option under the cursor.
  var option = 0
  var verdict: Verdict?
  /// The answer that the verdict is about.
  var given = ""
}
