/// w ← w − η g.
struct SGD<Element: Scalar>: UpdateRule {
  static var stateCount: Int { 0 }
  let rate: Element

  func correction(_ g: Element, _ state: inout (Element, Element, Element)) -> Element { -rate * g }
}

/// Classical momentum: v ← γ v + η g; w ← w − v.
struct Momentum<Element: Scalar>: UpdateRule {
  static var stateCount: Int { 1 }
  let rate: Element
  let gamma: Element

  func correction(_ g: Element, _ state: inout (Element, Element, Element)) -> Element {
    state.0 = gamma * state.0 + rate * g
    return -state.0
  }
}

/// Momentum as an exponential moving average: m ← β m + (1 − β) g; w ← w − η m, optionally with m / (1 − βᵗ).
struct ExponentialMovingAverage<Element: Scalar>: UpdateRule {
  static var stateCount: Int { 1 }
  let rate: Element
  let beta: Element
  /// 1 − β, subtracted in Double and then rounded.
  let rest: Element
  /// 1 − βᵗ, or 1 without bias correction.
  let correctionDivisor: Element

  init(_ description: OptimizerDescription, rate: Element, step: Int) {
    self.rate = rate
    beta = Element(description.beta1)
    rest = Element(1 - description.beta1)
    correctionDivisor =
      description.biasCorrection ? Element(1 - description.beta1.power(step)) : 1
  }

  func correction(_ g: Element, _ state: inout (Element, Element, Element)) -> Element {
    state.0 = beta * state.0 + rest * g
    return -rate * (state.0 / correctionDivisor)
  }
}

/// Nesterov in look-ahead form, the gradient taken at w: v ← γ v + η g; w ← w − (γ v + η g).
struct Nesterov<Element: Scalar>: UpdateRule {
  static var stateCount: Int { 1 }
  let rate: Element
  let gamma: Element

  func correction(_ g: Element, _ state: inout (Element, Element, Element)) -> Element {
    state.0 = gamma * state.0 + rate * g
    return -(gamma * state.0 + rate * g)
  }
}

extension Scalar {
  /// self to an integer power, by squaring, computed in Double, since the first updates of every averaging rule
  /// depend on 1 − βᵗ.
  func power(_ exponent: Int) -> Self {
    var (result, square, rest) = (1.0, Double(self), exponent)
    while rest > 0 {
      if rest & 1 == 1 { result *= square }
      square *= square
      rest >>= 1
    }
    return Self(result)
  }
}
