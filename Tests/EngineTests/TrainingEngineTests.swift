import Foundation
import KernelInterface
import TestSupport
import Testing

@testable import Engine

/// What stands under a trainer: another engine may, engines may make their gradients common, and none takes a batch that
/// does not fit.
@Suite struct TrainingEngineTests {
  private func learner(
    _ structure: String, _ input: Shape, optimizer: OptimizerName = .adam
  ) throws -> Learner<Float> {
    var random = RandomSource(seed: 5)
    let network = try Network<Float>(
      StructureString.parse(structure).layers, inputShape: input, random: &random)
    return Learner(
      network: network, loss: .standard(for: network.layers.last?.activation ?? .identity),
      optimizer: OptimizerDescription(optimizer), context: ForwardContext(random: random))
  }

  private func samples(_ count: Int, for network: Network<Float>) -> Dataset {
    var random = RandomSource(seed: 6)
    return Dataset(
      inputs: .normal(network.inputShape.batched(count), &random),
      classes: (0..<count).map { $0 % network.outputShape.count },
      classCount: network.outputShape.count)
  }

  // MARK: - Gradients made common

  /// Dense layers that leave their gradient to the update, convolutions of both kinds, and nothing of either.
  static let structures: [(String, Shape)] = [
    ("D(64,r);D(64,t);D(3,sm);", [40]), ("C(3,8,r);M(2);F();D(64,r);D(3,sm);", [16, 16, 1]),
    ("C(3,16,r);C(3,16,r);F();D(3,sm);", [6, 5, 2]),
  ]

  @Test(arguments: structures, KernelSet.all)
  func `two engines with half of a batch each do what one does with all of it`(
    net: (structure: String, input: Shape), kernels: KernelSet
  ) throws {
    var start = try learner(net.structure, net.input, optimizer: .momentum)
    start.regularization = Regularization(l1: 0.01, l2: 0.1)
    let data = samples(24, for: start.network)
    for clipping in [GradientClipping.none, .value(0.01), .norm(0.1)] {
      start.clipping = clipping
      let one = StreamingLearner(start, threads: 2, kernels: kernels)
      let mean = MeanOfTwo()
      // Two machines: each with threads of its own, both waiting for each other in every step.
      let halves = (0..<2).map { half in
        Half(
          engine: StreamingLearner(
            start, threads: 2, kernels: kernels, exchange: { mean.exchange($0, half: half) }),
          rows: Array(half * 12..<(half + 1) * 12)[...], data: data)
      }
      let steps = 3
      let second = Worker { try halves[1].run(steps) }
      try halves[0].run(steps)
      try second.join()
      for _ in 0..<steps { try one.step(Array(0..<24)[...], of: data) }
      let wanted = one.learner.network.namedWeights
      let got = halves.map { $0.engine.learner }
      #expect(got[0].network.parameters == got[1].network.parameters)
      #expect(got[0].optimizer.state == got[1].optimizer.state)
      for (name, tensor) in got[0].network.namedWeights {
        // Sums of 24 terms in another order, three times.
        expectClose(
          tensor, try #require(wanted[name]), relative: 1e-5,
          "\(net.structure) \(kernels.name) \(clipping) \(name)")
      }
    }
  }

  private struct Half: @unchecked Sendable {
    let engine: StreamingLearner
    let rows: ArraySlice<Int>
    let data: Dataset

    func run(_ steps: Int) throws {
      for _ in 0..<steps { try engine.step(rows, of: data) }
    }
  }

  /// Whoever comes first leaves its gradients and waits for the mean.
  private final class MeanOfTwo: @unchecked Sendable {
    private let condition = NSCondition()
    /// What came first, and the mean of both: the next mean is made only when both have taken this one.
    private var first: [Float] = []
    private var mean: [Float] = []
    private var round = 0

    @Sendable func exchange(_ gradients: UnsafeMutableBufferPointer<Float>, half: Int) {
      condition.lock()
      defer { condition.unlock() }
      let own = round
      if first.isEmpty {
        first = Array(gradients)
      } else {
        mean = zip(first, gradients).map { ($0 + $1) / 2 }
        (first, round) = ([], round + 1)
        condition.broadcast()
      }
      while round == own { condition.wait() }
      for i in mean.indices { gradients[i] = mean[i] }
    }
  }

