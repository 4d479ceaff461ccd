import Engine

extension Activation {
  /// What each activation function says; a new one gets its line here.
  var presentation: any ActivationPresentation {
    switch self {
    case .identity: IdentityPresentation()
    case .relu: ReLUPresentation()
    case .leakyReLU: LeakyReLUPresentation()
    case .sigmoid: SigmoidPresentation()
    case .tanh: TanhPresentation()
    case .softmax: SoftmaxPresentation()
    default: preconditionFailure("\(self) needs its line here; a test asks for every function")
    }
  }
}
