import Foundation
import KernelInterface

/// A learner laid out for speed: sub-batches of samples stream through all layers, forward and back, each in one
/// thread's cache; then the threads' gradients are summed and every thread updates its share of the parameters.
///
/// It does what `Learner.step` does without a listener, in another order of summation. Results depend on the number of
/// threads, but not on which thread is quicker: equal runs are equal bit for bit. After the first step nothing is
/// allocated.
public final class StreamingLearner {
  /// Where masks and orders come from, as in the learner this one was made of.
  public var random: RandomSource
  public let threads: Int

  let kernels = Processor.kernels
  let pool: ThreadPool
  let built: StageBuilder.Built
  let store: ParameterStore
  let firstLearning: Int
  let outputs: Int
  let capacity: Int
  /// What this one was made of; its parameters and its optimizer's state are out of date.
  private var origin: Learner<Float>
  private let update: ParameterUpdate
  /// What the threads see of the batch at hand.
  let batch: CurrentBatch

  /// - Parameters:
  ///   - learner: parameters, optimizer state and generator to go on from.
  ///   - threads: how many share the work.
  public init(_ learner: Learner<Float>, threads: Int) {
    origin = learner
    random = learner.context.random
    self.threads = threads
    pool = ThreadPool(count: threads)
    let network = learner.network
    capacity = SubBatchSize.limit(for: network, kernels)
    store = ParameterStore(network, threads: threads)
    outputs = network.outputShape.count
    batch = CurrentBatch(
      threads: threads, capacity: capacity, outputs: outputs, inputs: network.inputShape.count)
    let builder = StageBuilder(
      network: network, kernels: kernels, threads: threads, capacity: capacity, batch: batch)
    built = builder.build(store)
    firstLearning = builder.firstLearning
    update = ParameterUpdate(
      store, learner: learner, kernels: kernels, threads: threads,
      denseStages: built.stages.compactMap { $0.stage as? DenseStage })
    for slot in store.slots {
      guard let parameters = network.parameters[slot.layer] else { continue }
      store.read(parameters[slot.name].elements, to: store.values, slot)
    }
  }

  /// The learner as it is now: parameters, optimizer state and generator.
  public var learner: Learner<Float> {
    var learner = origin
    var parameters = learner.network.parameters
    for slot in store.slots {
      guard var layer = parameters[slot.layer] else { continue }
      store.write(store.values, slot, to: &layer[slot.name].elements)
      parameters[slot.layer] = layer
    }
    learner.network.parameters = parameters
    learner.context.random = random
    update.write(to: &learner)
    return learner
  }

  /// One update on the samples `rows` of `data`.
  ///
  /// - Returns: the batch's mean loss and accuracy before the update.
  @discardableResult
  public func step(
    _ rows: ArraySlice<Int>, of data: Dataset, learningRate: Double? = nil
  ) -> Evaluation {
    drawMasks()
    batch.set(rows: rows, data: data, learns: true)
    pool.run(prepareJob)
    pool.run(streamJob)
    update.run(pool, learningRate: learningRate)
    return batch.evaluation
  }

  /// Loss and accuracy in predicting mode: dropout lets everything through, nothing is drawn.
  public func evaluate(_ data: Dataset, rows: Range<Int>? = nil) -> Evaluation {
    for dropout in built.dropouts { dropout.masks = .none }
    let rows = rows ?? 0..<data.count
    batch.set(rows: Array(rows)[...], data: data, learns: false)
    pool.run(prepareJob)
    pool.run(streamJob)
    return batch.evaluation
  }

  /// `evaluate` for sets that may be large: span after span, so that it can be ended on the way.
  ///
  /// - Parameters:
  ///   - data: where the samples are.
  ///   - rows: which of them; all when nil.
  ///   - isCancelled: asked between two spans.
  /// - Returns: the means over all rows.
  /// - Throws: `CancellationError` when `isCancelled` says so.
  func measure(
    _ data: Dataset, rows: Range<Int>? = nil, isCancelled: () -> Bool
  ) throws(CancellationError) -> Evaluation {
    let rows = rows ?? 0..<data.count
    var mean = Evaluation(loss: 0, accuracy: 0)
    for start in stride(from: rows.lowerBound, to: rows.upperBound, by: Self.span) {
      guard start == rows.lowerBound || !isCancelled() else { throw CancellationError() }
      let part = start..<min(start + Self.span, rows.upperBound)
      let found = evaluate(data, rows: part)
      let share = Double(part.count) / Double(rows.count)
      mean.loss += share * found.loss
      mean.accuracy += share * found.accuracy
    }
    return mean
  }

  /// Samples measured between two questions whether to go on.
  private static let span = 8192

  public var optimizer: OptimizerDescription { origin.optimizer.description }

  /// How large all parameters are.
  public var norms: ParameterNorms { update.norms(pool) }

  /// How many samples behind the sub-batch at hand a thread asks a slow disk for: as many as keep the disk's queue filled.
  private static let lookAhead = 64

  private func drawMasks() {
    for dropout in built.dropouts {
      dropout.draw(&random, scope: origin.context.maskScope)
    }
  }

  private lazy var prepareJob: ThreadPool.Job = { [built, threads] thread in
    for (_, stage) in built.stages { stage.prepare(thread: thread, of: threads) }
  }

  private lazy var streamJob: ThreadPool.Job = {
    [
      built, batch, capacity, firstLearning, loss = origin.loss,
      reduction = origin.reduction, lookAhead = Self.lookAhead
    ]
    thread in
    let samples = batch.samples(thread)
    // Equal parts: a last one of few samples would cost nearly as much as a full one.
    let parts = (samples.count + capacity - 1) / capacity
    var expected = samples.lowerBound
    for number in 0..<parts {
      let first = samples.lowerBound + number * samples.count / parts
      let next = samples.lowerBound + (number + 1) * samples.count / parts
      let part = SubBatch(thread: thread, first: first, count: next - first)
      expected = batch.prefetch(expected..<min(next + lookAhead, samples.upperBound))
      batch.load(part, into: built.input)
      for (_, stage) in built.stages { stage.forward(part) }
      batch.judge(part, built.output, loss: loss)
      guard batch.learns else { continue }
      batch.setError(part, built.output, loss: loss, reduction: reduction)
      for (layer, stage) in built.stages.reversed() where layer >= firstLearning {
        stage.backward(part, sendsBack: layer > firstLearning)
      }
    }
    guard batch.learns else { return }
    for (_, stage) in built.stages { stage.completeGradients(thread: thread) }
  }
}
