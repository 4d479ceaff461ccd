@testable import Engine
import TestSupport
import Testing

@Suite struct MatrixProductTests {
  /// Rows, inner extent, columns: ones, whole tiles of 4×8, ragged edges, and more than one panel of 256.
  static let sizes = [
    (1, 1, 1), (4, 8, 8), (3, 5, 7), (5, 1, 9), (1, 300, 1), (9, 257, 17), (4, 512, 3), (13, 2, 31),
  ]

  @Test(arguments: sizes, [(false, false), (true, false), (false, true), (true, true)])
  func `tiles add what the definition adds`(size: (Int, Int, Int), turned: (Bool, Bool)) {
    var random = RandomSource(seed: 11)
    let (m, k, n) = size
    let a = Tensor<Float>.normal([m, k], &random).elements
    let b = Tensor<Float>.normal([k, n], &random).elements
    let start = Tensor<Float>.normal([m, n], &random)
    var (fast, naive) = (start, start)
    a.withUnsafeBufferPointer { a in
      b.withUnsafeBufferPointer { b in
        let left =
          turned.0 ? Matrix(a, rows: k, columns: m).transposed : Matrix(a, rows: m, columns: k)
        let right =
          turned.1 ? Matrix(b, rows: n, columns: k).transposed : Matrix(b, rows: k, columns: n)
        fast.elements.withUnsafeMutableBufferPointer { MatrixProduct.add(left, right, to: $0) }
        naive.elements.withUnsafeMutableBufferPointer {
          MatrixProduct.addNaively(left, right, to: $0)
        }
      }
    }
    expectClose(fast, naive, absolute: 1e-6, relative: 2e-6)
  }

  /// [1 2; 3 4; 5 6] · [1 0 −1; 2 1 0], added to ones.
  @Test func `a product by hand`() {
    let a: [Double] = [1, 2, 3, 4, 5, 6]
    let b: [Double] = [1, 0, -1, 2, 1, 0]
    var c = [Double](repeating: 1, count: 9)
    a.withUnsafeBufferPointer { a in
      b.withUnsafeBufferPointer { b in
        c.withUnsafeMutableBufferPointer {
          MatrixProduct.add(
            Matrix(a, rows: 3, columns: 2), Matrix(b, rows: 2, columns: 3), to: $0)
        }
      }
    }
    #expect(c == [6, 3, 0, 12, 5, -2, 18, 7, -4])
  }
}
