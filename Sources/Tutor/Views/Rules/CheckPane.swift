import TerminalKit

/// A derivative computed twice: by the rules, and from two losses a small way apart.
struct CheckFigures: Equatable, Sendable {
  /// What is moved: `W_B[-1,-1,0,0]`.
  var name: String
  /// Who claims the derivative: `Rule 2`.
  var rule: String
  /// The number that is moved, w.
  var value: Double
  /// How far it is moved to either side.
  var h: Double
  /// Loss(w + h) and Loss(w - h).
  var lossPlus: Double
  var lossMinus: Double
  /// (Loss(w + h) - Loss(w - h)) / 2h.
  var numeric: Double
  /// By the rule.
  var analytic: Double
  var relativeError: Double
  /// The update whose loss is measured, where that is not the one on show: parameters after a correction belong to the
  /// next.
  var update: Int?
  /// Which winner or gate changed between the two losses, if one did.
  var kink: String?

  /// Rounding alone leaves less than this between the two.
  static let agreement = 1e-5
}

/// The check of a derivative by finite differences.
enum CheckPane {
  /// The two losses, the slope between them, what the rule says, and the verdict.
  ///
  /// - Returns: at most `rows` lines of at most `columns` cells; the verdict stays longest.
  static func lines(
    for figures: CheckFigures, columns: Int, rows: Int, glyphs: Glyphs = .unicode
  ) -> [Line] {
    let numeric = slope(figures.numeric)
    let analytic = slope(figures.analytic)
    let plus = moved(figures, by: figures.h)
    let minus = moved(figures, by: -figures.h)
    let difference = loss(figures.lossPlus - figures.lossMinus)
    let width = Numbers.rule(2 * figures.h, decimals: 8)
    let quotient = "difference = \(difference)   / \(width)  = "
    let says = "\(figures.rule) says "
    let column = max(quotient.count, says.count)
    let parts = [
      PanePart(
        4,
        Line(
          "∂loss/∂w ≈ ( loss(w + h) - loss(w - h) ) / 2h      w = \(figures.name)\(when(figures))"),
        Line("∂loss/∂w ≈ ( loss(w + h) - loss(w - h) ) / 2h\(when(figures))"),
        Line("w = \(figures.name)\(when(figures))"), Line("w = \(figures.name)")),
      PanePart(5, Line("\(plus) = \(loss(figures.lossPlus))"), Line(loss(figures.lossPlus))),
      PanePart(5, Line("\(minus) = \(loss(figures.lossMinus))"), Line(loss(figures.lossMinus))),
      PanePart(
        3, Line([Span(quotient.rightPadded(to: column)), Span(numeric, .bold)]),
        Line("difference / 2h = \(numeric)"), Line("slope \(numeric)"), Line(numeric)),
      PanePart(
        2, Line([Span(says.rightPadded(to: column)), Span(analytic, .bold)]),
        Line("\(figures.rule) says \(analytic)"), Line(analytic)),
      verdict(figures),
    ]
    return parts.fitted(columns: columns, rows: rows, glyphs: glyphs)
  }

  private static func verdict(_ figures: CheckFigures) -> PanePart {
    let size = Numbers.exponent(figures.relativeError, digits: 2)
    let error =
      "relative error \(figures.relativeError.isFinite && figures.relativeError != 0 ? size : Numbers.rule(figures.relativeError))"
    if let kink = figures.kink {
      return PanePart(
        1, Line("kink: \(kink); the two need not agree", .warning),
        Line("kink: \(kink)", .warning), Line("kink", .warning))
    }
    guard figures.relativeError <= CheckFigures.agreement else {
      return PanePart(
        1, Line("\(error)     no winner and no gate changed: they disagree", .warning),
        Line("\(error): disagree", .warning), Line("disagree", .warning))
    }
    return PanePart(
      1, Line([Span("\(error)     no winner and no gate changed: "), Span("valid", .accent)]),
      Line([Span("\(error): "), Span("valid", .accent)]), Line("valid", .accent))
  }

  /// `, loss of update 2`, where the reader would not expect it.
  private static func when(_ figures: CheckFigures) -> String {
    figures.update.map { ", loss of update \($0)" } ?? ""
  }

  /// `loss(.501)`.
  private static func moved(_ figures: CheckFigures, by h: Double) -> String {
    "loss(\(Numbers.rule(figures.value + h, decimals: 7)))"
  }

  private static func loss(_ value: Double) -> String { Numbers.loss(value, decimals: 9) }

  private static func slope(_ value: Double) -> String {
    abs(value) < 1e-3 && value != 0 && value.isFinite
      ? Numbers.exponent(value, digits: 7) : Numbers.rule(value, decimals: 7)
  }
}
