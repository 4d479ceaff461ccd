import CAllocationCount
import KernelInterface
import TestSupport
import Testing

@testable import Engine

/// Compares the streaming learner with the learner that computes layer by layer on whole batches.
@Suite struct StreamingLearnerTests {
  struct Net: CustomTestStringConvertible, Sendable {
    let structure: String
    let input: Shape
    var testDescription: String { structure }

    init(_ structure: String, _ input: Shape) {
      self.structure = structure
      self.input = input
    }
  }

  static let nets = [
    Net("D(7,r);D(3,sm);", [5]), Net("D(40,r);DR(0.5);D(33,t);DR(0.25);D(5,sm);", [19]),
    Net("F();D(64,r);D(4);", [6, 5, 1]), Net("D(3,s);D(1);", [2]), Net("D(1,r);", [300]),
    // Neighbouring pixels that share a register, on rows where they fit and where they do not.
    Net("C(5,8,r);M(4);DR(0.25);F();D(6,r);D(5,sm);", [16, 16, 1]),
    Net("C(3,8,r)x2;M(2);F();D(5,sm);", [8, 7, 2]),
    Net("C(7,4,r);C(5,2,r);F();D(3,sm);", [8, 12, 3]),
    // Pictures that pooling does not cover, kernels larger than the picture, odd channels.
    Net("C(3,32,r);M(2);C(5,16,r)x2;F();D(16,r);D(5,sm);", [13, 11, 3]),
    Net("C(3,5,t);A(2);C(3,7,s);M(3);F();D(4,sm);", [13, 9, 3]),
    Net("C(7,3,r);F();D(2,sm);", [3, 4, 2]),
    Net("M(2);C(1,9);A(3);F();D(2,sm);", [13, 12, 5]), Net("C(3,4);", [4, 5, 2]),
    // A large dense layer that leaves its gradient to the update; and sums with so many terms that a gate is
    // applied at the end.
    Net("C(3,8,r);M(2);DR(0.25);F();D(64,r);DR(0.25);D(5,sm);", [16, 16, 1]),
    Net("D(320,r);D(320,r);D(3,sm);", [8]),
    // An activation that no kernel fuses, below and above layers that would gate a ReLU.
    Net("C(3,8,lr);M(2);DR(0.25);C(3,16,lr);F();D(10,lr);D(3,sm);", [8, 7, 2]),
    // Winograd's tiles, whole and cut off.
    Net("C(3,16,r);C(3,32,r)x2;M(2);DR(0.25);C(3,64,r);F();D(3,sm);", [9, 8, 1]),
    Net("C(5,32,r)x2;C(5,16);F();D(3,sm);", [7, 9, 16]),
    Net("C(3,16,s);C(3,16,t);F();D(3);", [5, 6, 16]),
    // One pixel, and a layer without parameters at either end.
    Net("C(3,16,r);C(3,16,r);F();D(2,sm);", [1, 1, 16]), Net("DR(0.5);D(4,r);DR(0.5);", [9]),
  ]

  /// What an engine computes with.
  struct Setting: CustomTestStringConvertible, Sendable {
    let threads: Int
    let kernels: KernelSet
    var testDescription: String { "\(threads) threads, \(kernels.name)" }

    static let all = KernelSet.all.flatMap { kernels in
      [1, 2, 3].map { Setting(threads: $0, kernels: kernels) }
    }
    static let two = KernelSet.all.map { Setting(threads: 2, kernels: $0) }

    func engine(
      _ learner: Learner<Float>, exchange: GradientExchange? = nil
    ) -> StreamingLearner {
      StreamingLearner(learner, threads: threads, kernels: kernels, exchange: exchange)
    }
  }

  private func learner(
    _ net: Net, _ optimizer: OptimizerName = .sgd, scope: ForwardContext.MaskScope = .sample
  ) throws -> Learner<Float> {
    var random = RandomSource(seed: 3)
    let network = try Network<Float>(
      StructureString.parse(net.structure).layers, inputShape: net.input, random: &random)
    var description = OptimizerDescription(optimizer)
    description.learningRate = 0.02
    return Learner(
      network: network, loss: .standard(for: network.layers.last?.activation ?? .identity),
      optimizer: description, context: ForwardContext(random: random, maskScope: scope))
  }

