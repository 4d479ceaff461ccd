import KernelInterface
import Testing

@testable import Engine

/// A training resumed from a kept state computes what the uninterrupted one computes, bit for bit.
@Suite struct TrainerResumeTests {
  private let training: Dataset
  private let test: Dataset
  private let learner: Learner<Float>

  init() throws {
    var random = RandomSource(seed: 11)
    training = DiskProblem.points(60, random: &random)
    test = DiskProblem.points(40, random: &random)
    let network = try Network<Float>(
      StructureString.parse("D(9,r);DR(0.3);D(7,t);DR(0.1);D(1,s)").layers, inputShape: [2],
      random: &random)
    learner = Learner(
      network: network, loss: .meanSquaredError, optimizer: OptimizerDescription(.adam),
      context: ForwardContext(random: random))
  }

  private final class Keeper {
    var states: [TrainingState] = []

    var checkpointing: Checkpointing {
      Checkpointing(isDue: { _ in true }, keep: { self.states.append($0) })
    }
  }

  /// What a run reports, without its times.
  private func events(
    _ trainer: inout Trainer, _ checkpoints: Checkpointing = .none
  ) throws -> [String] {
    var events: [String] = []
    _ = try trainer.run(training: training, test: test, checkpoints: checkpoints) { event in
      switch event {
      case .epoch(var report):
        (report.seconds, report.samplesPerSecond) = (0, 0)
        events.append("\(report)")
      case .start, .resume: break
      default: events.append("\(event)")
      }
    }
    return events
  }

  @Test(arguments: [true, false], KernelSet.all)
  func `every state leads to the same end`(shuffles: Bool, kernels: KernelSet) throws {
    let engines = TrainingEngineFactory.processor(kernels: kernels)
    let plan = Trainer.Plan(
      epochs: 3, batching: .size(13), schedule: .cosine, shuffles: shuffles, validationShare: 0.2)
    let keeper = Keeper()
    var whole = try Trainer(learner: learner, plan: plan, engines: engines)
    let wanted = try events(&whole, keeper.checkpointing)
    #expect(keeper.states.count == 3 * 4)
    for (index, state) in keeper.states.enumerated() {
      var rest = try Trainer(resuming: state, plan: plan, engines: engines)
      let got = try events(&rest)
      #expect(got == wanted.suffix(got.count), "state \(index)")
      // The number of events before: one batch per state, and one epoch report after every fourth.
      #expect(got.count == wanted.count - (index + 1) - (index + 1) / 4, "state \(index)")
      #expect(rest.learner.network.parameters == whole.learner.network.parameters)
      #expect(rest.learner.context.random == whole.learner.context.random)
      #expect(rest.learner.updates == whole.learner.updates)
    }
  }

