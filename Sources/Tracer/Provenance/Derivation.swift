import Engine

/// One cell of one tensor of one event.
public struct CellAddress: Hashable, Sendable {
  /// The event's position in the trace.
  public var event: Int
  public var tensor: TensorName
  /// Every index in shape order, sample first.
  public var index: [Int]

  public init(event: Int, tensor: TensorName, index: [Int]) {
    self.event = event
    self.tensor = tensor
    self.index = index
  }
}

/// One factor of a product, and the cell that it was read from, if any.
public struct Factor: Equatable, Sendable {
  /// In the letters of the formulas: `W`, `X`, `δ`, `ReLU'`, `-η`.
  public var symbol: String
  public var value: Double
  public var cell: CellAddress?
  /// What the number is, where it is that of a cell and not made from one.
  public var role: CellRole?

  public init(
    _ symbol: String, _ value: Double, _ cell: CellAddress? = nil, role: CellRole? = nil
  ) {
    self.symbol = symbol
    self.value = value
    self.cell = cell
    self.role = role
  }
}

/// A product of factors, one summand of a cell.
public struct Term: Equatable, Sendable {
  public var factors: [Factor]
  /// True if the factor's cell would lie outside of the picture: it counts as 0.
  public var isOutside = false

  public init(_ factors: Factor..., isOutside: Bool = false) {
    self.factors = factors
    self.isOutside = isOutside
  }

  public var product: Double { factors.reduce(1) { $0 * $1.value } }
  public var isBias: Bool { factors.first?.cell?.tensor == .bias }
}

/// How a cell came about: `value = scale × Σ terms`.
public struct Derivation: Equatable, Sendable {
  /// Which rule made the number. Layers are those whose kind has the rule, by their index in the network.
  public enum Kind: Equatable, Sendable {
    /// No rule: inputs, targets, first parameters, and what a trace does not hold enough of.
    case given
    /// S of a layer, or a number that the layer keeps beside it.
    case sum(layer: Int)
    case activation(Activation)
    case loss(Loss), initialError(Loss)
    /// Rule 1: what a layer sends back to the one below it, behind the gate of the lower one.
    case sentBack(layer: Int)
    /// Rule 1 at the last layer: E behind its gate.
    case deltaFromError
    /// Rule 1 at a layer with softmax, whose derivative is a matrix.
    case softmaxDelta
    /// Rule 2: the gradient of a parameter of a layer.
    case gradient(layer: Int)
    case correction(OptimizerName), corrected
  }

  public var cell: CellAddress
  public var kind: Kind
  public var terms: [Term] = []
  /// The derivative of the activation, for deltas.
  public var gate: Factor?
  /// Cells that shaped the value without being a factor: the losers of a maximum, the other scores of
  /// a softmax, the gradients before.
  public var influences: [CellAddress] = []
  /// The recorded value.
  public var value: Float

  init(_ kind: Kind, of cell: CellAddress, value: Float, terms: [Term] = []) {
    self.kind = kind
    self.cell = cell
    self.value = value
    self.terms = terms
  }

  init(_ kind: Kind, _ reasons: Reasons, of cell: CellAddress, value: Float) {
    self.init(kind, of: cell, value: value, terms: reasons.terms)
    influences = reasons.influences
  }

  /// Σ of the products, before the gate.
  public var sum: Double { terms.reduce(0) { $0 + $1.product } }
  /// The value computed from the terms and the gate.
  public var result: Double { (gate?.value ?? 1) * sum }

  /// Every cell the value depends on.
  public var sources: [CellAddress] {
    terms.flatMap { $0.factors.compactMap(\.cell) } + [gate?.cell].compactMap { $0 } + influences
  }
}
