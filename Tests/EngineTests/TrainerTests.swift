import Engine
import KernelInterface
import TestSupport
import Testing

@Suite struct TrainerTests {
  /// The disk problem and a learner for it, all drawn from one seed.
  private struct Disk {
    let training: Dataset
    let test: Dataset
    let learner: Learner<Float>

    init(
      seed: UInt32, network: String, optimizer: OptimizerDescription,
      reduction: BatchReduction = .mean
    ) throws {
      var random = RandomSource(seed: seed)
      training = DiskProblem.points(1000, random: &random)
      test = DiskProblem.points(1000, random: &random)
      let network = try Network<Float>(
        StructureString.parse(network).layers, inputShape: [2], random: &random)
      learner = Learner(
        network: network, loss: .meanSquaredError, reduction: reduction, optimizer: optimizer,
        context: ForwardContext(random: random))
    }
  }

  private func run(
    _ disk: Disk, _ plan: Trainer.Plan, engines: TrainingEngineFactory = .processor,
    isCancelled: () -> Bool = { false }
  ) throws -> (events: [TrainingEvent], trainer: Trainer, outcome: Trainer.Outcome) {
    var trainer = try Trainer(learner: disk.learner, plan: plan, engines: engines)
    var events: [TrainingEvent] = []
    let outcome = try trainer.run(
      training: disk.training, test: disk.test, isCancelled: isCancelled
    ) { events.append($0) }
    return (events, trainer, outcome)
  }

  private func small(seed: UInt32 = 4) throws -> Disk {
    try Disk(
      seed: seed, network: "D(8,r);DR(0.2);D(1,s)", optimizer: OptimizerDescription(.adam))
  }

  private func epochs(_ events: [TrainingEvent]) -> [EpochReport] {
    events.compactMap { if case .epoch(let epoch) = $0 { epoch } else { nil } }
  }

  private func batches(_ events: [TrainingEvent]) -> [BatchReport] {
    events.compactMap { if case .batch(let batch) = $0 { batch } else { nil } }
  }

  /// The report reaches 0.98; it sums the gradients of a batch.
  @Test(arguments: [0, 1, 2] as [UInt32], KernelSet.all)
  func `the disk is learnt with the report's settings`(seed: UInt32, kernels: KernelSet) throws {
    var optimizer = OptimizerDescription(.momentum)
    optimizer.learningRate = 1e-3
    optimizer.momentum = 0.5
    let disk = try Disk(
      seed: seed, network: "D(25,r)x3;D(1)", optimizer: optimizer, reduction: .sum)
    let schedule = Schedule.step(factor: 0.9, epochs: 5)
    let result = try run(
      disk, .init(epochs: 50, batching: .size(5), schedule: schedule),
      engines: .processor(kernels: kernels))
    guard case .test(let test) = result.events.last else {
      Issue.record("no test figures")
      return
    }
    #expect(test.accuracy >= 0.95, "\(test)")
  }

  @Test func `events come in order and their means are those of the batches`() throws {
    let result = try run(small(), .init(epochs: 2, batching: .count(3), validationShare: 0.1))
    let kinds = result.events.map { event in
      switch event {
      case .start: "start"
      case .resume: "resume"
      case .batch: "batch"
      case .epoch: "epoch"
      case .interrupted: "interrupted"
      case .test: "test"
      }
    }
    let epoch = ["batch", "batch", "batch", "epoch"]
    #expect(kinds == ["start"] + epoch + epoch + ["test"])
    #expect(result.outcome == .finished)
    let first = batches(result.events).filter { $0.epoch == 1 }.map(\.result)
    let mean = try #require(epochs(result.events).first)
    #expect(abs(mean.result.loss - first.map(\.loss).reduce(0, +) / 3) < 1e-12)
    #expect(abs(mean.result.accuracy - first.map(\.accuracy).reduce(0, +) / 3) < 1e-12)
    #expect(mean.validation != nil)
    #expect(mean.samplesPerSecond > 0 && mean.seconds > 0)
    let norms = try #require(epochs(result.events).last).norms
    let wanted = ParameterNorms(of: result.trainer.learner.network)
    #expect(abs(norms.l1 - wanted.l1) < 1e-9 && abs(norms.l2 - wanted.l2) < 1e-9)
  }

