/// A kind of pooling, which is described by the size of its windows alone.
public protocol PoolingKind: WindowedKind {
  /// The side s of a window, and the step from one window to the next.
  var size: Int { get }
  init(size: Int)
}

extension PoolingKind {
  public init(reading scanner: inout StructureScanner) throws {
    self.init(size: try scanner.whole("the window size"))
  }

  public var values: String { String(size) }
  public var paperTerms: [(name: String, value: String)] { [("pool_size", String(size))] }

  public func outputShape(for input: Shape, named name: String) throws -> Shape {
    try PoolingWindows.outputShape(for: input, size: size, named: name)
  }

  /// Windows side by side; rows and columns that do not fill one are read by none.
  public func windows(over input: Shape) -> WindowGeometry {
    PoolingWindows.geometry(over: input, size: size)
  }
}
