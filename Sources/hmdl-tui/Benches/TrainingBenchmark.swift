import Engine

/// What training steps cost: Adam on random samples, one step to warm up.
struct TrainingBenchmark {
  let network: String
  let inputShape: Shape
  let batch: Int
  let steps: Int
  let threads: Int
  let convolution: ConvolutionVariant
  /// Makes what is timed.
  var engines = TrainingEngineFactory.processor

  struct Result: Equatable {
    /// One a step, in order.
    var milliseconds: [Double]
    /// Of one step: multiply-adds of the definition, counted as two.
    var gflop: Double
    /// GFLOP/s of multiply-adds that all threads reach, measured in the same run.
    var peak: Double

    var median: Double {
      let sorted = milliseconds.sorted()
      let middle = sorted.count / 2
      return sorted.count % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2
    }
    var best: Double { milliseconds.min() ?? .nan }
    var gflopPerSecond: Double { gflop / median * 1000 }
    /// Above 1 where an algorithm needs fewer multiplications than the definition.
    var peakShare: Double { gflopPerSecond / peak }
  }

  /// - Throws: `StructureError` or `NetworkError` for a network that cannot be.
  func run() throws -> Result {
    let structure = try StructureString.parse(network)
    var random = RandomSource(seed: 1)
    var net = try Network<Float>(structure.layers, inputShape: inputShape, random: &random)
    net.useConvolution(convolution)
    let data = samples(outputs: net.outputShape, &random)
    let learner = Learner(
      network: net, loss: .standard(for: structure.layers.last?.activation ?? .identity),
      optimizer: OptimizerDescription(.adam), context: ForwardContext(random: random))
    let engine = try engines.engine(for: learner, threads: threads)
    let rows = Array(0..<batch)[...]
    try engine.step(rows, of: data)
    let clock = ContinuousClock()
    var milliseconds: [Double] = []
    for _ in 0..<steps {
      milliseconds.append(try clock.measure { try engine.step(rows, of: data) } / .milliseconds(1))
    }
    return Result(
      milliseconds: milliseconds, gflop: try gflop(of: structure.layers),
      peak: Processor.measurePeak(threads: threads))
  }

  private func samples(outputs: Shape, _ random: inout RandomSource) -> Dataset {
    let inputs = Tensor<Float>(
      shape: inputShape.batched(batch),
      elements: (0..<batch * inputShape.count).map { _ in Float(2 * random.uniform() - 1) })
    guard outputs.rank == 1, outputs.count > 1 else {
      return Dataset(
        inputs: inputs, values: Tensor(shape: outputs.batched(batch), repeating: 0.5))
    }
    let classes = (0..<batch).map { _ in
      Int(random.integer(through: UInt32(outputs.count - 1)))
    }
    return Dataset(inputs: inputs, classes: classes, classCount: outputs.count)
  }

  /// Forward and Rule 2 of every layer, Rule 1 of every one but the first that learns.
  private func gflop(of layers: [LayerDescription]) throws -> Double {
    let shapes = try Network<Float>.shapes(of: layers, inputShape: inputShape)
    let costs = zip(layers, shapes).map { $0.multiplications(input: $1) }.filter { $0 > 0 }
    let products = costs.reduce(0) { $0 + 3 * $1 } - (costs.first ?? 0)
    return 2 * Double(products) * Double(batch) / 1e9
  }
}
