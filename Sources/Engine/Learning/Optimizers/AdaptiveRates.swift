/// AdaGrad: s ← s + g²; w ← w − η g / (√s + ε).
struct AdaGrad<Element: Scalar>: UpdateRule {
  static var stateCount: Int { 1 }
  let rate: Element
  let epsilon: Element

  func correction(_ g: Element, _ state: inout (Element, Element, Element)) -> Element {
    state.0 += g * g
    return -rate * g / (state.0.squareRoot() + epsilon)
  }
}

/// RMSProp: s ← β s + (1 − β) g²; w ← w − η g / (√s + ε).
struct RMSProp<Element: Scalar>: UpdateRule {
  static var stateCount: Int { 1 }
  let rate: Element
  let beta: Element
  /// 1 − β, subtracted in Double and then rounded.
  let rest: Element
  let epsilon: Element

  init(_ description: OptimizerDescription, rate: Element) {
    self.rate = rate
    beta = Element(description.rho)
    rest = Element(1 - description.rho)
    epsilon = Element(description.epsilon)
  }

  func correction(_ g: Element, _ state: inout (Element, Element, Element)) -> Element {
    state.0 = beta * state.0 + rest * (g * g)
    return -rate * g / (state.0.squareRoot() + epsilon)
  }
}
