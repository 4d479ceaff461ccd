/// C = A·B or C += A·B for one block of a larger computation; each loop has a stride of its own.
///
///     C[g, m, j] = Σ_s Σ_k A[g·aGroup + m·aRow + s·aSegment + k·aStep] · B[g·bGroup + s·bSegment + k·bStep + j]
///
/// The same task serves a dense layer (one group, one segment), a convolution (a group per row of the picture, a
/// segment per row of the kernel, in Rule 2 a segment per row of the picture) and Winograd's products (36 or 64
/// groups). Columns of B and C are contiguous; B must be readable up to the next full pair of registers after its
/// last column, and A, if its rows are neighbours and there is room for a copy, a register beyond its last row.
/// Depth and segments are at least 1; without rows, columns or groups nothing is computed.
public struct ProductTask {
  public var a: UnsafePointer<Float>
  public var aGroup = 0
  public let aRow: Int
  /// Multiples of `aRow`, computed here and not in the kernel: there the compiler would compute them again for
  /// every element.
  public let aRows: RowMultiples
  public var aSegment = 0
  public var aStep: Int

  public var b: UnsafePointer<Float>
  public var bGroup = 0
  public var bSegment = 0
  public var bStep: Int

  public var c: UnsafeMutablePointer<Float>
  public var cGroup = 0
  public var cRow: Int

  public var groups = 1
  public var rows: Int
  public var columns: Int
  public var segments = 1
  public var depth: Int

  /// Scratch buffer of `ProductBlocking.room` elements.
  public var room: UnsafeMutablePointer<Float>
  /// A scratch buffer of `ProductBlocking.copyCount` elements, nil where it does not pay. It holds a copy of A when the
  /// rows of A lie side by side in memory (`aRow` 1), or the sums of a deep product that ends with a gate.
  public var copyRoom: UnsafeMutablePointer<Float>?
  /// True if the products are added to what C holds, false if they replace it.
  public var accumulates = false
  /// `[columns]`, added to every row of C; readable as far as a row of B.
  public var bias: UnsafePointer<Float>?
  /// What is done with a finished sum before it is stored.
  public var finish = Finish.none

  public enum Finish: Sendable {
    case none
    /// max(s, 0); nan stays nan.
    case relu
    /// The derivative of ReLU: s where C held a positive number, 0 elsewhere.
    case gate
  }

  public init(
    a: UnsafePointer<Float>, aRow: Int, aStep: Int, b: UnsafePointer<Float>, bStep: Int,
    c: UnsafeMutablePointer<Float>, cRow: Int, rows: Int, columns: Int, depth: Int,
    room: UnsafeMutablePointer<Float>
  ) {
    self.a = a
    self.aRow = aRow
    aRows = RowMultiples(of: aRow)
    self.aStep = aStep
    self.b = b
    self.bStep = bStep
    self.c = c
    self.cRow = cRow
    self.rows = rows
    self.columns = columns
    self.depth = depth
    self.room = room
  }
}

/// The odd multiples of the distance between two rows, in bytes. An address of the processor may take a register
/// times 1, 2, 4 or 8, so these reach rows 0 to 14 without arithmetic.
public struct RowMultiples {
  public let one: Int
  public let three: Int
  public let five: Int
  public let seven: Int
  public let nine: Int
  public let eleven: Int
  public let thirteen: Int

  init(of row: Int) {
    one = row * MemoryLayout<Float>.stride
    three = 3 * one
    five = 5 * one
    seven = 7 * one
    nine = 9 * one
    eleven = 11 * one
    thirteen = 13 * one
  }
}
