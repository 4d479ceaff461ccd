extension Activation: CaseIterable {
  /// All activation functions; a new one gets its line here.
  public static let allCases: [Activation] = [
    .identity,
    .relu,
    .leakyReLU,
    .sigmoid,
    .tanh,
    .softmax,
  ]
}
