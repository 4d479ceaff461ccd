import KernelInterface

/// A single convolution by one variant on random numbers, for benchmarks.
public final class ConvolutionTrial {
  private let pool: ThreadPool
  private let stage: any Stage
  private let batch: Int
  private let threads: Int

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
    pool = ThreadPool(count: threads)
    self.batch = batch
    self.threads = threads
    let capacity = (batch + threads - 1) / threads
    let builder = StageBuilder(
      network: network, kernels: Processor.kernels, threads: threads, capacity: capacity,
      batch: CurrentBatch(threads: threads, capacity: capacity, outputs: 0, inputs: 0))
    let store = ParameterStore(network, threads: threads)
    for slot in store.slots {
      guard let parameters = network.parameters[slot.layer] else { continue }
      store.read(parameters[slot.name].elements, to: store.values, slot)
    }
    let built = builder.build(store)
    stage = built.stages[1].stage
    pool.run { [built, threads] thread in
      for (_, stage) in built.stages { stage.prepare(thread: thread, of: threads) }
      // The outputs of the first layer with its random weights are numbers of a usual size.
      let part = SubBatch(thread: thread, first: 0, count: capacity)
      let input = built.input.values(thread)
      for i in 0..<capacity * built.input.sampleStride { input[i] = Float(i % 7) - 3 }
      built.stages[0].stage.forward(part)
      built.stages[1].stage.forward(part)
    }
  }

  public func forward() { pool.run(forwardJob) }
  /// Rule 1 and Rule 2.
  public func backward() { pool.run(backwardJob) }

  private lazy var forwardJob: ThreadPool.Job = { [stage, batch, threads] thread in
    let samples = share(thread, of: threads, count: batch)
    stage.forward(SubBatch(thread: thread, first: samples.lowerBound, count: samples.count))
  }

  private lazy var backwardJob: ThreadPool.Job = { [stage, batch, threads] thread in
    let samples = share(thread, of: threads, count: batch)
    stage.backward(
      SubBatch(thread: thread, first: samples.lowerBound, count: samples.count), sendsBack: true)
  }
}
