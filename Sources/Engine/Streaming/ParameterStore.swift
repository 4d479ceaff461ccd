import KernelInterface

/// All parameters side by side, and every thread's gradients of them in the same order.
///
/// Tensors stand as in `Parameters`, but matrices are transposed: dense weights to `[in, out]`, the right operand of the
/// forward product.
final class ParameterStore: @unchecked Sendable {
  /// One tensor's place.
  struct Slot {
    let layer: Int
    let name: ParameterName
    /// `[rows, columns]` as a `Parameters` tensor has it, the last axis along a row; a matrix is transposed here.
    let rows: Int
    let columns: Int
    let isTransposed: Bool
    /// As `Parameters` has it.
    let shape: Shape
    let offset: Int

    var count: Int { rows * columns }
    /// Where an element of the `Parameters` tensor stands in the slot.
    func place(of element: Int) -> Int {
      isTransposed ? element % columns * rows + element / columns : element
    }
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
      for (name, tensor) in zip(parameters.names, parameters.tensors) {
        let columns = tensor.shape.dimensions.last ?? 1
        slots.append(
          Slot(
            layer: index, name: name, rows: tensor.count / max(columns, 1), columns: columns,
            isTransposed: tensor.shape.rank == 2, shape: tensor.shape, offset: offset))
        // Whole registers apart, so that reading a little beyond one tensor stays harmless.
        offset += (tensor.count + 47) / 16 * 16
      }
    }
    self.slots = slots
    values = AlignedBuffer(count: offset)
    gradients = (0..<threads).map { _ in AlignedBuffer(count: offset) }
  }

  /// The first thread's gradients, which become those of the whole batch; zeros lie between the tensors.
  var reducedGradients: UnsafeMutableBufferPointer<Float> {
    UnsafeMutableBufferPointer(start: gradients[0].start, count: gradients[0].count)
  }

  func slot(layer: Int, _ name: ParameterName) -> Slot? {
    slots.first { $0.layer == layer && $0.name == name }
  }

  func clearGradients(_ slot: Slot, thread: Int) {
    (gradients[thread].start + slot.offset).update(repeating: 0, count: slot.count)
  }

  /// A thread's gradients of one tensor += others of the same, which stand as in `Parameters`.
  func add(_ gradient: Tensor<Float>, to slot: Slot, thread: Int) {
    let sums = gradients[thread].start + slot.offset
    gradient.elements.withUnsafeBufferPointer { g in
      for i in g.indices { sums[slot.place(of: i)] += g[i] }
    }
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
