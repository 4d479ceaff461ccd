import Engine

/// A repetition that is ready to start: everything that a user could get wrong has been checked.
package struct TrainingSetup {
  package let seed: UInt32
  package let network: Network<Float>
  package let training: Dataset
  package let test: Dataset
  package let learner: Learner<Float>
  package let plan: Trainer.Plan

  /// - Parameters:
  ///   - description: of the run.
  ///   - repetition: counted from 1.
  /// - Throws: `StructureError`, `NetworkError`, `FileError` or `RunError` about what is missing or does not fit.
  package init(_ description: RunDescription, repetition: Int = 1) throws {
    try description.check()
    let structure = try StructureString.parse(description.network)
    seed = description.seed(ofRepetition: repetition)
    var random = RandomSource(seed: seed)
    (training, test) = try description.data.load(
      split: description.split(ofRepetition: repetition), &random)
    let inputShape = structure.inputShape ?? training.sampleShape
    let shapes = try Network<Float>.shapes(of: structure.layers, inputShape: inputShape)
    try training.check(inputShape: inputShape, outputShape: shapes.last ?? inputShape)
    var network = try Network<Float>(
      structure.layers, inputShape: inputShape, initializer: description.initializer,
      random: &random)
    network.useConvolution(description.convolution)
    self.network = network
    var learner = Learner(
      network: network, loss: description.loss, reduction: description.reduction,
      optimizer: description.optimizer,
      context: ForwardContext(random: random, maskScope: description.maskScope))
    learner.regularization = description.regularization
    learner.clipping = description.clipping
    self.learner = learner
    plan = description.plan
  }
}
