/// As cases and traces write it: the name and the constants the rule uses; absent constants take their defaults.
extension OptimizerDescription: Codable {
  private enum Key: String, CodingKey, CaseIterable {
    case name, learningRate, momentum, beta1, beta2, rho, epsilon, biasCorrection
  }

  public init(from decoder: any Decoder) throws {
    let values = try decoder.container(keyedBy: Key.self)
    self.init(try values.decode(OptimizerName.self, forKey: .name))
    func read(_ key: Key, _ limit: NumberLimit<Double>, into value: inout Double) throws {
      value = try values.number(key, limit) ?? value
    }
    try read(.learningRate, TrainingLimits.positive, into: &learningRate)
    try read(.momentum, TrainingLimits.fading, into: &momentum)
    try read(.beta1, TrainingLimits.fading, into: &beta1)
    try read(.beta2, TrainingLimits.fading, into: &beta2)
    try read(.rho, TrainingLimits.fading, into: &rho)
    try read(.epsilon, TrainingLimits.positive, into: &epsilon)
    biasCorrection = try values.decodeIfPresent(Bool.self, forKey: .biasCorrection) ?? false
  }

  public func encode(to encoder: any Encoder) throws {
    var values = encoder.container(keyedBy: Key.self)
    try values.encode(name, forKey: .name)
    try values.encode(learningRate, forKey: .learningRate)
    switch name {
    case .sgd: break
    case .momentum, .nesterov: try values.encode(momentum, forKey: .momentum)
    case .ema:
      try values.encode(beta1, forKey: .beta1)
      if biasCorrection { try values.encode(true, forKey: .biasCorrection) }
    case .adagrad: try values.encode(epsilon, forKey: .epsilon)
    case .rmsprop:
      try values.encode(rho, forKey: .rho)
      try values.encode(epsilon, forKey: .epsilon)
    case .adam, .nadam, .adamax, .amsgrad:
      try values.encode(beta1, forKey: .beta1)
      try values.encode(beta2, forKey: .beta2)
      try values.encode(epsilon, forKey: .epsilon)
    }
  }
}
