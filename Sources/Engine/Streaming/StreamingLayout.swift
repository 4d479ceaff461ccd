import KernelInterface

/// A network as a sequence of stages with signals between them, the buffers of its parameters, and the jobs that the
/// threads run on both.
final class StreamingLayout {
  let inputShape: Shape
  let outputShape: Shape
  let built: StageBuilder.Built
  /// The current batch as the threads see it.
  let batch: CurrentBatch
  let update: ParameterUpdate
  private let store: ParameterStore
  private let network: Network<Float>
  private let kernels: KernelSet
  private let prepareJob: ThreadPool.Job
  private let streamJob: ThreadPool.Job

  /// - Parameters:
  ///   - learner: its network is laid out; parameters and the optimizer's state are copied from it.
  ///   - threads: how many share the work.
  ///   - kernels: what they compute with.
  ///   - largestBatch: the most samples of a batch, as far as it is known. Buffers are no larger than that needs; a
  ///     larger batch takes more passes through them.
  init(_ learner: Learner<Float>, threads: Int, kernels: KernelSet, largestBatch: Int? = nil) {
    let network = learner.network
    var capacity = SubBatchSize.limit(for: network, kernels)
    if let largestBatch { capacity = max(1, min(capacity, (largestBatch + threads - 1) / threads)) }
    store = ParameterStore(network, threads: threads)
    (inputShape, outputShape) = (network.inputShape, network.outputShape)
    batch = CurrentBatch(
      threads: threads, capacity: capacity, outputs: outputShape.count, inputs: inputShape.count)
    let builder = StageBuilder(
      network: network, kernels: kernels, threads: threads, capacity: capacity, batch: batch)
    built = builder.build(store)
    update = ParameterUpdate(
      store, learner: learner, kernels: kernels, threads: threads,
      denseStages: built.stages.compactMap { $0.stage as? DenseStage })
    self.network = network
    self.kernels = kernels
    prepareJob = Self.preparation(built, threads: threads)
    streamJob = Self.stream(
      built, batch, firstLearning: builder.firstLearning, learner)
    for slot in store.slots {
      guard let parameters = network.parameters[slot.layer] else { continue }
      store.read(parameters[slot.name].elements, to: store.values, slot)
    }
  }

  /// Takes the current batch through the network, forward and, in training, back.
  func run(_ pool: ThreadPool) {
    pool.run(prepareJob)
    pool.run(streamJob)
  }

  /// Parameters, the optimizer's state and the count of updates, as the learner keeps them.
  func write(to learner: inout Learner<Float>) {
    var parameters = learner.network.parameters
    for slot in store.slots {
      guard var layer = parameters[slot.layer] else { continue }
      store.write(store.values, slot, to: &layer[slot.name].elements)
      parameters[slot.layer] = layer
    }
    learner.network.parameters = parameters
    update.write(to: &learner)
  }

  /// Whether the same layers, with other algorithms for their convolutions, need other stages.
  func changes(with other: Network<Float>) -> Bool {
    zip(network.layers, other.layers).contains { one, two in
      guard let one = one as? Convolution2D<Float>, let two = two as? Convolution2D<Float>,
        one.variant != two.variant
      else { return false }
      let choice = one.variant.chosen(for: one.geometry, lanes: kernels.lanes)
      return choice == .reference
        || choice != two.variant.chosen(for: two.geometry, lanes: kernels.lanes)
    }
  }

  private static func preparation(
    _ built: StageBuilder.Built, threads: Int
  ) -> ThreadPool.Job {
    { thread in
      for (_, stage) in built.stages { stage.prepare(thread: thread, of: threads) }
    }
  }

  /// How many samples beyond the current sub-batch a thread requests from a slow disk: enough to keep its queue filled.
  private static let lookAhead = 64

  /// A thread's share of the batch, sub-batch after sub-batch.
  private static func stream(
    _ built: StageBuilder.Built, _ batch: CurrentBatch, firstLearning: Int,
    _ learner: Learner<Float>
  ) -> ThreadPool.Job {
    let (loss, reduction, lookAhead) = (learner.loss, learner.reduction, lookAhead)
    return { thread in
      let samples = batch.samples(thread)
      var expected = samples.lowerBound
      for number in 0..<batch.partCount(thread) {
        let part = batch.part(number, of: thread)
        expected = batch.prefetch(
          expected..<min(part.first + part.count + lookAhead, samples.upperBound))
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
}
