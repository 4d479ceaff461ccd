/// Runs a layer on whole tensors of a sub-batch, as `Network` does: for variants of convolution that serve
/// comparison, and for kinds of layer without a stage of their own. A layer that draws random numbers needs a stage
/// of its own.
final class LayerStage: Stage, @unchecked Sendable {
  private let below: Signal
  private let above: Signal
  private let activation: Activation
  private let store: ParameterStore
  private let slots: [ParameterStore.Slot]
  private let threads: [PerThread]

  private final class PerThread: @unchecked Sendable {
    var layer: any Layer<Float>
    var context = ForwardContext()
    var input = Tensor<Float>.empty
    var output = Tensor<Float>.empty
    /// Nothing for a layer without parameters.
    var gradients: Parameters<Float>?

    init(_ layer: any Layer<Float>) {
      self.layer = layer
      gradients = layer.parameters?.zeros
    }
  }

  init(_ layer: any Layer<Float>, _ site: StageSite) {
    below = site.below
    above = site.above
    activation = layer.activation
    store = site.store
    slots = site.store.slots.filter { $0.layer == site.index }
    threads = (0..<site.threads).map { _ in PerThread(layer) }
  }

  func prepare(thread: Int, of threads: Int) {
    for slot in slots { store.clearGradients(slot, thread: thread) }
    let own = self.threads[thread]
    guard var parameters = own.layer.parameters else { return }
    for slot in slots { store.write(store.values, slot, to: &parameters[slot.name].elements) }
    own.layer.parameters = parameters
  }

  func forward(_ part: SubBatch) {
    let own = threads[part.thread]
    below.read(below.values(part.thread), part, into: &own.input)
    own.layer.weightedSum(of: own.input, into: &own.output, context: &own.context)
    activation.apply(to: &own.output)
    above.write(own.output, to: above.values(part.thread), part)
  }

  func backward(_ part: SubBatch, sendsBack: Bool) {
    let own = threads[part.thread]
    activation.backwardUnlessFused(above, part)
    below.read(below.values(part.thread), part, into: &own.input)
    above.read(above.deltas(part.thread), part, into: &own.output)
    if var gradients = own.gradients {
      own.gradients = nil
      own.layer.gradients(delta: own.output, input: own.input, into: &gradients)
      for slot in slots { store.add(gradients[slot.name], to: slot, thread: part.thread) }
      own.gradients = gradients
    }
    guard sendsBack else { return }
    var sent = Tensor<Float>.empty
    own.layer.sendBack(own.output, into: &sent)
    if below.isGated { Activation.relu.backward(&sent, output: own.input) }
    below.write(sent, to: below.deltas(part.thread), part)
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