  /// A thread that can be waited for.
  private final class Worker: @unchecked Sendable {
    private let done = DispatchSemaphore(value: 0)
    private var failure: (any Error)?

    init(_ work: @escaping @Sendable () throws -> Void) {
      Thread.detachNewThread { [self] in
        do { try work() } catch { failure = error }
        done.signal()
      }
    }

    func join() throws {
      done.wait()
      if let failure { throw failure }
    }
  }

  private struct Unplugged: Error {}

  @Test func `an exchange that fails leaves the learner as it was`() throws {
    let start = try learner("D(64,r);DR(0.5);D(3,sm);", [40])
    let data = samples(12, for: start.network)
    let engine = StreamingLearner(start, threads: 2, exchange: { _ in throw Unplugged() })
    #expect(throws: Unplugged.self) { try engine.step(Array(0..<12)[...], of: data) }
    let left = engine.learner
    #expect(left.network.parameters == start.network.parameters)
    #expect(left.updates == 0 && left.optimizer.steps == 0)
    #expect(left.context.random == start.context.random)
  }

  @Test func `an exchange that changes nothing changes no digit`() throws {
    let start = try learner("C(3,8,r);M(2);F();D(64,r);D(3,sm);", [16, 16, 1])
    let data = samples(12, for: start.network)
    let engines = [nil, { @Sendable _ in }].map {
      StreamingLearner(start, threads: 2, exchange: $0)
    }
    for engine in engines {
      for _ in 0..<3 { try engine.step(Array(0..<12)[...], of: data) }
    }
    #expect(engines[0].learner.network.parameters == engines[1].learner.network.parameters)
  }

  // MARK: - The border to the kernels

  @Test func `a batch that does not fit is refused before anything is read`() throws {
    let start = try learner("D(3,sm);", [4])
    let engine = StreamingLearner(start, threads: 2)
    let data = samples(5, for: start.network)
    func sentence(_ rows: [Int], of data: Dataset) -> String {
      do {
        try engine.step(rows[...], of: data)
        return "taken"
      } catch { return "\(error)" }
    }
    #expect(sentence([], of: data) == "a batch has at least one sample")
    #expect(sentence([0, 5], of: data) == "a row of the batch is none of the data's 5 rows")
    #expect(sentence([-1], of: data) == "a row of the batch is none of the data's 5 rows")
    let wide = try samples(5, for: learner("D(3,sm);", [9]).network)
    #expect(sentence([0], of: wide) == "the network takes 4, but a sample of the data is 9")
    let many = try samples(5, for: learner("D(7,sm);", [4]).network)
    #expect(sentence([0], of: many).hasPrefix("the network has 3 outputs, but the data 7 classes"))
    #expect(throws: NetworkError.self) { try engine.evaluate(data, rows: 3..<6) }
    #expect(engine.learner.network.parameters == start.network.parameters)
    #expect(engine.learner.updates == 0)
    // Fewer samples than threads are a batch all the same.
    #expect(sentence([2], of: data) == "taken")
  }

  // MARK: - Under a trainer

  /// The learner that works layer by layer, as an engine.
  private final class LayerByLayer: TrainingEngine {
    var learner: Learner<Float>
    /// Steps until it breaks down.
    var rest = Int.max

    init(_ learner: Learner<Float>) { self.learner = learner }

    var random: RandomSource {
      get { learner.context.random }
      set { learner.context.random = newValue }
    }
    var optimizer: OptimizerDescription { learner.optimizer.description }
    var threads: Int { 1 }
    var norms: ParameterNorms { ParameterNorms(of: learner.network) }

    func step(
      _ rows: ArraySlice<Int>, of data: Dataset, learningRate: Double?
    ) throws -> Evaluation {
      guard rest > 0 else { throw Unplugged() }
      rest -= 1
      var batch = Batch()
      batch.gather(
        0..<rows.count, of: data.selecting(Array(rows)), outputShape: learner.network.outputShape)
      let loss = learner.step(batch.inputs, target: batch.targets, learningRate: learningRate)
      return Evaluation(loss: loss, accuracy: 0)
    }

