/// Into which blocks a matrix product is cut, so that what it reads again and again stays in registers and caches.
///
/// The order of summation depends on `deepest` alone, which is the same for all processors with a first-level cache of
/// at least 32 KiB and the same vector registers; the other extents decide only when an element is computed. Blocks
/// of this kind are described in K. Goto, R. van de Geijn, "Anatomy of High-Performance Matrix Multiplication" (2008).
public struct ProductBlocking: Equatable, Sendable {
  /// Elements per vector register.
  public let lanes: Int
  /// Rows of the tallest tile of C. Its sums take two registers per row; two more hold a row of B, one an element of
  /// A, and one is left to the compiler.
  public let tallest: Int
  /// How many terms of a sum are added up before the next rows of B are taken: that many rows of B, a tile wide, take
  /// half of the first-level cache or 16 KiB, whichever is less.
  public let deepest: Int
  /// Rows of A that are copied at a time: the copy takes half of the second-level cache.
  public let copiedRows: Int
  /// Elements of a gradient that are computed and used up at a time: a quarter of the second-level cache.
  public let cachedGradients: Int

  /// - Parameters:
  ///   - lanes: elements per vector register.
  ///   - registers: how many vector registers there are.
  ///   - caches: those of one core. A second-level cache counts as at least 256 KiB and at most 4 MiB, since several
  ///     cores share one that is larger.
  public init(lanes: Int, registers: Int, caches: CacheSizes) {
    let secondLevel = min(max(caches.secondLevel, 1 << 18), 1 << 22)
    self.lanes = lanes
    // `RowMultiples` reach 14 rows.
    tallest = min((registers - 4) / 2, 14)
    deepest = min(4096 / (2 * lanes), caches.firstLevel / (16 * lanes))
    copiedRows = secondLevel / (8 * deepest)
    cachedGradients = secondLevel / 16
  }

  /// Elements of the scratch buffer that a task may need: a tile and a copied stripe of B, or 64 registers.
  public var room: Int { 64 * 16 + deepest * 2 * lanes }
  /// Elements of the buffer for a copy of A, tile by tile; the last tile may be written one register beyond its end.
  public var copyCount: Int { (copiedRows + tallest) * deepest + lanes }
}
