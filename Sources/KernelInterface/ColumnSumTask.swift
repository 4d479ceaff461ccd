/// Sums of columns, such as the gradient of a bias: to[j] += Σ_g Σ_i x[g·group + i·row + j].
public struct ColumnSumTask {
  public var x: UnsafePointer<Float>
  public var group: Int
  public var row: Int
  public var groups: Int
  public var rows: Int
  public var columns: Int
  public var to: UnsafeMutablePointer<Float>
  /// Scratch buffer of `KernelSet.room` elements.
  public var room: UnsafeMutablePointer<Float>

  public init(
    x: UnsafePointer<Float>, group: Int, row: Int, groups: Int, rows: Int, columns: Int,
    to: UnsafeMutablePointer<Float>, room: UnsafeMutablePointer<Float>
  ) {
    self.x = x
    self.group = group
    self.row = row
    self.groups = groups
    self.rows = rows
    self.columns = columns
    self.to = to
    self.room = room
  }
}
