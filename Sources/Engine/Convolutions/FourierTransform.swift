import Foundation

/// The fast Fourier transform (Cooley and Tukey) of a picture whose sides are powers of two: each of log₂ N rounds
/// combines pairs of elements that lie half a block apart.
struct FourierTransform<Element: Scalar>: Sendable {
  let rows: Int
  let columns: Int
  private let rowTurns: Turns
  private let columnTurns: Turns

  /// Real and imaginary parts `[rows, columns]`.
  struct Spectrum {
    var real: [Element]
    var imaginary: [Element]

    init(count: Int) {
      real = [Element](repeating: 0, count: count)
      imaginary = real
    }

    /// self += a·b, or a·b̄ with `conjugate`.
    @specialized(where Element == Float)
    @specialized(where Element == Double)
    mutating func add(_ a: Spectrum, _ b: Spectrum, conjugate: Bool) {
      let sign: Element = conjugate ? -1 : 1
      for i in real.indices {
        let imaginaryPart = sign * b.imaginary[i]
        real[i] += a.real[i] * b.real[i] - a.imaginary[i] * imaginaryPart
        imaginary[i] += a.real[i] * imaginaryPart + a.imaginary[i] * b.real[i]
      }
    }
  }

  /// e^(−2πi·k/n) for k below n/2.
  private struct Turns: Sendable {
    let cosines: [Element]
    let sines: [Element]

    init(_ n: Int) {
      let angles = (0..<max(n / 2, 1)).map { -2 * Double.pi * Double($0) / Double(n) }
      cosines = angles.map { Element(cos($0)) }
      sines = angles.map { Element(sin($0)) }
    }
  }

  /// - Parameters:
  ///   - rows: a power of two.
  ///   - columns: a power of two.
  init(rows: Int, columns: Int) {
    self.rows = rows
    self.columns = columns
    rowTurns = Turns(columns)
    columnTurns = Turns(rows)
  }

  /// The smallest power of two that is at least n.
  static func side(atLeast n: Int) -> Int {
    n <= 1 ? 1 : 1 << (Int.bitWidth - (n - 1).leadingZeroBitCount)
  }

  func forward(_ x: inout Spectrum) {
    for row in 0..<rows { pass(&x, start: row * columns, step: 1, count: columns, rowTurns) }
    for column in 0..<columns { pass(&x, start: column, step: columns, count: rows, columnTurns) }
  }

  /// The inverse transform of the spectrum of a real picture: F⁻¹(x) = F(x̄)̄ / N.
  func backward(_ x: inout Spectrum) {
    for i in x.imaginary.indices { x.imaginary[i] = -x.imaginary[i] }
    forward(&x)
    let share = 1 / Element(rows * columns)
    for i in x.real.indices {
      x.real[i] *= share
      x.imaginary[i] *= -share
    }
  }

  /// One transform of `count` numbers that stand `step` apart.
  @specialized(where Element == Float)
  @specialized(where Element == Double)
  private func pass(_ x: inout Spectrum, start: Int, step: Int, count: Int, _ turns: Turns) {
    reverseBits(&x, start: start, step: step, count: count)
    var half = 1
    while half < count {
      for first in stride(from: 0, to: count, by: 2 * half) {
        for k in 0..<half {
          let (c, s) = (turns.cosines[k * (count / 2 / half)], turns.sines[k * (count / 2 / half)])
          let (i, j) = (start + (first + k) * step, start + (first + k + half) * step)
          let real = x.real[j] * c - x.imaginary[j] * s
          let imaginary = x.real[j] * s + x.imaginary[j] * c
          (x.real[j], x.imaginary[j]) = (x.real[i] - real, x.imaginary[i] - imaginary)
          x.real[i] += real
          x.imaginary[i] += imaginary
        }
      }
      half *= 2
    }
  }

  /// Reorders the elements by their reversed indices (bits), as the rounds need them.
  private func reverseBits(_ x: inout Spectrum, start: Int, step: Int, count: Int) {
    var reversed = 0
    for i in 1..<max(count, 1) {
      var bit = count >> 1
      while reversed & bit != 0 {
        reversed ^= bit
        bit >>= 1
      }
      reversed |= bit
      if i < reversed {
        x.real.swapAt(start + i * step, start + reversed * step)
        x.imaginary.swapAt(start + i * step, start + reversed * step)
      }
    }
  }
}
