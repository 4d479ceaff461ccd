import KernelInterface

/// A single convolution by one variant, for benchmarks: the second layer of a network that an engine laid out for training,
/// on that engine's threads.
public final class ConvolutionTrial {
  let engine: StreamingLearner
  private let stage: any Stage
  private let batch: Int

  /// - Parameters:
  ///   - height: of the pictures.
  ///   - width: of the pictures.
  ///   - inputChannels: of the pictures.
  ///   - kernels: output channels.
  ///   - kernelSize: an odd number.
  ///   - batch: pictures per pass.
  ///   - threads: how many threads share them.
  ///   - variant: the algorithm.
  /// - Throws: `NetworkError` for impossible extents.
  public init(
    height: Int, width: Int, inputChannels: Int, kernels: Int, kernelSize: Int, batch: Int,
    threads: Int, variant: ConvolutionVariant
  ) throws {
    var random = RandomSource(seed: 1)
    let kernel = LayerDescription.convolution(
      kernelSize: kernelSize, kernels: kernels, activation: .identity)
    // The timed convolution has a layer with parameters below it, so that it computes an input gradient.
    let first = LayerDescription.convolution(
      kernelSize: 1, kernels: inputChannels, activation: .identity)
    var network = try Network<Float>(
      [first, kernel], inputShape: [height, width, 1], random: &random)
    network.useConvolution(variant)
    self.batch = batch
    engine = StreamingLearner(
      Learner(network: network, loss: .meanSquaredError, optimizer: OptimizerDescription(.sgd)),
      threads: threads, largestBatch: batch)
    stage = engine.layout.built.stages[1].stage
    fillSignals(network)
  }

  /// One pass of a batch with the same picture in all its places. The outputs of the first layer with its random
  /// weights are numbers of a usual size.
  private func fillSignals(_ network: Network<Float>) {
    let inputs = network.inputShape.batched(1)
    let data = Dataset(
      inputs: Tensor(shape: inputs, elements: (0..<inputs.count).map { Float($0 % 7) - 3 }),
      values: Tensor(shape: network.outputShape.batched(1)))
    engine.layout.batch.set(
      rows: [Int](repeating: 0, count: batch)[...], data: data, learns: false)
    engine.layout.run(engine.pool)
  }

  public func forward() { engine.pool.run(forwardJob) }
  /// Rule 1 and Rule 2.
  public func backward() { engine.pool.run(backwardJob) }

  private lazy var forwardJob: ThreadPool.Job = { [stage, batch = engine.layout.batch] thread in
    for number in 0..<batch.partCount(thread) { stage.forward(batch.part(number, of: thread)) }
  }

  private lazy var backwardJob: ThreadPool.Job = { [stage, batch = engine.layout.batch] thread in
    for number in 0..<batch.partCount(thread) {
      stage.backward(batch.part(number, of: thread), sendsBack: true)
    }
  }
}
