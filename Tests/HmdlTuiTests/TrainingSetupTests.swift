import ArgumentParser
import Engine
import Testing

@testable import Runs
@testable import hmdl_tui

/// Flags beat the preset, the preset beats the data set's defaults.
@Suite struct TrainingSetupTests {
  private func setup(_ arguments: String...) throws -> TrainingSetup {
    try TrainingSetup(description(arguments))
  }

  private func description(_ arguments: [String]) throws -> RunDescription {
    let command = try TrainCommand.parse(arguments)
    return try RunDescription(
      data: command.data, run: command.settings, optimizer: command.optimizer,
      penalties: command.penalties)
  }

  @Test func `alone it is the disk problem`() throws {
    let setup = try setup()
    #expect(StructureString.string(setup.network.descriptions) == "D(25,r)x3;D(1);")
    #expect(setup.training.count == 1000 && setup.test.count == 1000)
    #expect(setup.training != setup.test)
    #expect(setup.learner.loss == .meanSquaredError)
    #expect(setup.learner.reduction == .mean)
    #expect(setup.learner.optimizer.description.name == .momentum)
    #expect(setup.plan.batching == .size(5))
    #expect(setup.seed == 0)
  }

  @Test func `the preset has the conventions of the paper's code`() throws {
    let setup = try setup("--preset", "hmdl")
    let optimizer = setup.learner.optimizer.description
    #expect(optimizer == OptimizerDescription(.adam))
    #expect(optimizer.learningRate == 1e-3 && optimizer.epsilon == 1e-7)
    #expect(setup.learner.reduction == .sum)
    #expect(setup.learner.context.maskScope == .batch)
    #expect(setup.plan.epochs == 100 && setup.plan.preciseEpochs == 1)
    #expect(setup.plan.schedule == .constant)
  }

  @Test(arguments: [[], ["--preset", "hmdl", "--convolution", "auto"]])
  func `nothing but the preset alone asks for precise epochs`(arguments: [String]) throws {
    #expect(try TrainingSetup(description(arguments)).plan.preciseEpochs == 0)
  }

  @Test func `explicit flags beat the preset`() throws {
    let setup = try setup(
      "--preset", "hmdl", "--epochs", "7", "--optimizer", "rmsprop", "--rho", "0.8",
      "--reduction", "mean", "--mask-scope", "sample", "--seed", "9", "--batches", "4",
      "--schedule", "inverse-time", "--decay", "0.5", "--clip-norm", "2", "--l1", "0.1",
      "--bias-l1", "0", "--kernel-l2", "0.3", "--no-shuffle", "--validation", "0.2")
    #expect(setup.plan.epochs == 7)
    #expect(setup.plan.batching == .count(4))
    #expect(setup.plan.schedule == .inverseTime(decay: 0.5))
    #expect(!setup.plan.shuffles)
    #expect(setup.plan.validationShare == 0.2)
    #expect(setup.learner.optimizer.description.name == .rmsprop)
    #expect(setup.learner.optimizer.description.rho == 0.8)
    #expect(setup.learner.reduction == .mean)
    #expect(setup.learner.context.maskScope == .sample)
    #expect(setup.learner.clipping == .norm(2))
    #expect(setup.learner.regularization.kernel == .init(l1: 0.1, l2: 0.3))
    #expect(setup.learner.regularization.bias == .init(l1: 0, l2: 0))
    #expect(setup.seed == 9)
  }

  @Test func `one generator draws points, weights and what follows`() throws {
    let setup = try setup("--seed", "5")
    var random = RandomSource(seed: 5)
    #expect(setup.training == DiskProblem.points(1000, random: &random))
    #expect(setup.test == DiskProblem.points(1000, random: &random))
    let network = try Network<Float>(
      setup.network.descriptions, inputShape: [2], random: &random)
    #expect(setup.network.parameters == network.parameters)
    #expect(setup.learner.context.random == random)
  }

  @Test(
    arguments: [
      ["--rho", "0.5"], ["--decay", "1"], ["--step-epochs", "2", "--schedule", "cosine"],
      ["--bias-correction"],
    ])
  func `values without their rule are refused`(arguments: [String]) throws {
    #expect(throws: ValidationError.self) { try description(arguments) }
  }

  @Test(
    arguments: [
      ["--epochs", "0"], ["--batches", "2", "--batch-size", "3"], ["--threads", "0"],
      ["--data", "olivetti"], ["--data-dir", "x"], ["--log-batches"], ["--validation", "1"],
      ["--learning-rate", "nan"], ["--learning-rate=-1"], ["--beta1", "1"], ["--clip-value", "0"],
      ["--clip-value", "1", "--clip-norm", "1"], ["--l1=-1"], ["--log", "x", "--save", "x"],
      ["--optimizer", "foo"], ["--seed=-1"], ["--output", "x", "--save", "y"],
      ["--output", "x", "--log", "y"], ["--checkpoint-every", "3"], ["--change-threads"],
      ["--output", "x", "--checkpoint-every", "0"], ["--resume", "x", "--output", "y"],
      ["--resume", "x", "--epochs", "3"], ["--resume", "x", "--seed", "3"],
    ])
  func `wrong usage is refused when parsed`(arguments: [String]) {
    #expect(throws: (any Error).self) { try TrainCommand.parse(arguments) }
  }

  @Test func `a repetition has the next seed and the next split`() throws {
    var description = try description(["--seed", "5"])
    description.data.split = 2
    #expect(description.seed(ofRepetition: 1) == 5 && description.seed(ofRepetition: 4) == 8)
    #expect(description.split(ofRepetition: 4) == 5)
    description.data.split = nil
    let second = try TrainingSetup(description, repetition: 2)
    #expect(second.seed == 6)
    #expect(try second.network.parameters == setup("--seed", "6").network.parameters)
  }

  @Test func `unknown data of a description get a sentence`() throws {
    var description = try description([])
    description.data.name = "faces"
    let error = #expect(throws: RunError.self) { try TrainingSetup(description) }
    #expect(error?.description.contains("the data 'faces' of the run: ") == true)
  }
}
