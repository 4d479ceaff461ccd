/// The transpose of a part of a matrix: to[j·toRow + i] = from[i·fromRow + j] for i < rows, j < columns.
public struct TransposeTask {
  public var from: UnsafePointer<Float>
  public var fromRow: Int
  public var to: UnsafeMutablePointer<Float>
  public var toRow: Int
  public var rows: Int
  public var columns: Int
  /// Scratch buffer of `KernelSet.room` elements.
  public var room: UnsafeMutablePointer<Float>

  public init(
    from: UnsafePointer<Float>, fromRow: Int, to: UnsafeMutablePointer<Float>, toRow: Int,
    rows: Int, columns: Int, room: UnsafeMutablePointer<Float>
  ) {
    self.from = from
    self.fromRow = fromRow
    self.to = to
    self.toRow = toRow
    self.rows = rows
    self.columns = columns
    self.room = room
  }
}