  private func samples(_ count: Int, for network: Network<Float>) -> Dataset {
    var random = RandomSource(seed: 8)
    return Dataset(
      inputs: .normal(network.inputShape.batched(count), &random),
      values: .normal(network.outputShape.batched(count), &random))
  }

  /// Both take some steps on the same batches; their parameters then agree.
  private func expectAgreement(
    _ learner: Learner<Float>, _ setting: Setting, batch: Int, steps: Int = 2,
    tolerance: Double = 1e-4, _ what: String
  ) throws {
    let what = "\(what) \(setting.testDescription)"
    var whole = learner
    let streaming = setting.engine(learner)
    let data = samples(batch, for: learner.network)
    var gathered = Batch()
    gathered.gather(0..<batch, of: data, outputShape: learner.network.outputShape)
    for step in 1...steps {
      let wanted = whole.step(gathered.inputs, target: gathered.targets)
      let got = try streaming.step(Array(0..<batch)[...], of: data)
      #expect(abs(got.loss - wanted) <= 1e-4 * max(1, abs(wanted)), "\(what), loss of step \(step)")
    }
    let got = streaming.learner
    #expect(got.context.random == whole.context.random, "\(what): the generator")
    #expect(got.updates == whole.updates)
    for (name, wanted) in whole.network.namedWeights {
      let weights = try #require(got.network.namedWeights[name])
      expectClose(weights, wanted, absolute: tolerance, relative: tolerance, "\(what) \(name)")
    }
  }

  @Test(arguments: nets, Setting.all)
  func `streaming computes what whole batches do`(net: Net, setting: Setting) throws {
    for scope in ForwardContext.MaskScope.allCases {
      try expectAgreement(
        learner(net, scope: scope), setting, batch: 7, "\(net.structure) \(scope)")
    }
  }

  @Test(arguments: Setting.two)
  func `a batch of many sub-batches is that of one`(setting: Setting) throws {
    try expectAgreement(
      learner(Net("C(3,8,r);M(2);F();D(3,sm);", [6, 6, 1])), setting, batch: 133, "133 samples")
    try expectAgreement(
      learner(Net("C(3,8,r);M(2);DR(0.25);F();D(64,r);D(3,sm);", [16, 16, 1])), setting,
      batch: 133, "133 samples, a large dense layer")
    let small = try learner(Net("D(9,r);D(3,sm);", [4]))
    try expectAgreement(small, setting, batch: 1 << 11, "2048 samples")
    try expectAgreement(
      small, Setting(threads: 3, kernels: setting.kernels), batch: 1, "one sample")
  }

  /// Its buffers have places for 2 samples per thread.
  @Test func `a batch larger than was expected is learnt all the same`() throws {
    let start = try learner(Net("C(3,8,r);M(2);F();D(3,sm);", [6, 6, 1]))
    let data = samples(133, for: start.network)
    let (usual, small) = (
      StreamingLearner(start, threads: 2), StreamingLearner(start, threads: 2, largestBatch: 4)
    )
    for _ in 0..<2 {
      let wanted = try usual.step(Array(0..<133)[...], of: data)
      let got = try small.step(Array(0..<133)[...], of: data)
      #expect(abs(got.loss - wanted.loss) < 1e-4)
    }
    for (name, wanted) in usual.learner.network.namedWeights {
      let weights = try #require(small.learner.network.namedWeights[name])
      expectClose(weights, wanted, absolute: 1e-5, relative: 1e-5, name)
    }
  }

  @Test(arguments: OptimizerName.allCases, Setting.two)
  func `every update rule, penalty and limit is that of the learner`(
    rule: OptimizerName, setting: Setting
  ) throws {
    let net = Net("D(40,t);D(3,sm);", [17])
    try expectAgreement(learner(net, rule), setting, batch: 8, steps: 4, "\(rule)")
    var strict = try learner(net, rule)
    strict.regularization = Regularization(
      kernel: .init(l1: 0.01, l2: 0.1), bias: .init(l1: 0.02, l2: 0.03))
    strict.clipping = .value(0.05)
    try expectAgreement(strict, setting, batch: 8, steps: 4, "\(rule), by value")
    strict.clipping = .norm(0.1)
    strict.reduction = .sum
    try expectAgreement(strict, setting, batch: 8, steps: 4, "\(rule), by norm")
  }

