import KernelInterface

/// The addresses of one element of A in each of up to 14 rows.
///
/// An address of the processor may take a register times 1, 2, 4 or 8, so the odd multiples of the distance between
/// rows reach every row without arithmetic in the loop. Left to itself the compiler would add the distance once per
/// row, which costs as much as the sums.
struct RowPlaces {
  private var a: UnsafeRawPointer
  private let rows: RowMultiples

  @inline(__always)
  init(_ a: UnsafePointer<Float>, _ rows: RowMultiples) {
    self.a = UnsafeRawPointer(a)
    self.rows = rows
  }

  @inline(__always)
  subscript(row: Int) -> Float {
    let place: UnsafeRawPointer
    switch row {
    case 0: place = a
    case 1: place = a + rows.one
    case 2: place = a + 2 * rows.one
    case 3: place = a + rows.three
    case 4: place = a + 4 * rows.one
    case 5: place = a + rows.five
    case 6: place = a + 2 * rows.three
    case 7: place = a + rows.seven
    case 8: place = a + 8 * rows.one
    case 9: place = a + rows.nine
    case 10: place = a + 2 * rows.five
    case 11: place = a + rows.eleven
    case 12: place = a + 4 * rows.three
    default: place = a + rows.thirteen
    }
    return place.load(as: Float.self)
  }

  /// Moves on to the next element of every row.
  @inline(__always)
  mutating func move(by step: Int) { a += step * MemoryLayout<Float>.stride }
}
