import Engine
import Foundation
import Testing

/// The paper's runs, followed from the seed alone.
@Suite(.enabled(if: SharedData.has(SharedData.olivetti, SharedData.experiments)))
struct PublishedRunTests {
  @Test func `experiment 1781687523 is followed to its end`() throws {
    let run = try PublishedRun("1781687523", epochs: 100)
    try run.expectStart()
    try run.expectEpochs(2)
    let after = run.published.afterFit
    let test = try #require(run.test)
    #expect(abs(test.loss / after.testLoss - 1) < 1e-3, "\(test.loss), published \(after.testLoss)")
    #expect(abs(test.accuracy - after.testAcc) < 1e-9)
    for epoch in run.epochs {
      let wanted = run.published.epochMeanLoss[epoch.epoch - 1]
      #expect(
        run.agree(epoch.result.loss, wanted),
        "epoch \(epoch.epoch): \(epoch.result.loss), published \(wanted)")
    }
    for (epoch, wanted) in run.published.weightNormsAfterEpoch {
      let norms = run.epochs[(Int(epoch) ?? 1) - 1].norms
      #expect(abs(norms.l1 / wanted.l1 - 1) < 1e-5, "epoch \(epoch): \(norms.l1), \(wanted.l1)")
      #expect(abs(norms.l2 / wanted.l2 - 1) < 1e-5, "epoch \(epoch): \(norms.l2), \(wanted.l2)")
    }
  }

  private static let followed = [
    "0979993065", "2855585004", "3391566488", "1455896911", "4283815439", "3923102291",
    "1466991051",
  ]

  @Test(arguments: followed)
  func `the first two epochs of other experiments are followed`(id: String) throws {
    let run = try PublishedRun(id, epochs: 2)
    try run.expectStart()
    try run.expectEpochs(2)
  }
}

/// One repetition, trained with the conventions of the paper's code.
struct PublishedRun {
  let published: PublishedExperiment.Repetition
  private(set) var start: TrainingStart?
  private(set) var batches: [BatchReport] = []
  private(set) var epochs: [EpochReport] = []
  private(set) var test: Evaluation?

  init(_ id: String, epochs: Int) throws {
    let experiment = try #require(try PublishedExperiment.find(id))
    published = experiment.repetitions[0]
    let (training, test) = try OlivettiFaces(directory: SharedData.olivetti).split(published.seed)
    var random = RandomSource(seed: UInt32(published.seed))
    let network = try Network<Float>(
      StructureString.parse(#require(experiment.structure)).layers, inputShape: [64, 64, 1],
      random: &random)
    let learner = Learner(
      network: network, loss: .categoricalCrossentropy, reduction: .sum,
      optimizer: OptimizerDescription(.adam),
      context: ForwardContext(random: random, maskScope: .batch))
    var trainer = Trainer(learner: learner, plan: .init(epochs: epochs, batching: .count(10)))
    var events: [TrainingEvent] = []
    _ = trainer.run(training: training, test: test) { events.append($0) }
    for event in events {
      switch event {
      case .start(let start): self.start = start
      case .batch(let batch): batches.append(batch)
      case .epoch(let epoch): self.epochs.append(epoch)
      case .test(let result): self.test = result
      case .interrupted, .resume: Issue.record("nobody interrupted")
      }
    }
  }

  func expectStart() throws {
    let start = try #require(start)
    let before = published.beforeFit
    #expect(abs(start.initialNorms.l1 / published.initialWeightNorms.l1 - 1) < 4e-7)
    #expect(abs(start.initialNorms.l2 / published.initialWeightNorms.l2 - 1) < 4e-7)
    #expect(abs(start.train.loss - before.trainLoss) < 2e-6)
    #expect(abs(start.test.loss - before.testLoss) < 2e-6)
    #expect(abs(start.train.accuracy - before.trainAcc) < 1e-9)
    #expect(abs(start.test.accuracy - before.testAcc) < 1e-9)
  }

  /// Every batch loss and accuracy of the first epochs to its four digits, one unit of the last allowed.
  func expectEpochs(_ count: Int) throws {
    for epoch in 1...count {
      let wanted = published.firstEpochs[epoch - 1]
      let got = batches.filter { $0.epoch == epoch }.map(\.result)
      #expect(got.count == wanted.batchLoss.count)
      for (index, result) in got.enumerated() {
        let (loss, accuracy) = (wanted.batchLoss[index], wanted.batchAcc[index])
        #expect(
          agree(result.loss, loss) && agree(result.accuracy, accuracy),
          "epoch \(epoch), batch \(index + 1): wanted \(loss), \(accuracy), got \(result)")
      }
    }
  }

  /// Four significant digits, one unit of the last allowed.
  func agree(_ got: Double, _ printed: Double) -> Bool {
    guard printed != 0 else { return got == 0 }
    let unit = pow(10, floor(log10(printed)) - 3)
    return abs(got - printed) <= 1.5 * unit
  }
}
