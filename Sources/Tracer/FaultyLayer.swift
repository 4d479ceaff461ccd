import Engine

/// A layer with a mistake in one of its rules; all else is done by the layer inside.
struct FaultyLayer<Element: Scalar>: Layer {
  var layer: any Layer<Element>
  let fault: Fault

  var name: String { layer.name }
  var description: LayerDescription { layer.description }
  var inputShape: Shape { layer.inputShape }
  var outputShape: Shape { layer.outputShape }
  var memory: [TensorName: Tensor<Element>] { layer.memory }
  var parameters: Parameters<Element>? {
    get { layer.parameters }
    set { layer.parameters = newValue }
  }

  mutating func weightedSum(
    of input: Tensor<Element>, into sum: inout Tensor<Element>, context: inout ForwardContext
  ) {
    guard fault == .swapped else {
      return layer.weightedSum(of: input, into: &sum, context: &context)
    }
    var faulty = layer
    faulty.relayKernel { row, column, _ in (column, row) }
    faulty.weightedSum(of: input, into: &sum, context: &context)
  }

  func sendBack(_ delta: Tensor<Element>, into sent: inout Tensor<Element>) {
    switch (fault, description.kind) {
    case (.maskless, is DropoutKind):
      sent = delta
    case (.undivided, let pooling as AveragePoolingKind):
      layer.sendBack(delta, into: &sent)
      let cells = Element(pooling.size * pooling.size)
      for index in sent.elements.indices { sent.elements[index] *= cells }
    case (.unturned, _):
      // The layer turns the kernel by half a turn; one that is turned before comes out as it is stored.
      var faulty = layer
      faulty.relayKernel { row, column, last in (last - row, last - column) }
      faulty.sendBack(delta, into: &sent)
    default: layer.sendBack(delta, into: &sent)
    }
  }

  func gate(_ sent: inout Tensor<Element>, output: Tensor<Element>) {
    if fault != .noGate || activation == .softmax { layer.gate(&sent, output: output) }
  }

  func gradients(
    delta: Tensor<Element>, input: Tensor<Element>, into gradients: inout Parameters<Element>
  ) {
    layer.gradients(delta: delta, input: input, into: &gradients)
  }

  mutating func useConvolution(_ variant: ConvolutionVariant) { layer.useConvolution(variant) }
}

extension Layer {
  /// Lays the k×k sheets of a convolution's kernels out anew: each weight comes from the place that `source` gives for
  /// its row, its column and the last index of both. Nothing happens to other layers.
  fileprivate mutating func relayKernel(
    _ source: (_ row: Int, _ column: Int, _ last: Int) -> (row: Int, column: Int)
  ) {
    guard description.kind is ConvolutionKind, var changed = parameters else { return }
    let old = changed.weights
    for offset in old.elements.indices {
      var index = old.shape.index(at: offset)
      (index[0], index[1]) = source(index[0], index[1], old.shape[0] - 1)
      if let from = old.shape.offset(of: index) {
        changed.weights.elements[offset] = old.elements[from]
      }
    }
    parameters = changed
  }
}

extension Fault {
  /// The layer with this mistake.
  func wrapped<Element: Scalar>(_ layer: any Layer<Element>) -> any Layer<Element> {
    FaultyLayer(layer: layer, fault: self)
  }
}
