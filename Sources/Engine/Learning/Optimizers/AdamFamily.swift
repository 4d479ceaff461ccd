/// What Adam and its relatives share: decaying means of g and g², corrected for their start at 0.
struct AdamMoments<Element: Scalar> {
  let rate: Element
  let beta1: Element
  let beta2: Element
  /// 1 − β₁ and 1 − β₂, subtracted in Double and then rounded: 1 − Float(0.999) has a relative error of 1e−5.
  let rest1: Element
  let rest2: Element
  let epsilon: Element
  /// 1/(1 − β₁ᵗ) and 1/(1 − β₂ᵗ), as factors: a multiplication is several times quicker than a division.
  let scale1: Element
  let scale2: Element

  init(_ description: OptimizerDescription, rate: Element, step: Int) {
    self.rate = rate
    beta1 = Element(description.beta1)
    beta2 = Element(description.beta2)
    rest1 = Element(1 - description.beta1)
    rest2 = Element(1 - description.beta2)
    epsilon = Element(description.epsilon)
    scale1 = Element(1 / (1 - description.beta1.power(step)))
    scale2 = Element(1 / (1 - description.beta2.power(step)))
  }

  /// m ← β₁ m + (1 − β₁) g, in state.0.
  @inline(__always)
  func updateMean(_ g: Element, _ state: inout (Element, Element, Element)) {
    state.0 = beta1 * state.0 + rest1 * g
  }

  /// v ← β₂ v + (1 − β₂) g², in state.1.
  @inline(__always)
  func updateSquare(_ g: Element, _ state: inout (Element, Element, Element)) {
    state.1 = beta2 * state.1 + rest2 * (g * g)
  }
}

/// A rule that computes with these moments.
protocol MomentsRule: UpdateRule {
  init(moments: AdamMoments<Element>)
}

extension MomentsRule {
  init(_ description: OptimizerDescription, rate: Element, step: Int) {
    self.init(moments: AdamMoments(description, rate: rate, step: step))
  }
}

/// Adam: w ← w − η m̂ / (√v̂ + ε) with m̂ = m/(1 − β₁ᵗ), v̂ = v/(1 − β₂ᵗ).
struct Adam<Element: Scalar>: MomentsRule {
  static var stateCount: Int { 2 }
  let moments: AdamMoments<Element>

  func correction(_ g: Element, _ state: inout (Element, Element, Element)) -> Element {
    moments.updateMean(g, &state)
    moments.updateSquare(g, &state)
    let mean = state.0 * moments.scale1
    let square = state.1 * moments.scale2
    return -moments.rate * mean / (square.squareRoot() + moments.epsilon)
  }
}

/// Nadam: Adam with m̂ replaced by β₁ m̂ + (1 − β₁) g / (1 − β₁ᵗ).
struct Nadam<Element: Scalar>: MomentsRule {
  static var stateCount: Int { 2 }
  let moments: AdamMoments<Element>

  func correction(_ g: Element, _ state: inout (Element, Element, Element)) -> Element {
    moments.updateMean(g, &state)
    moments.updateSquare(g, &state)
    let ahead =
      moments.beta1 * (state.0 * moments.scale1) + moments.rest1 * g * moments.scale1
    let square = state.1 * moments.scale2
    return -moments.rate * ahead / (square.squareRoot() + moments.epsilon)
  }
}

/// Adamax: u ← max(β₂ u, |g|); w ← w − (η / (1 − β₁ᵗ)) · m / (u + ε).
struct Adamax<Element: Scalar>: MomentsRule {
  static var stateCount: Int { 2 }
  let moments: AdamMoments<Element>

  func correction(_ g: Element, _ state: inout (Element, Element, Element)) -> Element {
    moments.updateMean(g, &state)
    state.1 = max(moments.beta2 * state.1, abs(g))
    return -(moments.rate * moments.scale1) * state.0 / (state.1 + moments.epsilon)
  }
}

/// AMSGrad: Adam with v̂ replaced by its running maximum.
struct AMSGrad<Element: Scalar>: MomentsRule {
  static var stateCount: Int { 3 }
  let moments: AdamMoments<Element>

  func correction(_ g: Element, _ state: inout (Element, Element, Element)) -> Element {
    moments.updateMean(g, &state)
    moments.updateSquare(g, &state)
    state.2 = max(state.2, state.1 * moments.scale2)
    return -moments.rate * (state.0 * moments.scale1) / (state.2.squareRoot() + moments.epsilon)
  }
}