  /// Sixteen channels: what `auto` gives to Winograd.
  @Test(arguments: KernelSet.all)
  func `precise epochs are tiled, and the rest is as it would be`(kernels: KernelSet) throws {
    var random = RandomSource(seed: 13)
    let network = try Network<Float>(
      StructureString.parse("C(3,16,r)x2;F();D(2,sm)").layers, inputShape: [6, 6, 1],
      random: &random)
    let pixels = (0..<40 * 36).map { _ in Float(random.uniform()) }
    let data = Dataset(
      inputs: Tensor(shape: [40, 6, 6, 1], elements: pixels), classes: (0..<40).map { $0 % 2 },
      classCount: 2)
    let learner = Learner(
      network: network, loss: .categoricalCrossentropy, optimizer: OptimizerDescription(.adam),
      context: ForwardContext(random: random))
    func run(
      _ start: TrainingState, epochs: Int, precise: Int = 0, _ variant: ConvolutionVariant = .auto
    ) throws -> (end: Learner<Float>, states: [TrainingState]) {
      var state = start
      state.learner.network.useConvolution(variant)
      let keeper = Keeper()
      var trainer = try Trainer(
        resuming: state,
        plan: .init(epochs: epochs, batching: .count(4), preciseEpochs: precise),
        engines: .processor(kernels: kernels))
      _ = try trainer.run(
        training: data, test: data, checkpoints: keeper.checkpointing, report: { _ in })
      return (trainer.learner, keeper.states)
    }
    let start = TrainingState(learner: learner)
    let whole = try run(start, epochs: 3, precise: 1)
    let tiled = try run(start, epochs: 1, .tiled)
    #expect(
      whole.states[2].learner.network.parameters == tiled.states[2].learner.network.parameters)
    #expect(try run(start, epochs: 1).end.network.parameters != tiled.end.network.parameters)
    let second = try run(tiled.states[3], epochs: 3)
    #expect(second.end.network.parameters == whole.end.network.parameters)
    #expect(
      try run(tiled.states[3], epochs: 3, .tiled).end.network.parameters
        != whole.end.network.parameters)
    for state in whole.states {
      let rest = try run(state, epochs: 3, precise: 1)
      #expect(rest.end.network.parameters == whole.end.network.parameters)
    }
  }

  @Test func `an interrupted run hands out where it stands`() throws {
    let keeper = Keeper()
    var asked = 0
    var trainer = try Trainer(
      learner: learner, plan: .init(epochs: 3, batching: .count(5)), engines: .processor)
    let outcome = try trainer.run(
      training: training, test: test,
      checkpoints: Checkpointing(isDue: { _ in false }, keep: keeper.checkpointing.keep),
      isCancelled: {
        asked += 1
        return asked > 7
      }, report: { _ in })
    #expect(outcome == .interrupted)
    let position = try #require(keeper.states.first?.position)
    #expect(keeper.states.count == 1)
    #expect(position.epoch == 2 && position.batches == 2)
    #expect(position.orderSource != nil)
  }

  /// Measuring stops between spans of 8192 samples; these sets are cut there.
  @Test(arguments: ["start", "validation", "test"])
  func `a run may be ended while it measures`(place: String) throws {
    var random = RandomSource(seed: 12)
    let training = DiskProblem.points(20_000, random: &random)
    let test = DiskProblem.points(9000, random: &random)
    let plan = Trainer.Plan(epochs: 2, batching: .count(4), validationShare: 0.5)
    func run(
      _ trainer: inout Trainer, _ keep: @escaping (TrainingState) -> Void, until end: String? = nil
    ) throws -> (outcome: Trainer.Outcome, events: [String]) {
      var (events, asked) = ([String](), 0)
      let outcome = try trainer.run(
        training: training, test: test,
        checkpoints: Checkpointing(isDue: { _ in false }, keep: keep),
        isCancelled: {
          // How often `isCancelled` is called: for the spans at the start, once per batch, then while measuring.
          asked += 1
          let place = [1: "start", 3 + 4 + 1: "validation", 3 + 2 * 5 + 2: "test"][asked]
          return place != nil && place == end
        }, report: { events.append(Self.name($0)) })
      return (outcome, events)
    }
    var whole = try Trainer(learner: learner, plan: plan, engines: .processor)
    let wanted = try run(&whole, { _ in })
    #expect(wanted.outcome == .finished)
    var kept: TrainingState?
    var cut = try Trainer(learner: learner, plan: plan, engines: .processor)
    let first = try run(&cut, { kept = $0 }, until: place)
    #expect(first.outcome == .interrupted)
    #expect(first.events.last == "interrupted")
    guard let kept else {
      // Nothing was done yet, so a resumed run begins.
      #expect(place == "start" && first.events == ["interrupted"])
      return
    }
    #expect(first.events.dropLast() == wanted.events.prefix(first.events.count - 1))
    var rest = try Trainer(resuming: kept, plan: plan, engines: .processor)
    let second = try run(&rest, { _ in })
    #expect(second.outcome == .finished)
    #expect(second.events.dropFirst() == wanted.events.dropFirst(first.events.count - 1))
    #expect(rest.learner.network.parameters == whole.learner.network.parameters)
  }

  /// An event without its figures.
  private static func name(_ event: TrainingEvent) -> String {
    switch event {
    case .start: "start"
    case .resume: "resume"
    case .batch(let batch): "batch \(batch.epoch) \(batch.result)"
    case .epoch(let epoch):
      "epoch \(epoch.epoch) \(epoch.result) \(String(describing: epoch.validation))"
    case .interrupted: "interrupted"
    case .test(let test): "test \(test)"
    }
  }

  @Test func `going on says where`() throws {
    let state = TrainingState(learner: learner, position: TrainingPosition(epoch: 3))
    var trainer = try Trainer(
      resuming: state, plan: .init(epochs: 3, batching: .count(5)), engines: .processor)
    var first: TrainingEvent?
    _ = try trainer.run(training: training, test: test) { first = first ?? $0 }
    #expect(
      first
        == .resume(TrainingResumption(epochs: 3, samples: 60, batches: 5, epoch: 3, batch: 0)))
  }
}
