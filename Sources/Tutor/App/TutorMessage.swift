import TerminalKit
import Engine
import Tracer

/// A message to the tutor.
enum TutorMessage: Sendable {
  case key(Key)
  case click(TutorLink)
  case scroll(up: Bool)
  case paste(String)
  /// A step was chosen from the list.
  case goTo(position: Int)
  case checked(CellAddress, Result<CheckFigures, Refusal>)
  case recorded([CellEdit], Result<Walk, Refusal>, note: String)
  case saved(name: String, Result<String, Refusal>)
  /// Some time has passed since work began; the reader is told if it still goes on.
  case stillComputing(number: Int)

  // To the reader of a lesson.
  case reader(ReaderAction)
  /// An option of the question was clicked, counted from 0.
  case option(Int)
  /// A page was chosen from the list.
  case goToItem(Int)
  /// How far the exhibit of that key is.
  case exhibit(key: String, ExhibitReport)
  /// Progress was kept, or why it was not.
  case kept(fault: String?)
}

/// Why something could not be done, as a sentence for the reader.
struct Refusal: Error, Equatable, Sendable {
  let reason: String

  init(_ reason: String) { self.reason = reason }

  /// Runs something that may fail.
  static func catching<Value>(_ body: () throws -> Value) -> Result<Value, Refusal> {
    Result { try body() }.mapError { Refusal("\($0)") }
  }
}

/// What a click on the tutor's screen means.
enum TutorLink: Equatable, Sendable {
  case action(Action)
  case cell(CellAddress)
  /// A layer by its number from 1; 0 is X, the number after the last layer is the loss.
  case layer(Int)
  case stop(update: Int, number: Int)
}

/// What the model asks the page to do.
enum TutorRequest: Equatable, Sendable {
  case quit
  case showHelp, showWords, listSteps
  /// In a lesson: to the next page, the last one, and so on.
  case turn(Action)
  /// In a lesson: to the step that was typed.
  case goToStep(String)
  /// In a lesson: to the next page that says this.
  case search(String)
  case save(name: String)
  /// Checks the derivative of a cell.
  case check(CellAddress, update: Int)
  /// Runs the experiment with these edits; the note is for the reader when it is done.
  case record([CellEdit], note: String)
  case stopChecking, stopRecording
  /// Says after a while that it still computes.
  case remind(number: Int)
}
