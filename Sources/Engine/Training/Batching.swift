/// How the rows of an epoch are cut into batches.
public enum Batching: Equatable, Sendable {
  /// Batches of so many samples; the last one has what is left.
  case size(Int)
  /// So many batches of nearly equal size: the first m mod n have one sample more (the paper's code).
  case count(Int)

  /// The batches of m rows, as ranges of their order; none is empty.
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
