import KernelInterface

/// All parameters side by side, and every thread's gradients of them in the same order.
///
/// Convolution weights stand as in `Parameters`; dense weights are transposed to `[in, out]`, the right operand of
/// the forward product.
final class ParameterStore: @unchecked Sendable {
  /// One tensor's place.
  struct Slot {
    let layer: Int
    let isBias: Bool
    /// `[rows, columns]` as a `Parameters` tensor has it; transposed here when it is a dense layer's.
    let rows: Int
    let columns: Int
    let isTransposed: Bool
    /// As `Parameters` has it.
    let shape: Shape
    let offset: Int

    var count: Int { rows * columns }
    var range: Range<Int> { offset..<offset + count }
  }

  let slots: [Slot]
  let values: AlignedBuffer
  let gradients: [AlignedBuffer]

  init(_ network: Network<Float>, threads: Int) {
    var slots: [Slot] = []
    var offset = 0
    for (index, layer) in network.layers.enumerated() {
      guard let parameters = layer.parameters else { continue }
      let isDense = parameters.weights.shape.rank == 2
      let columns = parameters.weights.shape.dimensions.last ?? 1
      for (tensor, isBias) in [(parameters.weights, false), (parameters.bias, true)] {
        slots.append(
          Slot(
            layer: index, isBias: isBias, rows: isBias ? 1 : tensor.count / columns,
            columns: isBias ? tensor.count : columns, isTransposed: isDense && !isBias,
            shape: tensor.shape, offset: offset))
        // Whole registers apart, so that reading a little beyond one tensor stays harmless.
        offset += (tensor.count + 47) / 16 * 16
      }
    }
    self.slots = slots
    values = AlignedBuffer(count: offset)
    gradients = (0..<threads).map { _ in AlignedBuffer(count: offset) }
  }

  func slot(layer: Int, isBias: Bool) -> Slot? {
    slots.first { $0.layer == layer && $0.isBias == isBias }
  }

  func clearGradients(_ slot: Slot, thread: Int) {
    (gradients[thread].start + slot.offset).update(repeating: 0, count: slot.count)
  }

  /// From a tensor as layers and optimizers keep it.
  func read(_ tensor: [Float], to buffer: AlignedBuffer, _ slot: Slot) {
    tensor.withUnsafeBufferPointer { from in
      for row in 0..<slot.rows {
        for column in 0..<slot.columns {
          let place = slot.isTransposed ? column * slot.rows + row : row * slot.columns + column
          buffer.start[slot.offset + place] = from[row * slot.columns + column]
        }
      }
    }
  }

  /// To a tensor as layers and optimizers keep it.
  func write(_ buffer: AlignedBuffer, _ slot: Slot, to tensor: inout [Float]) {
    tensor.withUnsafeMutableBufferPointer { to in
      for row in 0..<slot.rows {
        for column in 0..<slot.columns {
          let place = slot.isTransposed ? column * slot.rows + row : row * slot.columns + column
          to[row * slot.columns + column] = buffer.start[slot.offset + place]
        }
      }
    }
  }
}
