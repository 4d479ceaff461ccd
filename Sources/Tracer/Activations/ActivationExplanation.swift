import Engine

/// Explains the numbers of an activation function: Y = f(S) and its derivative, in terms and in symbols.
///
/// Each function has a file of its own, and a line in `Activation.explanation`.
protocol ActivationExplanation: Sendable {
  /// The terms of Y.
  ///
  /// - Parameters:
  ///   - s: the score of the same cell.
  ///   - row: all scores of the sample, for a function that takes them together.
  /// - Returns: the terms, and the scores that influenced the value.
  func reasons(_ s: Factor, row: () -> [Factor]) -> Reasons
  /// The derivative at one cell, made from its S or its Y; nil where it is 1 or no single number.
  func gate(s: Factor?, y: Factor?) -> Factor?
  /// True if numbers that are not positive become 0, so that their cells are off.
  var silences: Bool { get }
  /// True if the derivative jumps at S = 0.
  var hasKink: Bool { get }

  /// Y = f(S) in words and symbols; nil where Y = S.
  func rule(s: String, y: String, index: String) -> Annotation?
  /// What the title of Rule 1 adds: ` and ReLU'`.
  var gateName: String { get }
  /// What the formula of Rule 1 begins with: `ReLU'(S_A) × `.
  func gateFactor(s: String) -> String
}

extension Activation {
  /// True if numbers that are not positive become 0, so that their cells are off.
  public var silences: Bool { explanation.silences }
}

extension ActivationExplanation {
  var silences: Bool { false }
  var hasKink: Bool { false }
}
