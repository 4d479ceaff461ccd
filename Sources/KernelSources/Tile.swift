// A tile of C whose sums are made in registers. It is a type composed of smaller tiles, which the compiler
// specialises into single registers; an array, or a loop over rows, would be kept in memory.

/// The part of one row of B that a tile multiplies with.
protocol TileColumns {
  static var count: Int { get }
  init(_ b: UnsafePointer<Float>)
}

/// Two registers side by side.
struct WideColumns: TileColumns {
  let low: Lanes
  let high: Lanes

  static var count: Int { 2 * Lanes.scalarCount }
  @inline(__always)
  init(_ b: UnsafePointer<Float>) {
    low = Lanes(at: b)
    high = Lanes(at: b + Lanes.scalarCount)
  }
}

/// One register of elements.
struct NarrowColumns: TileColumns {
  let all: Lanes

  static var count: Int { Lanes.scalarCount }
  @inline(__always)
  init(_ b: UnsafePointer<Float>) { all = Lanes(at: b) }
}

/// Some rows of C, whose sums are made in registers.
protocol Tile {
  associatedtype Columns: TileColumns
  static var rows: Int { get }
  /// All sums 0.
  init()
  /// self[m] += A[first + m] · B for every row m; `first` is a constant when kernels are compiled.
  mutating func multiplyAdd(_ a: RowPlaces, _ first: Int, _ b: Columns)
  /// self[m] += C[m].
  mutating func add(_ c: UnsafePointer<Float>, _ cRow: Int)
  /// self[m] += bias.
  mutating func add(bias: Columns)
  /// max(self, 0).
  mutating func rectify()
  /// 0 where C is not positive.
  mutating func gate(_ c: UnsafePointer<Float>, _ cRow: Int)
  func store(_ c: UnsafeMutablePointer<Float>, _ cRow: Int)
}

struct WideRow: Tile {
  var low = Lanes.zero
  var high = Lanes.zero

  static var rows: Int { 1 }
  @inline(__always)
  init() {}
  @inline(__always)
  mutating func multiplyAdd(_ a: RowPlaces, _ first: Int, _ b: WideColumns) {
    let scalar = Lanes(repeating: a[first])
    low.accumulate(scalar, b.low)
    high.accumulate(scalar, b.high)
  }
  @inline(__always)
  mutating func add(_ c: UnsafePointer<Float>, _ cRow: Int) { add(bias: WideColumns(c)) }
  @inline(__always)
  mutating func add(bias: WideColumns) {
    low += bias.low
    high += bias.high
  }
  @inline(__always)
  mutating func rectify() {
    low = low.rectified
    high = high.rectified
  }
  @inline(__always)
  mutating func gate(_ c: UnsafePointer<Float>, _ cRow: Int) {
    let y = WideColumns(c)
    low = low.gated(by: y.low)
    high = high.gated(by: y.high)
  }
  @inline(__always)
  func store(_ c: UnsafeMutablePointer<Float>, _ cRow: Int) {
    low.store(to: c)
    high.store(to: c + Lanes.scalarCount)
  }
}

struct NarrowRow: Tile {
  var all = Lanes.zero

  static var rows: Int { 1 }
  @inline(__always)
  init() {}
  @inline(__always)
  mutating func multiplyAdd(_ a: RowPlaces, _ first: Int, _ b: NarrowColumns) {
    all.accumulate(Lanes(repeating: a[first]), b.all)
  }
  @inline(__always)
  mutating func add(_ c: UnsafePointer<Float>, _ cRow: Int) { all += Lanes(at: c) }
  @inline(__always)
  mutating func add(bias: NarrowColumns) { all += bias.all }
  @inline(__always)
  mutating func rectify() { all = all.rectified }
  @inline(__always)
  mutating func gate(_ c: UnsafePointer<Float>, _ cRow: Int) { all = all.gated(by: Lanes(at: c)) }
  @inline(__always)
  func store(_ c: UnsafeMutablePointer<Float>, _ cRow: Int) { all.store(to: c) }
}

/// One tile above another.
struct Both<Upper: Tile, Lower: Tile>: Tile where Upper.Columns == Lower.Columns {
  var upper = Upper()
  var lower = Lower()

  static var rows: Int { Upper.rows + Lower.rows }
  @inline(__always)
  init() {}
  @inline(__always)
  mutating func multiplyAdd(_ a: RowPlaces, _ first: Int, _ b: Upper.Columns) {
    upper.multiplyAdd(a, first, b)
    lower.multiplyAdd(a, first + Upper.rows, b)
  }
  @inline(__always)
  mutating func add(_ c: UnsafePointer<Float>, _ cRow: Int) {
    upper.add(c, cRow)
    lower.add(c + Upper.rows * cRow, cRow)
  }
  @inline(__always)
  mutating func add(bias: Upper.Columns) {
    upper.add(bias: bias)
    lower.add(bias: bias)
  }
  @inline(__always)
  mutating func rectify() {
    upper.rectify()
    lower.rectify()
  }
  @inline(__always)
  mutating func gate(_ c: UnsafePointer<Float>, _ cRow: Int) {
    upper.gate(c, cRow)
    lower.gate(c + Upper.rows * cRow, cRow)
  }
  @inline(__always)
  func store(_ c: UnsafeMutablePointer<Float>, _ cRow: Int) {
    upper.store(c, cRow)
    lower.store(c + Upper.rows * cRow, cRow)
  }
}

typealias Rows2<Row: Tile> = Both<Row, Row>
typealias Rows3<Row: Tile> = Both<Rows2<Row>, Row>
typealias Rows4<Row: Tile> = Both<Rows2<Row>, Rows2<Row>>
typealias Rows5<Row: Tile> = Both<Rows4<Row>, Row>
typealias Rows6<Row: Tile> = Both<Rows4<Row>, Rows2<Row>>
typealias Rows7<Row: Tile> = Both<Rows4<Row>, Rows3<Row>>
typealias Rows8<Row: Tile> = Both<Rows4<Row>, Rows4<Row>>
typealias Rows9<Row: Tile> = Both<Rows8<Row>, Row>
typealias Rows10<Row: Tile> = Both<Rows8<Row>, Rows2<Row>>
typealias Rows11<Row: Tile> = Both<Rows8<Row>, Rows3<Row>>
typealias Rows12<Row: Tile> = Both<Rows8<Row>, Rows4<Row>>
typealias Rows13<Row: Tile> = Both<Rows12<Row>, Row>
typealias Rows14<Row: Tile> = Both<Rows8<Row>, Rows6<Row>>
