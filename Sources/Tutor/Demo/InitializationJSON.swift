import Engine

/// The demo for programs: one line with a JSON object per layer, in the order of computation, then a summary.
///
/// Numbers have as many digits as are needed to read the same value back; nan and the infinities are strings. The
/// summary's mean and variance are those of the last line of numbers in Float, as NumPy prints them. With two runs
/// every object says which `run` it is of, 1 or 2.
package enum InitializationJSON {
  package static func print(_ runs: [PropagationSettings], to write: (String) -> Void) throws {
    var draws: LayerDraws?
    for (number, settings) in runs.enumerated() {
      let run: [(key: String, value: JSONValue)] =
        runs.count > 1 ? [("run", .whole(number + 1))] : []
      var propagation = try SignalPropagation(settings, draws: draws)
      var written = 0
      while propagation.advance() {
        for signal in propagation.signals[written...] {
          write(JSONValue.object(run + fields(signal)).line)
        }
        written = propagation.signals.count
      }
      let last = propagation.signals.last?.values ?? []
      write(JSONValue.object(run + summary(last)).line)
      draws = propagation.draws
    }
  }

  private static func fields(_ signal: LayerSignal) -> [(key: String, value: JSONValue)] {
    [
      ("layer", .whole(signal.layer)), ("mean", .number(signal.mean)),
      ("variance", .number(signal.variance)), ("min", number(signal.smallest)),
      ("max", number(signal.largest)), ("nan", .whole(signal.nanCount)),
      ("inf", .whole(signal.infinityCount)),
    ]
  }

  private static func summary(_ values: [Float]) -> [(key: String, value: JSONValue)] {
    [
      ("summary", .boolean(true)), ("mean", number(PairwiseSum.mean(values))),
      ("variance", number(PairwiseSum.variance(values))),
    ]
  }

  /// The Double that prints with the digits of the Float.
  private static func number(_ value: Float) -> JSONValue {
    .number(Double(value.description) ?? Double(value))
  }
}
