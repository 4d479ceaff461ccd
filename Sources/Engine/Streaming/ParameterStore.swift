import KernelInterface

/// All parameters in one buffer, and for every thread its gradients in another one with the same layout.
///
/// A tensor has the layout that it has in `Parameters`, except that matrices are transposed: dense weights to
/// `[in, out]`, the right operand of the product of the forward pass.
final class ParameterStore: @unchecked Sendable {
  /// Where one tensor lies in the buffers.
  struct Slot {
    let layer: Int
    let name: ParameterName
    /// The extents `[rows, columns]` of the tensor in `Parameters`, where the last axis runs along a row; the buffers hold
    /// a matrix transposed.
    let rows: Int
    let columns: Int
    let isTransposed: Bool
    /// The shape of the tensor in `Parameters`.
    let shape: Shape
    let offset: Int

    var count: Int { rows * columns }
    /// The index in the slot of an element of the tensor in `Parameters`, given by its row-major index there.
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
        // A gap of at least two registers after each tensor: kernels may read a little beyond its end.
        offset += (tensor.count + 47) / 16 * 16
      }
    }
    self.slots = slots
    values = AlignedBuffer(count: offset)
    gradients = (0..<threads).map { _ in AlignedBuffer(count: offset) }
  }

  /// The buffer of the first thread's gradients, in which those of the whole batch are summed up. The gaps between the
  /// tensors are zeros.
  var reducedGradients: UnsafeMutableBufferPointer<Float> {
    UnsafeMutableBufferPointer(start: gradients[0].start, count: gradients[0].count)
  }

  func slot(layer: Int, _ name: ParameterName) -> Slot? {
    slots.first { $0.layer == layer && $0.name == name }
  }

  func clearGradients(_ slot: Slot, thread: Int) {
    (gradients[thread].start + slot.offset).update(repeating: 0, count: slot.count)
  }

  /// Adds a gradient with the layout of `Parameters` to the gradient of a slot that a thread holds.
  func add(_ gradient: Tensor<Float>, to slot: Slot, thread: Int) {
    let sums = gradients[thread].start + slot.offset
    gradient.elements.withUnsafeBufferPointer { g in
      for i in g.indices { sums[slot.place(of: i)] += g[i] }
    }
  }

  /// Copies a tensor with the layout of `Parameters` into its slot of a buffer.
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

  /// Copies a slot of a buffer into a tensor with the layout of `Parameters`.
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
