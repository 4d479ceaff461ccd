/// A view of a matrix in memory; with its strides a transposed view costs nothing.
struct Matrix<Element: Scalar> {
  let base: UnsafeBufferPointer<Element>
  let rows: Int
  let columns: Int
  let rowStride: Int
  let columnStride: Int

  init(_ base: UnsafeBufferPointer<Element>, rows: Int, columns: Int) {
    self.init(base, rows: rows, columns: columns, rowStride: columns, columnStride: 1)
  }

  init(
    _ base: UnsafeBufferPointer<Element>, rows: Int, columns: Int, rowStride: Int, columnStride: Int
  ) {
    self.base = base
    self.rows = rows
    self.columns = columns
    self.rowStride = rowStride
    self.columnStride = columnStride
  }

  var transposed: Matrix {
    Matrix(
      base, rows: columns, columns: rows, rowStride: columnStride, columnStride: rowStride)
  }

  @inline(__always)
  subscript(row: Int, column: Int) -> Element { base[row * rowStride + column * columnStride] }
}

/// C += A·B for row-major C `[m, n]`.
enum MatrixProduct {
  /// The definition: C[i,j] += Σ_k A[i,k]·B[k,j].
  static func addNaively<Element: Scalar>(
    _ a: Matrix<Element>, _ b: Matrix<Element>, to c: UnsafeMutableBufferPointer<Element>
  ) {
    for i in 0..<a.rows {
      for j in 0..<b.columns {
        var total: Element = 0
        for k in 0..<a.columns { total += a[i, k] * b[k, j] }
        c[i * b.columns + j] += total
      }
    }
  }

  /// Columns of B per vector.
  private static let lanes = 8
  /// Rows of A per load of B.
  private static let tileRows = 4
  /// How many terms are summed before the sum is added to C. With few terms a panel of B stays in the first-level cache,
  /// and the rounding errors of long sums stay small (smallest when this is the square root of the length).
  private static let depth = 64

  /// The same in tiles of 4 rows by 8 columns, B packed into panels.
  @specialized(where Element == Float)
  @specialized(where Element == Double)
  static func add<Element: Scalar>(
    _ a: Matrix<Element>, _ b: Matrix<Element>, to c: UnsafeMutableBufferPointer<Element>
  ) {
    withUnsafeTemporaryAllocation(of: SIMD8<Element>.self, capacity: depth) { panel in
      for start in stride(from: 0, to: a.columns, by: depth) {
        let terms = min(depth, a.columns - start)
        for column in stride(from: 0, to: b.columns, by: lanes) {
          let used = min(lanes, b.columns - column)
          for k in 0..<terms {
            var vector = SIMD8<Element>(repeating: 0)
            for lane in 0..<used { vector[lane] = b[start + k, column + lane] }
            panel.initializeElement(at: k, to: vector)
          }
          var row = 0
          while row + tileRows <= a.rows {
            addTile(a, row, start, terms, panel, to: c, column, used, width: b.columns)
            row += tileRows
          }
          while row < a.rows {
            addRow(a, row, start, terms, panel, to: c, column, used, width: b.columns)
            row += 1
          }
        }
      }
    }
  }

  /// Four rows at once, so that every load of the panel is used for four sums.
  @inline(__always)
  private static func addTile<Element: Scalar>(
    _ a: Matrix<Element>, _ row: Int, _ start: Int, _ terms: Int,
    _ panel: UnsafeMutableBufferPointer<SIMD8<Element>>,
    to c: UnsafeMutableBufferPointer<Element>, _ column: Int, _ used: Int, width: Int
  ) {
    var s0 = SIMD8<Element>(repeating: 0)
    var s1 = s0
    var s2 = s0
    var s3 = s0
    for k in 0..<terms {
      let vector = panel[k]
      s0 += vector * a[row, start + k]
      s1 += vector * a[row + 1, start + k]
      s2 += vector * a[row + 2, start + k]
      s3 += vector * a[row + 3, start + k]
    }
    for lane in 0..<used {
      let to = row * width + column + lane
      c[to] += s0[lane]
      c[to + width] += s1[lane]
      c[to + 2 * width] += s2[lane]
      c[to + 3 * width] += s3[lane]
    }
  }

  @inline(__always)
  private static func addRow<Element: Scalar>(
    _ a: Matrix<Element>, _ row: Int, _ start: Int, _ terms: Int,
    _ panel: UnsafeMutableBufferPointer<SIMD8<Element>>,
    to c: UnsafeMutableBufferPointer<Element>, _ column: Int, _ used: Int, width: Int
  ) {
    var sum = SIMD8<Element>(repeating: 0)
    for k in 0..<terms { sum += panel[k] * a[row, start + k] }
    for lane in 0..<used { c[row * width + column + lane] += sum[lane] }
  }
}
