/// A row and a column: of a picture, or of a window.
public struct GridPosition: Hashable, Sendable {
  public var row: Int
  public var column: Int

  public init(_ row: Int, _ column: Int) {
    self.row = row
    self.column = column
  }
}

/// How many windows lie along one axis, and where each begins.
public struct WindowAxis: Hashable, Sendable {
  /// Positions of the input.
  public let input: Int
  /// Positions of one window: the side of a kernel or of a pooling window.
  public let window: Int
  /// From the begin of one window to the begin of the next.
  public let stride: Int
  /// Positions before the first input, and as many behind the last, that count as 0.
  public let padding: Int

  public init(input: Int, window: Int, stride: Int, padding: Int) {
    self.input = input
    self.window = window
    self.stride = stride
    self.padding = padding
  }

  /// How many windows fit: ⌊(input + 2·padding − window) / stride⌋ + 1, or 0.
  public var output: Int {
    let room = input - (window - 2 * padding)
    return room < 0 ? 0 : room / stride + 1
  }

  /// The first position of a window, negative where it begins in the padding: output · stride − padding.
  @inline(__always)
  public func start(of output: Int) -> Int { output * stride - padding }

  /// Which places of a window lie on the input and not in the padding.
  @inline(__always)
  func inside(of output: Int) -> Range<Int> {
    let start = start(of: output)
    let end = max(min(window, input - start), 0)
    return min(max(-start, 0), end)..<end
  }

  /// The position that a window reads at one of its places; nil in the padding.
  func input(at place: Int, of output: Int) -> Int? {
    let position = start(of: output) + place
    return (0..<input).contains(position) ? position : nil
  }

  /// The window that reads a position at one of its places; nil where there is none.
  func output(reading input: Int, at place: Int) -> Int? {
    let start = input - place + padding
    guard start >= 0, start % stride == 0, start / stride < output else { return nil }
    return start / stride
  }

  /// The position in the middle of a window, the upper of two; it may lie in the padding.
  func middle(of output: Int) -> Int { start(of: output) + (window - 1) / 2 }

  /// The window whose middle is nearest to a position.
  func nearestOutput(to input: Int) -> Int {
    let number = (2 * (input + padding) - (window - 1) + stride) / (2 * stride)
    return min(max(number, 0), max(output - 1, 0))
  }
}

/// Where the windows of a convolution or of a pooling layer lie: which inputs an output reads, and which outputs read an
/// input. The one value that kernels by definition, shapes, explanations and scenes ask.
///
/// Output (j, k) reads input (j·s + a − p, k·s + b − p) at place (a, b) of its window, for stride s and padding p. The
/// places of a window count row by row from 0, as the weights of a kernel `[kh, kw, …]` lie and as argmax says it.
public struct WindowGeometry: Hashable, Sendable {
  public let rows: WindowAxis
  public let columns: WindowAxis

  public init(rows: WindowAxis, columns: WindowAxis) {
    self.rows = rows
    self.columns = columns
  }

  /// Square windows with the same stride and padding in both directions.
  ///
  /// - Parameters:
  ///   - height: rows of the input.
  ///   - width: columns of the input.
  ///   - window: the side of a window.
  ///   - stride: from one window to the next, at least 1.
  ///   - padding: zeros on each side.
  public init(height: Int, width: Int, window: Int, stride: Int, padding: Int) {
    rows = WindowAxis(input: height, window: window, stride: stride, padding: padding)
    columns = WindowAxis(input: width, window: window, stride: stride, padding: padding)
  }

  /// One input that an output reads, or one output that reads an input.
  public struct Tap: Hashable, Sendable {
    /// The place in the window, counted row by row from 0.
    public var place: Int
    public var position: GridPosition

    public init(place: Int, position: GridPosition) {
      self.place = place
      self.position = position
    }
  }

  // MARK: - Places of a window

  /// How many places a window has.
  public var places: Int { rows.window * columns.window }

  /// Row and column of a place in its window.
  public func place(at index: Int) -> GridPosition {
    GridPosition(index / columns.window, index % columns.window)
  }

  /// The number of a place in its window.
  public func index(of place: GridPosition) -> Int { place.row * columns.window + place.column }

  /// Rows and columns from the cell that a window is centred on to a place in it: (a − p, b − p).
  public func offset(of place: GridPosition) -> GridPosition {
    GridPosition(place.row - rows.padding, place.column - columns.padding)
  }

  // MARK: - From outputs to inputs

  /// The input that an output reads at a place of its window; nil in the padding.
  public func input(at place: GridPosition, of output: GridPosition) -> GridPosition? {
    guard let row = rows.input(at: place.row, of: output.row),
      let column = columns.input(at: place.column, of: output.column)
    else { return nil }
    return GridPosition(row, column)
  }

  /// The inputs that an output reads, place by place; those in the padding are left out.
  public func taps(of output: GridPosition) -> [Tap] {
    (0..<places).compactMap { index in
      input(at: place(at: index), of: output).map { Tap(place: index, position: $0) }
    }
  }

  /// Calls `body` for every input that the output (j, k) reads, with the place in the window and the input's position
  /// counted row by row: `taps(of:)` without an array, for loops over numbers.
  @inline(__always)
  func forEachTap(_ j: Int, _ k: Int, _ body: (_ place: Int, _ pixel: Int) -> Void) {
    let (row, column) = (rows.start(of: j), columns.start(of: k))
    let across = columns.inside(of: k)
    for a in rows.inside(of: j) {
      for b in across {
        body(a * columns.window + b, (row + a) * columns.input + column + b)
      }
    }
  }

  /// The position in the middle of an output's window; it may lie in the padding.
  public func middle(of output: GridPosition) -> GridPosition {
    GridPosition(rows.middle(of: output.row), columns.middle(of: output.column))
  }

  // MARK: - From inputs to outputs

  /// The output whose window lies nearest to an input, for pictures of both side by side; there is one for every input.
  public func nearestOutput(to input: GridPosition) -> GridPosition {
    GridPosition(
      rows.nearestOutput(to: input.row), columns.nearestOutput(to: input.column))
  }

  /// The output that reads an input at a place of its window; nil where there is none.
  public func output(reading input: GridPosition, at place: GridPosition) -> GridPosition? {
    guard let row = rows.output(reading: input.row, at: place.row),
      let column = columns.output(reading: input.column, at: place.column)
    else { return nil }
    return GridPosition(row, column)
  }

  /// The outputs that read an input, in the order of the places at which they read it.
  public func readers(of input: GridPosition) -> [Tap] {
    (0..<places).compactMap { index in
      output(reading: input, at: place(at: index)).map { Tap(place: index, position: $0) }
    }
  }
}
