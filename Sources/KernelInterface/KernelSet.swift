/// The kernels for one instruction set. They are given pointers and numbers only, so that no code compiled with
/// wide instructions is shared with other targets.
public struct KernelSet: Sendable {
  /// As `HMDL_KERNELS` names it: `avx512`, `avx2` or `baseline`.
  public let name: String
  /// Elements per vector register.
  public let lanes: Int
  /// How many terms of a sum are added up before the next rows of B are taken: that many rows of B, a tile wide,
  /// stay in the first-level cache.
  @inlinable public static var deepest: Int { 128 }
  /// Elements of the scratch buffer that a task may need: a tile and a copied stripe of B, or 64 registers.
  public static var room: Int { 64 * 16 + deepest * 32 }
  /// Rows of A that are copied at a time: the copy stays in the second-level cache.
  public static var copiedRows: Int { 1024 }
  /// Elements of the buffer for a copy of A, tile by tile; the last tile may be written one register beyond its
  /// end.
  public static var copyCount: Int { (copiedRows + 14) * deepest + 16 }
  /// C (+)= A·B.
  public let product: @Sendable (ProductTask) -> Void
  public let winogradInput: @Sendable (WinogradTask) -> Void
  public let winogradOutput: @Sendable (WinogradTask) -> Void
  public let winogradDelta: @Sendable (WinogradTask) -> Void
  /// T·X·Tᵀ per pair of channels.
  public let sandwich: @Sendable (SandwichTask) -> Void
  public let maxPooling: @Sendable (PoolingTask) -> Void
  public let maxPoolingBack: @Sendable (PoolingTask) -> Void
  public let dropout: @Sendable (DropoutTask) -> Void
  public let adam: @Sendable (AdamTask) -> Void
  public let columnSums: @Sendable (ColumnSumTask) -> Void
  /// The transpose of a matrix.
  public let transpose: @Sendable (TransposeTask) -> Void
  /// to += x.
  public let add: @Sendable (UnsafePointer<Float>, Int, UnsafeMutablePointer<Float>) -> Void

  public init(
    name: String, lanes: Int, product: @escaping @Sendable (ProductTask) -> Void,
    winogradInput: @escaping @Sendable (WinogradTask) -> Void,
    winogradOutput: @escaping @Sendable (WinogradTask) -> Void,
    winogradDelta: @escaping @Sendable (WinogradTask) -> Void,
    sandwich: @escaping @Sendable (SandwichTask) -> Void,
    maxPooling: @escaping @Sendable (PoolingTask) -> Void,
    maxPoolingBack: @escaping @Sendable (PoolingTask) -> Void,
    dropout: @escaping @Sendable (DropoutTask) -> Void,
    adam: @escaping @Sendable (AdamTask) -> Void,
    columnSums: @escaping @Sendable (ColumnSumTask) -> Void,
    transpose: @escaping @Sendable (TransposeTask) -> Void,
    add: @escaping @Sendable (UnsafePointer<Float>, Int, UnsafeMutablePointer<Float>) -> Void
  ) {
    self.name = name
    self.lanes = lanes
    self.product = product
    self.winogradInput = winogradInput
    self.winogradOutput = winogradOutput
    self.winogradDelta = winogradDelta
    self.sandwich = sandwich
    self.maxPooling = maxPooling
    self.maxPoolingBack = maxPoolingBack
    self.dropout = dropout
    self.adam = adam
    self.columnSums = columnSums
    self.transpose = transpose
    self.add = add
  }
}
