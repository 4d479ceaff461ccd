/// f(s)_c = e^s_c / Σ e^s over the last axis; the Jacobian is diag(y) − y·yᵀ.
enum Softmax: ActivationFunction {
  static let name = "softmax"
  static let title = "softmax"
  static let letters = "sm"
  static let isElementwise = false

  @specialized(where Element == Float)
  @specialized(where Element == Double)
  static func apply<Element: Scalar>(to s: UnsafeMutableBufferPointer<Element>, classes: Int) {
    for start in stride(from: 0, to: s.count, by: max(classes, 1)) {
      normalize(UnsafeMutableBufferPointer(rebasing: s[start..<start + classes]))
    }
  }

  /// J·E = y ∘ E − y (y·E).
  @specialized(where Element == Float)
  @specialized(where Element == Double)
  static func backward<Element: Scalar>(
    _ d: UnsafeMutableBufferPointer<Element>, output y: UnsafeBufferPointer<Element>, classes: Int
  ) {
    for start in stride(from: 0, to: d.count, by: max(classes, 1)) {
      var dot: Element = 0
      for c in start..<start + classes { dot += y[c] * d[c] }
      for c in start..<start + classes { d[c] = y[c] * (d[c] - dot) }
    }
  }

  /// Softmax of one sample, in place; the maximum is subtracted first so that nothing overflows.
  ///
  /// The sum is taken in Double: a confident output's delta is the small difference 1 − y, in which rounding shows
  /// most.
  @specialized(where Element == Float)
  @specialized(where Element == Double)
  private static func normalize<Element: Scalar>(_ s: UnsafeMutableBufferPointer<Element>) {
    guard var largest = s.first else { return }
    for value in s where value > largest { largest = value }
    var total = 0.0
    for c in s.indices {
      s[c] = Element.exponential(s[c] - largest)
      total += Double(s[c])
    }
    for c in s.indices { s[c] /= Element(total) }
  }
}

extension Activation {
  /// f(s)_c = e^s_c / Σ e^s over the last axis; the Jacobian is diag(y) − y·yᵀ.
  public static var softmax: Activation { Activation(Softmax.self) }
}
