import Engine

/// The demo for programs: one JSON object a line and layer, in the order computed, then a summary.
///
/// Numbers have as many digits as bring them back exactly; nan and the infinities are strings, as
/// JSON has no others. The summary's mean and variance are those of the last line of numbers in
/// Float, as NumPy prints them. With two runs every object says which `run` it is of, 1 or 2.
enum InitializationJSON {
  static func print(
    _ runs: [PropagationSettings], to write: (String) -> Void
  ) throws {
    var draws: LayerDraws?
    for (number, settings) in runs.enumerated() {
      let run = runs.count > 1 ? "\"run\":\(number + 1)," : ""
      var propagation = try SignalPropagation(settings, draws: draws)
      var written = 0
      while propagation.advance() {
        for signal in propagation.signals[written...] { write(line(signal, run: run)) }
        written = propagation.signals.count
      }
      let last = propagation.signals.last?.values ?? []
      write(
        """
        {\(run)"summary":true,"mean":\(text(PairwiseSum.mean(last))),\
        "variance":\(text(PairwiseSum.variance(last)))}
        """)
      draws = propagation.draws
    }
  }

  private static func line(_ signal: LayerSignal, run: String) -> String {
    """
    {\(run)"layer":\(signal.layer),"mean":\(text(signal.mean)),"variance":\(text(signal.variance)),\
    "min":\(text(signal.smallest)),"max":\(text(signal.largest)),\
    "nan":\(signal.nanCount),"inf":\(signal.infinityCount)}
    """
  }

  private static func text<Number: BinaryFloatingPoint & CustomStringConvertible>(
    _ number: Number
  ) -> String {
    if number.isNaN { return "\"nan\"" }
    if number.isInfinite { return number < 0 ? "\"-inf\"" : "\"inf\"" }
    return number.description
  }
}
