/// A convolution by one of the variants that work on whole tensors: for comparison, not for speed.
final class ReferenceConvolutionStage: Stage, @unchecked Sendable {
  private let below: Signal
  private let above: Signal
  private let layer: Convolution2D<Float>
  private let store: ParameterStore
  private let weights: ParameterStore.Slot
  private let bias: ParameterStore.Slot
  private let threads: [PerThread]

  private final class PerThread: @unchecked Sendable {
    var layer: Convolution2D<Float>
    var context = ForwardContext()
    var input = Tensor<Float>.empty
    var output = Tensor<Float>.empty
    var gradients: Parameters<Float>

    init(_ layer: Convolution2D<Float>, _ parameters: Parameters<Float>) {
      self.layer = layer
      gradients = parameters.zeros
    }
  }

  init(
    below: Signal, above: Signal, layer: Convolution2D<Float>, parameters: Parameters<Float>,
    store: ParameterStore, weights: ParameterStore.Slot, bias: ParameterStore.Slot, threads: Int
  ) {
    self.below = below
    self.above = above
    self.layer = layer
    self.store = store
    self.weights = weights
    self.bias = bias
    self.threads = (0..<threads).map { _ in PerThread(layer, parameters) }
  }

  func prepare(thread: Int, of threads: Int) {
    store.clearGradients(weights, thread: thread)
    store.clearGradients(bias, thread: thread)
    let own = self.threads[thread]
    guard var parameters = own.layer.parameters else { return }
    store.write(store.values, weights, to: &parameters.weights.elements)
    store.write(store.values, bias, to: &parameters.bias.elements)
    own.layer.parameters = parameters
  }

  func forward(_ part: SubBatch) {
    let own = threads[part.thread]
    below.read(below.values(part.thread), part, into: &own.input)
    own.layer.weightedSum(of: own.input, into: &own.output, context: &own.context)
    layer.activation.apply(to: &own.output)
    above.write(own.output, to: above.values(part.thread), part)
  }

  func backward(_ part: SubBatch, sendsBack: Bool) {
    let own = threads[part.thread]
    layer.activation.backwardUnlessFused(above, part)
    below.read(below.values(part.thread), part, into: &own.input)
    above.read(above.deltas(part.thread), part, into: &own.output)
    own.layer.gradients(delta: own.output, input: own.input, into: &own.gradients)
    add(own.gradients.weights.elements, to: weights, part.thread)
    add(own.gradients.bias.elements, to: bias, part.thread)
    guard sendsBack else { return }
    var sent = Tensor<Float>.empty
    own.layer.sendBack(own.output, into: &sent)
    if below.isGated { Activation.relu.backward(&sent, output: own.input) }
    below.write(sent, to: below.deltas(part.thread), part)
  }

  private func add(_ gradient: [Float], to slot: ParameterStore.Slot, _ thread: Int) {
    let sums = store.gradients[thread].start + slot.offset
    for i in gradient.indices { sums[i] += gradient[i] }
  }
}

extension Signal {
  /// Copies some samples into a tensor `[n, …]`.
  fileprivate func read(
    _ numbers: UnsafeMutablePointer<Float>, _ part: SubBatch, into tensor: inout Tensor<Float>
  ) {
    tensor.resize(shape.batched(part.count))
    tensor.elements.withUnsafeMutableBufferPointer { to in
      forEachRow(part) { offset, row in
        for i in 0..<rowCount { to[row * rowCount + i] = numbers[offset + i] }
      }
    }
  }

  /// Copies a tensor `[n, …]` back to the signal.
  fileprivate func write(
    _ tensor: Tensor<Float>, to numbers: UnsafeMutablePointer<Float>, _ part: SubBatch
  ) {
    tensor.elements.withUnsafeBufferPointer { from in
      forEachRow(part) { offset, row in
        for i in 0..<rowCount { numbers[offset + i] = from[row * rowCount + i] }
      }
    }
  }

  private func forEachRow(_ part: SubBatch, _ body: (_ offset: Int, _ row: Int) -> Void) {
    for sample in 0..<part.count {
      for row in 0..<height {
        body(sample * sampleStride + row * rowStride, sample * height + row)
      }
    }
  }
}
