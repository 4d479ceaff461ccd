import KernelInterface

/// Winograd's minimal filtering F(4×4, k×k) on squares of (k + 3)² pixels, for k = 3 and 5.
///
/// A correlation of k + 3 numbers with k taps is a product of two polynomials, and that is determined by its values
/// at k + 3 points, one of them ∞. So 4 outputs take k + 3 multiplications instead of 4·k. Y = Aᵀ[(G·g·Gᵀ) ∘
/// (Bᵀ·d·B)]·A, after Lavin and Gray, "Fast Algorithms for Convolutional Neural Networks" (2016).
struct WinogradTables: Equatable {
  /// m: outputs of a tile along one axis.
  static let tileSize = WinogradTask.tileSize

  let kernelSize: Int
  /// The points without ∞; 1 is the second. Small numbers and their inverses lose the fewest digits in powers and
  /// differences.
  private let points: [Double]
  /// Outputs along one axis.
  private let outputs: Int

  /// F(2, 3): two outputs of three taps from four products, small enough to follow by hand; no picture is computed with
  /// it.
  static let small = WinogradTables(kernelSize: 3, points: [0, 1, -1], outputs: 2)

  private init(kernelSize: Int, points: [Double], outputs: Int) {
    (self.kernelSize, self.points, self.outputs) = (kernelSize, points, outputs)
  }

  /// Nil for kernels that have no such form here.
  init?(kernelSize: Int) {
    switch kernelSize {
    case 3: points = [0, 1, -1, 2, -2]
    case 5: points = [0, 1, -1, 2, -2, 0.5, -0.5]
    default: return nil
    }
    self.kernelSize = kernelSize
    outputs = Self.tileSize
  }

  /// Multiplications along one axis, and the side of the square that a tile depends on.
  var count: Int { points.count + 1 }

  /// G `[count, k]`: a kernel's values at the points, divided by the product of the differences to the other points.
  var kernelTable: [Double] {
    points.flatMap { point in
      let divisor = others(point).reduce(1) { $0 * (point - $1) }
      return powers(of: point, count: kernelSize).map { $0 / divisor }
    } + last(of: kernelSize)
  }

  /// A `[count, m]`: the outputs' weights of the values at the points.
  var outputTable: [Double] {
    points.flatMap { powers(of: $0, count: outputs) } + last(of: outputs)
  }

  /// Bᵀ `[count, count]`, the input's part: for each point the polynomial that is zero at all others.
  var inputTable: [Double] {
    points.flatMap { polynomial(roots: others($0)) + [0] } + polynomial(roots: points)
  }

  private func others(_ point: Double) -> [Double] { points.filter { $0 != point } }

  private func powers(of point: Double, count: Int) -> [Double] {
    var powers = [1.0]
    while powers.count < count { powers.append(powers[powers.count - 1] * point) }
    return powers
  }

  /// The value at ∞ is the highest coefficient.
  private func last(of count: Int) -> [Double] { (0..<count).map { $0 == count - 1 ? 1 : 0 } }

  /// The coefficients of Π (x − root), the constant one first.
  private func polynomial(roots: [Double]) -> [Double] {
    roots.reduce([1]) { product, root in
      zip([0] + product, product + [0]).map { $0 - root * $1 }
    }
  }
}
