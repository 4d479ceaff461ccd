/// Winograd's minimal filtering F(m×m, k×k) on tiles of 6×6 = (m + k − 1)²: m = 4 for k = 3, m = 2 for k = 5.
///
/// A correlation of six numbers with k taps is a product of two polynomials; it is known from its values at the
/// points 0, 1, −1, 2, −2 and ∞: 6 multiplications for m outputs where the definition has m·k.
/// Y = Aᵀ[(G·g·Gᵀ) ∘ (Bᵀ·d·B)]·A, after Lavin and Gray, "Fast Algorithms for Convolutional Neural Networks" (2016).
enum WinogradTables {
  static let points: [Double] = [0, 1, -1, 2, -2]
  /// What the values at the points are divided by: Π of the differences to the other points, with the sign that
  /// makes Bᵀ whole numbers.
  static let divisors: [Double] = [4, -6, -6, 24, 24]

  /// m: outputs of a tile along one axis; nil for kernels that have no such form here.
  static func tileSize(kernelSize: Int) -> Int? {
    switch kernelSize {
    case 3: 4
    case 5: 2
    default: nil
    }
  }

  /// G `[6, k]`: a kernel's values at the points.
  static func kernelTable(kernelSize k: Int) -> [Double] {
    let rows = zip(points, divisors).map { point, divisor in
      powers(of: point, count: k).map { $0 / divisor }
    }
    return rows.flatMap(\.self) + last(of: k)
  }

  /// A `[6, m]`: the outputs' weights of the values at the points.
  static func outputTable(tileSize m: Int) -> [Double] {
    points.flatMap { powers(of: $0, count: m) } + last(of: m)
  }

  /// Bᵀ `[6, 6]`: the input's part.
  static let inputTable: [Double] = [
    4, 0, -5, 0, 1, 0,
    0, -4, -4, 1, 1, 0,
    0, 4, -4, -1, 1, 0,
    0, -2, -1, 2, 1, 0,
    0, 2, -1, -2, 1, 0,
    0, 4, 0, -5, 0, 1,
  ]

  private static func powers(of point: Double, count: Int) -> [Double] {
    var powers = [1.0]
    while powers.count < count { powers.append(powers[powers.count - 1] * point) }
    return powers
  }

  /// The value at ∞ is the highest coefficient.
  private static func last(of count: Int) -> [Double] {
    (0..<count).map { $0 == count - 1 ? 1 : 0 }
  }
}
