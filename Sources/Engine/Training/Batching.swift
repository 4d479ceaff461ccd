/// How the rows of an epoch are cut into batches.
public enum Batching: Equatable, Sendable {
  /// Batches of that many samples; the last one has the samples that are left.
  case size(Int)
  /// That many batches of nearly equal size: of n batches of m samples the first m mod n have one sample more (the
  /// paper's code).
  case count(Int)

  /// Cuts m rows into batches: ranges of indices into the epoch's order of rows. None is empty.
  public func cuts(of m: Int) -> [Range<Int>] {
    guard m > 0 else { return [] }
    switch self {
    case .size(let size):
      let size = max(size, 1)
      return stride(from: 0, to: m, by: size).map { $0..<min($0 + size, m) }
    case .count(let count):
      let n = min(max(count, 1), m)
      let (size, larger) = m.quotientAndRemainder(dividingBy: n)
      return (0..<n).map { part in
        let start = part * size + min(part, larger)
        return start..<start + size + (part < larger ? 1 : 0)
      }
    }
  }
}
