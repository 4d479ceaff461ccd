/// Mean and variance in Float as NumPy computes and prints them.
///
/// NumPy adds pairwise: runs of up to 128 numbers in 8 interleaved accumulators, longer ones as the
/// sum of two halves. The rounding error grows with log n instead of n; following the very order
/// reproduces printed figures to the last digit.
public enum PairwiseSum {
  private static let longestRun = 128
  private static let lanes = 8

  /// Σ x.
  public static func sum(_ x: ArraySlice<Float>) -> Float {
    guard x.count >= lanes else { return x.reduce(0, +) }
    guard x.count > longestRun else { return run(x) }
    let half = x.count / 2
    let middle = x.startIndex + half - half % lanes
    return sum(x[..<middle]) + sum(x[middle...])
  }

  private static func run(_ x: ArraySlice<Float>) -> Float {
    var a = Array(x.prefix(lanes))
    let whole = x.startIndex + x.count - x.count % lanes
    for k in stride(from: x.startIndex + lanes, to: whole, by: lanes) {
      for l in 0..<lanes { a[l] += x[k + l] }
    }
    let sum = ((a[0] + a[1]) + (a[2] + a[3])) + ((a[4] + a[5]) + (a[6] + a[7]))
    return x[whole...].reduce(sum, +)
  }

  /// Σ x / n.
  public static func mean(_ x: [Float]) -> Float { sum(x[...]) / Float(x.count) }

  /// Σ (x − mean)² / n: of the population, so divided by n.
  public static func variance(_ x: [Float]) -> Float {
    let mean = mean(x)
    return sum(x.map { ($0 - mean) * ($0 - mean) }[...]) / Float(x.count)
  }
}