  @Test(arguments: ConvolutionVariant.allCases, Setting.two)
  func `every variant trains alike`(variant: ConvolutionVariant, setting: Setting) throws {
    var wanted = try learner(Net("C(3,16,r)x2;M(2);C(5,16,r);F();D(3,sm);", [7, 6, 2]))
    wanted.network.useConvolution(.direct)
    var other = wanted
    other.network.useConvolution(variant)
    let data = samples(5, for: wanted.network)
    let engines = [wanted, other].map { setting.engine($0) }
    for engine in engines { try engine.step(Array(0..<5)[...], of: data) }
    let results = engines.map(\.learner.network.namedWeights)
    for (name, weights) in results[0] {
      let got = try #require(results[1][name])
      expectClose(got, weights, absolute: 1e-5, relative: 1e-4, "\(variant) \(name)")
    }
  }

  @Test(arguments: Setting.two)
  func `runs repeat bit for bit, also through a learner in between`(setting: Setting) throws {
    let net = Net("C(5,8,r);M(2);DR(0.25);C(3,16,r)x2;F();D(20,r);DR(0.5);D(5,sm);", [12, 12, 1])
    let start = try learner(net, .adam)
    let data = samples(40, for: start.network)
    let rows = Array(0..<40)[...]
    func run(breaking: Bool) throws -> Learner<Float> {
      var engine = setting.engine(start)
      for step in 0..<6 {
        if breaking, step == 3 { engine = setting.engine(engine.learner) }
        try engine.step(rows, of: data)
      }
      return engine.learner
    }
    let wanted = try run(breaking: false)
    for breaking in [false, true] {
      let got = try run(breaking: breaking)
      #expect(got.network.parameters == wanted.network.parameters)
      #expect(got.optimizer.state == wanted.optimizer.state)
      #expect(got.context.random == wanted.context.random)
    }
  }

  @Test(arguments: Setting.two)
  func `evaluating draws nothing and agrees with the network`(setting: Setting) throws {
    var start = try learner(Net("C(3,8,r);M(2);DR(0.5);F();D(3,sm);", [6, 6, 1]))
    let data = samples(70, for: start.network)
    let engine = setting.engine(start)
    let got = try engine.evaluate(data, rows: 3..<70)
    let wanted = start.network.evaluate(data, rows: 3..<70, loss: start.loss)
    #expect(abs(got.loss - wanted.loss) < 1e-5)
    // Two outputs of a sample may be so near to each other that rounding chooses the larger one.
    #expect(abs(got.accuracy - wanted.accuracy) <= 1.001 / 67)
    #expect(engine.random == start.context.random)
  }

  /// Debug builds allocate for closures and iterators that optimised ones keep in registers.
  private static var isOptimised: Bool {
    #if DEBUG
      false
    #else
      true
    #endif
  }

  @Test(.enabled(if: allocation_count_works() && isOptimised), arguments: Setting.two)
  func `no step but the first allocates`(setting: Setting) throws {
    let net = Net(
      "C(5,8,r);M(2);DR(0.25);C(3,16,r)x2;M(2);F();D(20,r);DR(0.5);D(5,sm);", [16, 16, 1])
    let start = try learner(net, .adam)
    let data = samples(90, for: start.network)
    let engine = setting.engine(start)
    let rows = Array(0..<90)[...]
    let counts = Counts(threads: engine.threads)
    let before: ThreadPool.Job = { counts.before[$0] = allocation_count_of_thread() }
    let after: ThreadPool.Job = { counts.after[$0] = allocation_count_of_thread() }
    for _ in 0..<2 {
      try engine.step(rows, of: data)
      engine.pool.run(before)
      engine.pool.run(after)
    }
    engine.pool.run(before)
    for _ in 0..<3 { try engine.step(rows, of: data) }
    engine.pool.run(after)
    for thread in 0..<engine.threads {
      #expect(counts.after[thread] - counts.before[thread] == 0, "thread \(thread)")
    }
  }

  private final class Counts: @unchecked Sendable {
    let before: UnsafeMutablePointer<Int>
    let after: UnsafeMutablePointer<Int>

    init(threads: Int) {
      before = .allocate(capacity: threads)
      after = .allocate(capacity: threads)
      before.initialize(repeating: -1, count: threads)
      after.initialize(repeating: -2, count: threads)
    }

    deinit {
      before.deallocate()
      after.deallocate()
    }
  }
}