  @Test(arguments: KernelSet.all)
  func `the same seed learns the same`(kernels: KernelSet) throws {
    let plan = Trainer.Plan(epochs: 3, batching: .size(32))
    let engines = TrainingEngineFactory.processor(kernels: kernels)
    let first = try run(small(), plan, engines: engines)
    let second = try run(small(), plan, engines: engines)
    #expect(batches(first.events) == batches(second.events))
    #expect(first.trainer.learner.network.parameters == second.trainer.learner.network.parameters)
    let other = try run(small(seed: 5), plan, engines: engines)
    #expect(batches(first.events) != batches(other.events))
  }

  /// The trainer's engine adds up sub-batch by sub-batch and register by register, the learner row by row. A gradient is
  /// the sum of 300 terms, rounded by at most 300 · 2⁻²⁴ ≈ 2e-5 of their size; Adam divides it by a size of its own, so
  /// that 4 corrections of η = 1e-3 differ by far less than 1e-5 of the largest parameter.
  @Test(arguments: KernelSet.all)
  func `an epoch is the learner's updates, batch by batch`(kernels: KernelSet) throws {
    let disk = try small()
    let result = try run(
      disk, .init(epochs: 1, batching: .size(300), shuffles: false),
      engines: .processor(kernels: kernels))
    var learner = disk.learner
    for rows in [0..<300, 300..<600, 600..<900, 900..<1000] {
      var batch = Batch()
      batch.gather(rows, of: disk.training, outputShape: [1])
      learner.step(batch.inputs, target: batch.targets)
    }
    let got = result.trainer.learner.network.namedWeights
    for (name, wanted) in learner.network.namedWeights {
      expectClose(try #require(got[name]), wanted, relative: 1e-5, "\(kernels.name) \(name)")
    }
  }

  @Test func `the schedule sets the rate of every epoch`() throws {
    let result = try run(
      small(),
      .init(epochs: 4, batching: .count(2), schedule: .step(factor: 0.5, epochs: 2)))
    #expect(epochs(result.events).map(\.learningRate) == [1e-3, 1e-3, 5e-4, 5e-4])
    #expect(batches(result.events).map(\.learningRate)[4...] == [5e-4, 5e-4, 5e-4, 5e-4])
  }

  @Test func `the validation rows are the last ones and teach nothing`() throws {
    let disk = try small()
    let shared = try run(disk, .init(epochs: 1, batching: .count(1), validationShare: 0.25))
    guard case .start(let start) = shared.events.first else {
      Issue.record("no start")
      return
    }
    var network = disk.learner.network
    let last = network.evaluate(disk.training, rows: 750..<1000, loss: .meanSquaredError)
    let validation = try #require(start.validation)
    #expect(abs(validation.loss - last.loss) < 1e-7)
    // A sum whose last digit differs may put one sample on the other side of ½.
    #expect(abs(validation.accuracy - last.accuracy) <= 1.001 / 250)
    #expect(start.batches == 1)
  }

  @Test(arguments: [0, 1, 2, 5, 6])
  func `a cancelled run ends after the batch at hand`(batch: Int) throws {
    var asked = 0
    let result = try run(small(), .init(epochs: 2, batching: .count(3))) {
      asked += 1
      return asked > batch
    }
    #expect(result.outcome == .interrupted)
    let place = batch == 6 ? (2, 3) : (batch / 3 + 1, batch % 3)
    #expect(result.events.last == .interrupted(epoch: place.0, batch: place.1))
    #expect(batches(result.events).count == batch)
    #expect(result.trainer.learner.updates == batch)
  }
}
