import ArgumentParser
import Engine

extension OptimizerOptions {
  /// The chosen rule; constants that are not given keep their defaults.
  ///
  /// - Throws: `ValidationError` for a constant that the rule does not have.
  func description(defaultingTo defaults: OptimizerDescription) throws -> OptimizerDescription {
    var description = defaults
    if let optimizer, optimizer != defaults.name { description = OptimizerDescription(optimizer) }
    description.learningRate = learningRate ?? description.learningRate
    description.momentum = momentum ?? description.momentum
    description.beta1 = beta1 ?? description.beta1
    description.beta2 = beta2 ?? description.beta2
    description.rho = rho ?? description.rho
    description.epsilon = epsilon ?? description.epsilon
    description.biasCorrection = biasCorrection
    let adam: [OptimizerName] = [.adam, .nadam, .adamax, .amsgrad]
    let users: [(flag: String, isGiven: Bool, rules: [OptimizerName])] = [
      ("momentum", momentum != nil, [.momentum, .nesterov]),
      ("beta1", beta1 != nil, adam + [.ema]), ("beta2", beta2 != nil, adam),
      ("rho", rho != nil, [.rmsprop]), ("epsilon", epsilon != nil, adam + [.adagrad, .rmsprop]),
      ("bias-correction", biasCorrection, [.ema]),
    ]
    for (flag, isGiven, rules) in users where isGiven && !rules.contains(description.name) {
      let names = rules.map(\.rawValue).joined(separator: ", ")
      throw ValidationError(
        "--\(flag) is not a constant of \(description.name.rawValue), but of \(names).")
    }
    return description
  }

  /// The chosen schedule.
  ///
  /// - Throws: `ValidationError` for a value that the schedule does not have.
  func schedule(defaultingTo defaults: Schedule) throws -> Schedule {
    let result: Schedule
    switch (schedule, defaults) {
    case (.constant, _): result = .constant
    case (.cosine, _): result = .cosine
    case (.inverseTime, _): result = .inverseTime(decay: decay ?? 0.01)
    case (.step, _): result = .step(factor: stepFactor ?? 0.9, epochs: stepEpochs ?? 5)
    case (nil, .step(let factor, let epochs)):
      result = .step(factor: stepFactor ?? factor, epochs: stepEpochs ?? epochs)
    case (nil, _): result = defaults
    }
    if decay != nil {
      guard case .inverseTime = result else {
        throw ValidationError("--decay belongs to --schedule inverse-time.")
      }
    }
    if stepFactor != nil || stepEpochs != nil {
      guard case .step = result else {
        throw ValidationError("--step-factor and --step-epochs belong to --schedule step.")
      }
    }
    return result
  }
}
