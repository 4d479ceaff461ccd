import Engine

extension Activation {
  /// The explanation of each activation function; a new one gets its line here.
  var explanation: any ActivationExplanation {
    switch self {
    case .identity: IdentityExplanation()
    case .relu: ReLUExplanation()
    case .leakyReLU: LeakyReLUExplanation()
    case .sigmoid: SigmoidExplanation()
    case .tanh: TanhExplanation()
    case .softmax: SoftmaxExplanation()
    default: preconditionFailure("\(self) needs its line here; a test asks for every function")
    }
  }
}
