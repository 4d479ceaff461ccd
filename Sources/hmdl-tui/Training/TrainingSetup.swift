import ArgumentParser
import Engine

/// A run that is ready to start: everything a user could get wrong has been looked at.
struct TrainingSetup {
  let seed: UInt32
  let network: Network<Float>
  let training: Dataset
  let test: Dataset
  let learner: Learner<Float>
  let plan: Trainer.Plan

  /// - Throws: `StructureError`, `NetworkError` or `FileError` about the input, `ValidationError` about flags that do
  ///   not go together.
  init(
    data: DataOptions, run: RunOptions, optimizer: OptimizerOptions, penalties: PenaltyOptions
  ) throws {
    var defaults = TrainingDefaults.usual(for: data.data)
    if let preset = run.preset { defaults.apply(preset, split: data.split ?? 0) }
    let structure = try StructureString.parse(run.network ?? defaults.network)
    let description = try optimizer.description(defaultingTo: defaults.optimizer)
    let schedule = try optimizer.schedule(defaultingTo: defaults.schedule)
    seed = run.seed ?? defaults.seed
    var random = RandomSource(seed: seed)
    (training, test) = try data.load(&random)
    let inputShape = structure.inputShape ?? training.sampleShape
    let shapes = try Network<Float>.shapes(of: structure.layers, inputShape: inputShape)
    try training.check(inputShape: inputShape, outputShape: shapes.last ?? inputShape)
    network = try Network(
      structure.layers, inputShape: inputShape, initializer: run.initializer, random: &random)
    var learner = Learner(
      network: network, loss: run.loss ?? defaults.loss ?? network.standardLoss,
      reduction: run.reduction ?? defaults.reduction, optimizer: description,
      context: ForwardContext(random: random, maskScope: run.maskScope ?? defaults.maskScope))
    learner.regularization = penalties.regularization
    learner.clipping = penalties.clipping
    self.learner = learner
    let batching = run.batches.map(Batching.count) ?? run.batchSize.map(Batching.size)
    plan = Trainer.Plan(
      epochs: run.epochs ?? defaults.epochs, batching: batching ?? defaults.batching,
      schedule: schedule, shuffles: run.shuffle, validationShare: data.validation)
  }
}

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
