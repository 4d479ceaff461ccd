/// C (+)= A·B for one block of a larger computation, every loop with strides of its own.
///
///     C[g, m, j] = Σ_s Σ_k A[g·aGroup + m·aRow + s·aSegment + k·aStep] · B[g·bGroup + s·bSegment + k·bStep + j]
///
/// One task serves a dense layer (one group, one segment), a convolution (groups are rows of the picture,
/// segments rows of the kernel, or rows of the picture in Rule 2) and Winograd's products (36 groups). Columns of
/// B and C are contiguous; B must be readable up to the next full pair of registers after its last column.
/// Rows, depth and segments are at least 1.
public struct ProductTask {
  public var a: UnsafePointer<Float>
  public var aGroup = 0
  public let aRow: Int
  /// Multiples of `aRow` for addresses: a kernel that saw how they are made would make them anew for every number.
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

  /// Working space for `KernelSet.room` numbers.
  public var room: UnsafeMutablePointer<Float>
  /// Room for `KernelSet.copyCount` numbers where it may pay: for a copy of A whose rows are neighbours (`aRow` 1), or for
  /// the sums of a deep product with a gate.
  public var copyRoom: UnsafeMutablePointer<Float>?
  /// Whether C's old values stay in the sum.
  public var accumulates = false
  /// Added to every row of C, `[columns]`, readable as far as B.
  public var bias: UnsafePointer<Float>?
  /// What becomes of a finished sum.
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

/// The odd multiples of a distance between rows, in bytes: times 1, 2, 4 or 8, as an address takes them, they reach
/// rows 0 to 14.
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
