import Engine
import TerminalKit
import Tracer

/// What an activation function says on screen: the words of its rule and of its derivative, and Y = f(S) with the numbers of one
/// cell.
///
/// Each function has a file of its own, and a line in `Activation.presentation`.
protocol ActivationPresentation: Sendable {
  /// The heading of Y = f(S): `tanh: into -1 to 1`; `inputs` is how many numbers the layer reads.
  func heading(inputs: Int) -> String
  /// What Rule 1 says of the derivative in its heading, behind the way a delta comes: `, through the gate of ReLU`.
  var gateHeading: String { get }
  /// The heading of Rule 1 at the last layer, where E arrives; `delta` is what the delta is called.
  func errorHeading(delta: String) -> String
  /// What an output of the last layer is: `output 3`, `the share of 7`.
  func outputWords(_ unit: String) -> String

  /// Y = f(S) with numbers.
  ///
  /// - Parameters:
  ///   - s: the score of the same cell.
  ///   - source: the cell of that score.
  ///   - subject: the cell of Y.
  /// - Returns: formula, numbers, result and remarks.
  func text(_ s: Figure, from source: CellAddress, _ subject: RuleSubject) -> RuleText
  /// What will become of a score: `ReLU. .9 > 0, so the cell stays on and Y_A[3,2,0] = .9`; nil for nothing.
  func nextStep(_ score: UpcomingScore) -> String?
  /// The derivative at a cell: `gate: S_A[3,2,0] = .9 > 0`; nil where it is 1 or no single number.
  func gate(_ gate: GateReading) -> String?
}

/// A score to which the activation function will be applied in the next step.
struct UpcomingScore {
  var value: Double
  var shown: Figure
  /// The cell that it will become: `Y_A[3,2,0]`.
  var output: String
  /// All scores of its sample.
  var count: Int
}

/// A derivative, and the number of the cell that it is made from.
struct GateReading {
  var slope: Double
  var name: String
  /// nil when the trace lacks the number.
  var read: Figure?

  var shown: String { read?.text ?? "?" }
  /// `S_A[3,2,0] = .9`.
  var equation: String { "\(name) \(read.map { [$0].relation } ?? "=") \(shown)" }
}

extension ActivationPresentation {
  func errorHeading(delta: String) -> String { "from E\(gateHeading)" }
  func outputWords(_ unit: String) -> String { "output \(unit)" }
}
