import KernelInterface

/// A learner laid out for speed: each thread takes its samples in sub-batches through all layers, forward and back, so
/// that their signals stay in its cache; then the threads' gradients are summed, and every thread updates its share of
/// the parameters.
///
/// A step computes what `Learner.step` computes without a listener, in another order of summation. Results depend on the
/// number of threads and on the kernels, but not on the speed of the threads: equal runs give equal results, bit for bit.
/// After the first step nothing is allocated.
public final class StreamingLearner: TrainingEngine {
  public var random: RandomSource
  public let threads: Int

  let pool: ThreadPool
  private let kernels: KernelSet
  private let exchange: GradientExchange?
  private let largestBatch: Int?
  /// The learner that this engine was made from; its parameters and its optimizer's state are out of date.
  private var origin: Learner<Float>
  private(set) var layout: StreamingLayout

  /// - Parameters:
  ///   - learner: parameters, optimizer state and generator to go on from.
  ///   - threads: how many share the work.
  ///   - kernels: what they compute with.
  ///   - exchange: makes gradients common with those of other engines; without one nothing is waited for.
  ///   - largestBatch: the most samples of a batch where it is known, which saves memory; it is no limit.
  public init(
    _ learner: Learner<Float>, threads: Int, kernels: KernelSet = Processor.kernels,
    exchange: GradientExchange? = nil, largestBatch: Int? = nil
  ) {
    origin = learner
    random = learner.context.random
    self.threads = threads
    self.kernels = kernels
    self.exchange = exchange
    self.largestBatch = largestBatch
    pool = ThreadPool(count: threads)
    layout = StreamingLayout(
      learner, threads: threads, kernels: kernels, largestBatch: largestBatch)
  }

  public var optimizer: OptimizerDescription { origin.optimizer.description }

  public var norms: ParameterNorms { layout.update.norms(pool) }

  public var learner: Learner<Float> {
    var learner = origin
    layout.write(to: &learner)
    learner.context.random = random
    return learner
  }

  @discardableResult
  public func step(
    _ rows: ArraySlice<Int>, of data: Dataset, learningRate: Double?
  ) throws -> Evaluation {
    guard !rows.isEmpty else { throw NetworkError(reason: "a batch has at least one sample") }
    try check(rows, data)
    let before = random
    drawMasks()
    layout.batch.set(rows: rows, data: data, learns: true)
    layout.run(pool)
    do {
      try layout.update.run(pool, learningRate: learningRate, exchange: exchange)
    } catch {
      random = before
      throw error
    }
    return layout.batch.evaluation
  }

  public func evaluate(_ data: Dataset, rows: Range<Int>) throws -> Evaluation {
    let rows = Array(rows)[...]
    try check(rows, data)
    for dropout in layout.built.dropouts { dropout.masks = .none }
    layout.batch.set(rows: rows, data: data, learns: false)
    layout.run(pool)
    return layout.batch.evaluation
  }

  /// Kernels check nothing, so this does: samples must have the extents of the signals they are loaded into, and every
  /// row of the batch must exist.
  private func check(_ rows: ArraySlice<Int>, _ data: Dataset) throws {
    try data.check(inputShape: layout.inputShape, outputShape: layout.outputShape)
    guard rows.allSatisfy({ $0 >= 0 && $0 < data.count }) else {
      throw NetworkError(reason: "a row of the batch is none of the data's \(data.count) rows")
    }
  }

  private func drawMasks() {
    for dropout in layout.built.dropouts {
      dropout.draw(&random, scope: origin.context.maskScope)
    }
  }

  /// Builds a new layout if the algorithm of any convolution changes by this; else the layout stays.
  public func useConvolution(_ variant: ConvolutionVariant) {
    var learner = learner
    learner.network.useConvolution(variant)
    let changes = layout.changes(with: learner.network)
    origin = learner
    guard changes else { return }
    layout = StreamingLayout(
      learner, threads: threads, kernels: kernels, largestBatch: largestBatch)
  }
}

extension TrainingEngineFactory {
  /// The processor's threads with its fastest kernels, or those that `Processor.variable` names.
  public static var processor: TrainingEngineFactory { processor(kernels: Processor.kernels) }

  /// The processor's threads.
  ///
  /// - Parameters:
  ///   - kernels: what they compute with.
  ///   - exchange: makes gradients common with those of other engines.
  /// - Returns: their factory.
  public static func processor(
    kernels: KernelSet, exchange: GradientExchange? = nil
  ) -> TrainingEngineFactory {
    TrainingEngineFactory {
      StreamingLearner($0, threads: $1, kernels: kernels, exchange: exchange)
    }
  }
}
