/// The update rules of docs/algorithms.md §6.
public enum OptimizerName: String, Codable, CaseIterable, Sendable {
  case sgd, momentum, ema, nesterov, adagrad, rmsprop, adam, nadam, adamax, amsgrad

  /// How many numbers of state the rule keeps per parameter.
  public var stateCount: Int {
    switch self {
    case .sgd: 0
    case .momentum, .ema, .nesterov, .adagrad, .rmsprop: 1
    case .adam, .nadam, .adamax: 2
    case .amsgrad: 3
    }
  }
}

/// An update rule with its constants; the defaults are those of docs/algorithms.md §6.
public struct OptimizerDescription: Equatable, Sendable {
  public var name: OptimizerName
  /// η.
  public var learningRate = 1e-3
  /// γ of momentum and Nesterov.
  public var momentum = 0.9
  /// β₁ of the Adam family, β of EMA.
  public var beta1 = 0.9
  /// β₂ of the Adam family.
  public var beta2 = 0.999
  /// β of RMSProp.
  public var rho = 0.9
  /// ε, which keeps corrections finite where the gradient has always been 0.
  public var epsilon = 1e-7
  /// Whether EMA divides m by 1 − βᵗ.
  public var biasCorrection = false

  public init(_ name: OptimizerName) { self.name = name }
}

/// One update rule, element by element: from the gradient and the element's state to its correction.
protocol UpdateRule {
  associatedtype Element: Scalar
  /// How many numbers of state the rule keeps per parameter, at most 3; all start at 0.
  static var stateCount: Int { get }
  /// Updates the state and returns what is to be added to the parameter.
  func correction(_ g: Element, _ state: inout (Element, Element, Element)) -> Element
}

/// An update rule with the state of every parameter and the number of its steps.
public struct Optimizer<Element: Scalar>: Sendable {
  public var description: OptimizerDescription
  /// t: update steps made so far.
  public internal(set) var steps = 0
  /// The state, one tensor per parameter tensor and slot.
  public internal(set) var state: [[Tensor<Element>]] = []

  /// - Parameters:
  ///   - description: the rule.
  ///   - steps: t, steps made before.
  ///   - state: what they have left, by parameter tensor and slot; empty before the first step.
  public init(
    _ description: OptimizerDescription, steps: Int = 0, state: [[Tensor<Element>]] = []
  ) {
    self.description = description
    self.steps = steps
    self.state = state
  }

  /// Turns gradients into corrections, in place. The tensors must come in the same order at every step.
  ///
  /// - Parameters:
  ///   - gradients: by layer, after penalties and clipping; on return what is to be added.
  ///   - learningRate: η of this step, after the schedule.
  public mutating func correct(
    _ gradients: inout [Parameters<Element>?], learningRate: Double? = nil
  ) {
    steps += 1
    let rate = Element(learningRate ?? description.learningRate)
    var tensor = 0
    for layer in gradients.indices {
      guard var gradient = gradients[layer] else { continue }
      gradients[layer] = nil  // so that the tensors below are changed in place
      for index in gradient.tensors.indices {
        correct(&gradient.tensors[index], tensor: tensor, rate: rate)
        tensor += 1
      }
      gradients[layer] = gradient
    }
  }

  @specialized(where Element == Float)
  @specialized(where Element == Double)
  private mutating func correct(_ gradient: inout Tensor<Element>, tensor: Int, rate: Element) {
    let count = description.name.stateCount
    if state.count <= tensor {
      state.append(Array(repeating: Tensor(shape: gradient.shape), count: count))
    }
    var slots = state[tensor]
    state[tensor] = []  // so that the slots below are changed in place
    func take(_ slot: Int) -> [Element] {
      guard slot < count else { return [] }
      defer { slots[slot] = .empty }
      return slots[slot].elements
    }
    var (s0, s1, s2) = (take(0), take(1), take(2))
    gradient.elements.withUnsafeMutableBufferPointer { g in
      s0.withUnsafeMutableBufferPointer { s0 in
        s1.withUnsafeMutableBufferPointer { s1 in
          s2.withUnsafeMutableBufferPointer { s2 in
            description.correct(g, state: (s0, s1, s2), rate: rate, step: steps)
          }
        }
      }
    }
    state[tensor] = [s0, s1, s2].prefix(count).map { Tensor(shape: gradient.shape, elements: $0) }
  }
}

extension OptimizerDescription {
  /// The numbers of state of some elements, by slot; slots a rule does not have are empty.
  typealias State<Element> = (
    UnsafeMutableBufferPointer<Element>, UnsafeMutableBufferPointer<Element>,
    UnsafeMutableBufferPointer<Element>
  )

  /// Turns gradients into corrections, in place.
  ///
  /// - Parameters:
  ///   - g: gradients of some elements; on return what is to be added to the parameters.
  ///   - state: of the same elements.
  ///   - rate: η of this step.
  ///   - step: t, counted from 1.
  @specialized(where Element == Float)
  @specialized(where Element == Double)
  func correct<Element: Scalar>(
    _ g: UnsafeMutableBufferPointer<Element>, state: State<Element>, rate: Element, step: Int
  ) {
    switch name {
    case .sgd: run(SGD(rate: rate), g, state)
    case .momentum: run(Momentum(rate: rate, gamma: Element(momentum)), g, state)
    case .ema: run(ExponentialMovingAverage(self, rate: rate, step: step), g, state)
    case .nesterov: run(Nesterov(rate: rate, gamma: Element(momentum)), g, state)
    case .adagrad: run(AdaGrad(rate: rate, epsilon: Element(epsilon)), g, state)
    case .rmsprop: run(RMSProp(self, rate: rate), g, state)
    case .adam: run(Adam(self, rate: rate, step: step), g, state)
    case .nadam: run(Nadam(self, rate: rate, step: step), g, state)
    case .adamax: run(Adamax(self, rate: rate, step: step), g, state)
    case .amsgrad: run(AMSGrad(self, rate: rate, step: step), g, state)
    }
  }

  @inline(__always)
  private func run<Rule: UpdateRule>(
    _ rule: Rule, _ g: UnsafeMutableBufferPointer<Rule.Element>, _ state: State<Rule.Element>
  ) {
    let count = Rule.stateCount
    for i in g.indices {
      var s: (Rule.Element, Rule.Element, Rule.Element) = (0, 0, 0)
      if count > 0 { s.0 = state.0[i] }
      if count > 1 { s.1 = state.1[i] }
      if count > 2 { s.2 = state.2[i] }
      g[i] = rule.correction(g[i], &s)
      if count > 0 { state.0[i] = s.0 }
      if count > 1 { state.1[i] = s.1 }
      if count > 2 { state.2[i] = s.2 }
    }
  }
}
