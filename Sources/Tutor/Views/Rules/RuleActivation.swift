import Engine
import TerminalKit
import Tracer

/// Y = f(S): what functions of a kind have in common.
extension RuleSubject {
  func activation(_ function: Activation) -> RuleText {
    guard let source = terms.first?.factors.first?.cell, let s = figure(at: source) else {
      return plainText(short: "f(S)")
    }
    return function.presentation.text(s, from: source, self)
  }

  /// A function made of straight lines: what it does is said by the side of 0 on which S lies.
  func piecewise(
    _ s: Figure, _ score: String, short: String, steps: String, said: String
  ) -> RuleText {
    var text = plainText(short: short)
    text.relation = [s, value].relation
    text.numbers = [.init(steps)]
    text.results.insert(equation([steps], relation: text.relation), at: 0)
    text.bodies = [[Line("\(score) \([s].relation) \(s.text) \(said)")]]
    return text
  }

  /// A smooth function: with its slope, in words and as a number.
  func smooth(
    _ s: Figure, _ score: String, short: String, steps: String, slope: String, _ derivative: Float
  ) -> RuleText {
    var text = plainText(short: short)
    text.relation = "≈"
    text.numbers = [.init(steps)]
    text.results.insert(equation([steps], relation: "≈"), at: 0)
    text.bodies = [[Line("\(score) \([s].relation) \(s.text)")]]
    text.notes = [Line("slope here: \(slope) ≈ \(Figure(derivative).text)")]
    return text
  }
}
