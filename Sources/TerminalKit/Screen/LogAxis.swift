import Foundation

/// A logarithmic axis from a power of ten below all magnitudes to one above them, so that the data
/// fills it; some of the powers between are labelled.
package struct LogAxis: Equatable, Sendable {
  /// The powers of ten at the lower and at the upper edge.
  package let lowest: Int
  package let highest: Int

  /// The axis of the magnitudes that are finite and above 0; nil if there is none.
  package init?(fitting magnitudes: some Sequence<Double>) {
    let powers = magnitudes.filter { $0.isFinite && $0 > 0 }.map { log10($0) }
    guard let low = powers.min(), let high = powers.max() else { return nil }
    let (lowest, highest) = (Int(low.rounded(.down)), Int(high.rounded(.up)))
    // A power of ten alone stands in the middle.
    self.lowest = lowest == highest ? lowest - 1 : lowest
    self.highest = lowest == highest ? highest + 1 : highest
  }

  /// The height of a magnitude above 0 as a share of the axis.
  package func share(of magnitude: Double) -> Double {
    (log10(magnitude) - Double(lowest)) / Double(highest - lowest)
  }

  /// A label beside a row that is counted from the bottom.
  package struct Tick: Equatable, Sendable {
    package let row: Int
    package let label: String
  }

  /// Powers of ten at even distances, not in every row where there is room to leave some out.
  package func ticks(rows: Int) -> [Tick] {
    guard rows > 0 else { return [] }
    let powers = powers(rows: rows)
    let ticks = powers.map { power in
      Tick(
        row: Curve.row(of: Double(power - lowest) / Double(highest - lowest), rows: rows),
        label: label(power: power))
    }
    // In a row or two the ends may fall together.
    return ticks.indices.filter { $0 == 0 || ticks[$0].row != ticks[$0 - 1].row }.map { ticks[$0] }
  }

  /// Multiples of a round step: two rows apart where there are six, else one; where that leaves fewer than two, the ends.
  private func powers(rows: Int) -> [Int] {
    for apart in rows >= 6 ? [2, 1] : [1] {
      for step in [1, 2, 5, 10, 20, 50] where step * rows >= apart * (highest - lowest) {
        let powers = (lowest...highest).filter { $0.isMultiple(of: step) }
        if powers.count >= 2 { return powers }
      }
    }
    return [lowest, highest]
  }

  /// In full where all of the axis is near 1: `0.01`, else `1e-2`.
  private func label(power: Int) -> String {
    guard lowest >= -3, highest <= 3 else { return "1e\(power)" }
    let zeros = String(repeating: "0", count: max(0, abs(power) - (power < 0 ? 1 : 0)))
    return power < 0 ? "0." + zeros + "1" : "1" + zeros
  }
}
