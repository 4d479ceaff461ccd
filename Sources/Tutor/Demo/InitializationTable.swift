import Engine
import Foundation
import TerminalKit

/// The demo as text, for pipes, screen readers and terminals without a cursor: a table of the
/// layers, then the line that the paper prints.
package enum InitializationTable {
  package static func print(_ runs: [PropagationSettings], to write: (String) -> Void) throws {
    var draws: LayerDraws?
    for (number, settings) in runs.enumerated() {
      if number > 0 { write("") }
      var propagation = try SignalPropagation(settings, draws: draws)
      heading(settings).forEach(write)
      var written = 0
      while propagation.advance() {
        for signal in propagation.signals[written...] { write(row(signal)) }
        written = propagation.signals.count
      }
      closing(settings, propagation.signals).forEach(write)
      draws = propagation.draws
    }
  }

  private static func heading(_ settings: PropagationSettings) -> [String] {
    let sd = settings.weights.standardDeviation(width: settings.width)
    return [
      """
      Initialisation demo: \(settings.formula), \(settings.layers) layers of \(settings.width), \
      seed \(settings.seed), \(settings.weights.title)
      """,
      """
      W is \(settings.weights.distribution.rawValue) with standard deviation \(figure(sd)); \
      \(settings.letter) starts as \(settings.width) standard normals, \(settings.direction.rawValue).
      """,
      "layer        mean    variance         min         max    nan    inf",
    ]
  }

  private static func row(_ signal: LayerSignal) -> String {
    let figures = [
      signal.mean, signal.variance, Double(signal.smallest), Double(signal.largest),
    ].map { right(figure($0), 12) }
    return right("\(signal.layer)", 5) + figures.joined()
      + right("\(signal.nanCount)", 7) + right("\(signal.infinityCount)", 7)
  }

  private static func closing(
    _ settings: PropagationSettings, _ signals: [LayerSignal]
  ) -> [String] {
    guard let last = signals.last else { return [] }
    let lines = [
      "Mean and variance of \(settings.letter) after the last of these layers:",
      "\(printed(PairwiseSum.mean(last.values))) \(printed(PairwiseSum.variance(last.values)))",
    ]
    guard let broken = signals.first(where: { $0.nanCount + $0.infinityCount > 0 }) else {
      return lines
    }
    return lines + [summationNote(layer: broken.layer)]
  }

  /// Why the counts of the first layer beyond Float are what they are.
  static func summationNote(layer: Int) -> String {
    """
    How many of the sums in layer \(layer) become inf and how many nan belongs to one order of \
    summation: a partial sum beyond 3.4e38 is inf, inf minus inf is nan, and in another order \
    other partial sums overflow.
    """
  }

  /// As many digits as distinguish a Float from its neighbours, and nan without a sign.
  private static func printed(_ number: Float) -> String { number.isNaN ? "nan" : "\(number)" }

  /// Four significant figures; C's nan may carry a sign.
  private static func figure(_ number: Double) -> String {
    number.isNaN ? "nan" : String(format: "%.4g", number)
  }

  private static func right(_ text: String, _ width: Int) -> String {
    String(repeating: " ", count: max(0, width - text.count)) + text
  }
}