    func evaluate(_ data: Dataset, rows: Range<Int>) -> Evaluation {
      learner.network.evaluate(data, rows: rows, loss: learner.loss)
    }

    func useConvolution(_ variant: ConvolutionVariant) {
      learner.network.useConvolution(variant)
    }
  }

  private func run(
    _ trainer: inout Trainer, _ data: Dataset, keep: @escaping (TrainingState) -> Void = { _ in }
  ) throws -> [Double] {
    var losses: [Double] = []
    _ = try trainer.run(
      training: data, test: data, checkpoints: Checkpointing(isDue: { _ in false }, keep: keep)
    ) {
      if case .batch(let batch) = $0 { losses.append(batch.result.loss) }
    }
    return losses
  }

  @Test func `a trainer works with any engine`() throws {
    let start = try learner("D(9,t);DR(0.3);D(3,sm);", [4])
    let data = samples(30, for: start.network)
    let plan = Trainer.Plan(epochs: 3, batching: .size(7), schedule: .cosine)
    var wanted = try Trainer(learner: start, plan: plan, engines: .processor)
    var got = try Trainer(
      learner: start, plan: plan,
      engines: TrainingEngineFactory { learner, _ in LayerByLayer(learner) })
    let losses = (try run(&wanted, data), try run(&got, data))
    #expect(losses.0.count == 15 && losses.1.count == 15)
    for (one, other) in zip(losses.0, losses.1) { #expect(abs(one - other) < 1e-5) }
    #expect(wanted.learner.context.random == got.learner.context.random)
    #expect(throws: Unplugged.self) {
      try Trainer(
        learner: start, plan: plan, engines: TrainingEngineFactory { _, _ in throw Unplugged() })
    }
  }

  @Test func `a run whose engine fails keeps its state and goes on to the same end`() throws {
    let start = try learner("D(9,t);DR(0.3);D(3,sm);", [4])
    let data = samples(30, for: start.network)
    let plan = Trainer.Plan(epochs: 3, batching: .size(7))
    let engines = TrainingEngineFactory { learner, _ in LayerByLayer(learner) }
    var whole = try Trainer(learner: start, plan: plan, engines: engines)
    _ = try run(&whole, data)
    var broken = try Trainer(
      learner: start, plan: plan,
      engines: TrainingEngineFactory { learner, _ in
        let engine = LayerByLayer(learner)
        engine.rest = 7
        return engine
      })
    var kept: TrainingState?
    #expect(throws: Unplugged.self) { try run(&broken, data) { kept = $0 } }
    let state = try #require(kept)
    #expect(state.position.epoch == 2 && state.position.batches == 2)
    var rest = try Trainer(resuming: state, plan: plan, engines: engines)
    _ = try run(&rest, data)
    #expect(rest.learner.network.parameters == whole.learner.network.parameters)
  }

  @Test func `the end of the precise epochs lays out anew only where an algorithm changes`() throws
  {
    for (structure, input, changes) in [
      ("D(9,t);D(3,sm);", [4] as Shape, false), ("C(3,5,r);F();D(3,sm);", [6, 6, 1], false),
      ("C(3,16,r);C(3,16,r);F();D(3,sm);", [6, 6, 1], true),
    ] {
      var start = try learner(structure, input)
      start.network.useConvolution(.tiled)
      let engine = StreamingLearner(start, threads: 1)
      let before = engine.layout
      engine.useConvolution(.auto)
      #expect((engine.layout !== before) == changes, "\(structure)")
    }
  }

  @Test func `a training makes one engine`() throws {
    let start = try learner("C(3,16,r);C(3,16,r);F();D(3,sm);", [6, 6, 1])
    let data = samples(30, for: start.network)
    let count = Counter()
    let engines = TrainingEngineFactory { learner, threads in
      count.value += 1
      return try TrainingEngineFactory.processor.engine(for: learner, threads: threads)
    }
    var trainer = try Trainer(
      learner: start, plan: .init(epochs: 3, batching: .size(7), preciseEpochs: 1),
      engines: engines)
    _ = try run(&trainer, data)
    #expect(count.value == 1)
  }

  private final class Counter: @unchecked Sendable { var value = 0 }
}
