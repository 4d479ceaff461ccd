import Foundation
import Testing

@testable import Engine

@Suite struct FourierTransformTests {
  /// Σ x[j,k]·e^(−2πi(aj/rows + bk/columns)), term by term.
  @Test(arguments: [(1, 1), (1, 8), (2, 4), (8, 4), (4, 1)])
  func `every frequency is its sum`(rows: Int, columns: Int) {
    let transform = FourierTransform<Double>(rows: rows, columns: columns)
    var random = RandomSource(seed: 7)
    var x = FourierTransform<Double>.Spectrum(count: rows * columns)
    for i in x.real.indices { (x.real[i], x.imaginary[i]) = (random.normal(), random.normal()) }
    let before = x
    transform.forward(&x)
    for a in 0..<rows {
      for b in 0..<columns {
        var (real, imaginary) = (0.0, 0.0)
        for i in before.real.indices {
          let turn =
            Double(a * (i / columns)) / Double(rows) + Double(b * (i % columns)) / Double(columns)
          let (c, s) = (cos(-2 * .pi * turn), sin(-2 * .pi * turn))
          real += before.real[i] * c - before.imaginary[i] * s
          imaginary += before.real[i] * s + before.imaginary[i] * c
        }
        #expect(abs(x.real[a * columns + b] - real) < 1e-12)
        #expect(abs(x.imaginary[a * columns + b] - imaginary) < 1e-12)
      }
    }
    transform.backward(&x)
    #expect(zip(x.real, before.real).allSatisfy { abs($0 - $1) < 1e-12 })
  }

  @Test func `sides are powers of two`() {
    #expect([1, 2, 3, 8, 9].map { FourierTransform<Float>.side(atLeast: $0) } == [1, 2, 4, 8, 16])
  }
}
