import TerminalKit

/// Something larger than a case that a page of a lesson runs, away from the keyboard, and draws: a training, a demo, a
/// measurement. One kind per file; `Exhibits` knows them all.
protocol Exhibit: Sendable {
  /// What is computed. A part of it may be shown before all is there.
  associatedtype Outcome: Sendable

  /// The words after `show:`, such as `disk`.
  static var name: String { get }
  /// The settings that may follow, such as `epoch`.
  static var settings: [String] { get }

  /// - Throws: `ExhibitFault` about a setting that has no meaning.
  init(_ settings: ExhibitSettings) throws(ExhibitFault)

  /// Exhibits of one key share one outcome: it is computed once for all pages that show it.
  var key: String { get }
  /// The command with which a reader runs the same.
  var command: String { get }
  /// How many rows the picture takes where it stands below the words.
  var rows: Int { get }

  /// Computes the outcome.
  ///
  /// - Parameter reporter: to be told now and then how far it is; it says whether the outcome is still wanted.
  /// - Returns: the outcome; nil when it was no longer wanted.
  /// - Throws: what keeps it from being computed; its description is shown on the page.
  func compute(_ reporter: ExhibitReporter<Outcome>) throws -> Outcome?

  /// Draws an outcome, or a part of it, into a block of any size.
  func draw(_ outcome: Outcome, on screen: inout Screen, in rect: Rect)

  /// The outcome in sentences and a small table, for `--plain`.
  func lines(_ outcome: Outcome) -> [String]

  /// Whether `--plain` computes it too; a measurement of this machine would keep a pipe waiting.
  var isComputedInPlain: Bool { get }
}

extension Exhibit {
  var rows: Int { 14 }
  var isComputedInPlain: Bool { true }
}

/// Why there can be no such exhibit, or why it cannot be computed: one sentence.
struct ExhibitFault: Error, Equatable, CustomStringConvertible {
  let description: String

  init(_ description: String) { self.description = description }
}

/// How far the work of an exhibit is.
enum ExhibitReport: Sendable {
  /// It goes on: where it is, in words, and what can be shown already.
  case progress(String, (any Sendable)?)
  case finished(any Sendable)
  /// It cannot be computed, for this reason.
  case failed(String)
}

/// Hands on how far an exhibit is, at most ten times per second: a screen shows no more.
final class ExhibitReporter<Outcome: Sendable> {
  private let send: (ExhibitReport) -> Bool
  private var last: ContinuousClock.Instant?
  /// Whether somebody still waits for the outcome.
  private(set) var isWanted = true

  init(_ send: @escaping (ExhibitReport) -> Bool) { self.send = send }

  /// - Parameters:
  ///   - words: where the work is, as in `epoch 7 of 50`.
  ///   - outcome: what can be shown of it; evaluated only when it is sent.
  /// - Returns: whether the work is still wanted.
  @discardableResult
  func tell(_ words: @autoclosure () -> String, _ outcome: @autoclosure () -> Outcome?) -> Bool {
    let now = ContinuousClock.now
    if let last, now - last < .milliseconds(100) { return isWanted }
    last = now
    isWanted = send(.progress(words(), outcome()))
    return isWanted
  }
}

/// The same without the type of the outcome, which travels in messages.
extension Exhibit {
  func run(_ report: (ExhibitReport) -> Bool) {
    withoutActuallyEscaping(report) { report in
      do {
        let outcome = try compute(ExhibitReporter(report))
        if let outcome { _ = report(.finished(outcome)) }
      } catch {
        _ = report(.failed("\(error)"))
      }
    }
  }

  func draw(any outcome: any Sendable, on screen: inout Screen, in rect: Rect) {
    if let outcome = outcome as? Outcome { draw(outcome, on: &screen, in: rect) }
  }

  func lines(any outcome: any Sendable) -> [String] {
    (outcome as? Outcome).map { lines($0) } ?? []
  }
}
