import KernelInterface

/// Computes new parameters from the threads' gradients: their sum, penalties, clipping, the optimizer's rule. Every
/// thread updates its share of the parameters.
final class ParameterUpdate: @unchecked Sendable {
  private let store: ParameterStore
  private let kernels: KernelSet
  private let threads: Int
  private let regularization: Regularization
  private let clipping: GradientClipping
  private let optimizer: OptimizerDescription
  /// The optimizer's state, one buffer with the layout of the store for each of its numbers per parameter.
  private let state: [AlignedBuffer]
  /// t: the number of updates so far, those of earlier engines included.
  private var steps: Int
  private var updates: Int
  private var rate: Float = 0
  private var moments: AdamMoments<Float>
  /// The factor that brings the norm of the gradients down to its limit; 1 when they are within it.
  private var factor: Float = 1
  /// Whether the first thread's buffer holds the gradients of the whole batch already, because an exchange needed them.
  private var isWhole = false
  private let partialSums: [PartialSum]
  /// Each thread's share of the parameters.
  private let blocks: [[UpdateBlock]]
  /// For each thread, a buffer for one block of a gradient that a dense layer left to the update.
  private let denseGradients: [AlignedBuffer]

  private final class PartialSum: @unchecked Sendable {
    var absolute = 0.0
    var square = 0.0
  }

  init(
    _ store: ParameterStore, learner: Learner<Float>, kernels: KernelSet, threads: Int,
    denseStages: [DenseStage]
  ) {
    self.store = store
    self.kernels = kernels
    self.threads = threads
    blocks = (0..<threads).map {
      UpdateBlock.blocks(
        of: store, denseStages: denseStages, kernels.blocking, thread: $0, of: threads)
    }
    denseGradients = (0..<threads).map { _ in
      AlignedBuffer(count: denseStages.map { UpdateBlock.count($0, kernels.blocking) }.max() ?? 0)
    }
    regularization = learner.regularization
    clipping = learner.clipping
    optimizer = learner.optimizer.description
    steps = learner.optimizer.steps
    updates = learner.updates
    moments = AdamMoments(optimizer, rate: 0, step: 1)
    state = (0..<optimizer.name.stateCount).map { _ in AlignedBuffer(count: store.values.count) }
    partialSums = (0..<threads).map { _ in PartialSum() }
    for (tensor, slots) in learner.optimizer.state.enumerated() {
      for (number, values) in slots.enumerated() {
        store.read(values.elements, to: state[number], store.slots[tensor])
      }
    }
  }

  /// The optimizer's state and the counts, as the learner keeps them.
  func write(to learner: inout Learner<Float>) {
    learner.updates = updates
    learner.optimizer.steps = steps
    guard steps > 0 else { return }
    learner.optimizer.state = store.slots.map { slot in
      state.map { numbers in
        var tensor = Tensor<Float>(shape: slot.shape)
        store.write(numbers, slot, to: &tensor.elements)
        return tensor
      }
    }
  }

  /// Makes one update from the gradients of all threads.
  ///
  /// - Parameters:
  ///   - pool: its threads do the work.
  ///   - learningRate: η of this update; nil for that of the optimizer.
  ///   - exchange: combines the gradient of the batch with those of other engines before it is used.
  /// - Throws: what the exchange throws; then no parameter has changed.
  func run(_ pool: ThreadPool, learningRate: Double?, exchange: GradientExchange?) throws {
    isWhole = exchange != nil
    if let exchange {
      pool.run(reduceJob)
      try exchange(store.reducedGradients)
    }
    steps += 1
    updates += 1
    rate = Float(learningRate ?? optimizer.learningRate)
    moments = AdamMoments(optimizer, rate: rate, step: steps)
    factor = 1
    if case .norm(let limit) = clipping {
      pool.run(sumJob)
      let norm = partialSums.reduce(0) { $0 + $1.square }.squareRoot()
      if norm > limit { factor = Float(limit / norm) }
    }
    pool.run(updateJob)
  }

  /// L1 and L2 norm of all parameters.
  func norms(_ pool: ThreadPool) -> ParameterNorms {
    pool.run(normJob)
    return ParameterNorms(
      l1: partialSums.reduce(0) { $0 + $1.absolute },
      l2: partialSums.reduce(0) { $0 + $1.square }.squareRoot())
  }

  private lazy var updateJob: ThreadPool.Job = { [unowned self] thread in
    for block in blocks[thread] {
      // To limit the norm, `sumJob` has summed the gradients already.
      if case .norm = clipping {
        step(block.range, scaled(block.range))
      } else {
        step(block.range, sum(block, to: denseGradients[thread].start, thread))
      }
    }
  }

  /// Sums all gradients in the buffer of the first thread, those included that dense layers left to the update.
  private lazy var reduceJob: ThreadPool.Job = { [unowned self] thread in
    for block in blocks[thread] {
      _ = reduced(block, to: store.gradients[0].start + block.range.lowerBound, thread)
    }
  }

  /// Sums the gradients, adds the penalties, and computes this thread's part of the norm.
  private lazy var sumJob: ThreadPool.Job = { [unowned self] thread in
    var square = 0.0
    for block in blocks[thread] {
      let gradient = store.gradients[0].start + block.range.lowerBound
      for i in 0..<sum(block, to: gradient, thread).count {
        let g = Double(gradient[i])
        square += g * g
      }
    }
    partialSums[thread].square = square
  }

  private lazy var normJob: ThreadPool.Job = { [unowned self] thread in
    var (absolute, square) = (0.0, 0.0)
    // Read once: each access to the object would change its reference count, for which the cores would compete.
    let (blocks, values) = (blocks[thread], store.values.start)
    for block in blocks {
      for i in block.range {
        let w = Double(values[i])
        absolute += abs(w)
        square += w * w
      }
    }
    partialSums[thread].absolute = absolute
    partialSums[thread].square = square
  }

  /// The gradient of the batch for one block, with penalties and clipped element by element. It is computed in `room` if
  /// a dense layer left it to the update, else in the buffer of the first thread.
  private func sum(
    _ block: UpdateBlock, to room: UnsafeMutablePointer<Float>, _ thread: Int
  ) -> UnsafeMutableBufferPointer<Float> {
    let (first, count) = (block.range.lowerBound, block.range.count)
    let g =
      isWhole ? store.gradients[0].start + first : reduced(block, to: room, thread)
    let w = store.values.start + first
    if let strength = regularization.strength(on: block.name),
      strength.l1 != 0 || strength.l2 != 0
    {
      let (l1, l2) = (Float(strength.l1), Float(strength.l2))
      for i in 0..<count { g[i] += l1 * (w[i] > 0 ? 1 : w[i] < 0 ? -1 : 0) + l2 * w[i] }
    }
    if case .value(let limit) = clipping {
      let limit = Float(limit)
      for i in 0..<count { g[i] = g[i] > limit ? limit : g[i] < -limit ? -limit : g[i] }
    }
    return UnsafeMutableBufferPointer(start: g, count: count)
  }

  /// The gradient of the batch for one block: computed in `room` if a dense layer left it to the update, else summed over
  /// the threads in the buffer of the first one.
  private func reduced(
    _ block: UpdateBlock, to room: UnsafeMutablePointer<Float>, _ thread: Int
  ) -> UnsafeMutablePointer<Float> {
    if let stage = block.stage, stage.leavesGradientToUpdate {
      stage.gradient(ofRows: block.rows, to: room, thread: thread)
      return room
    }
    let (first, count) = (block.range.lowerBound, block.range.count)
    let g = store.gradients[0].start + first
    for other in 1..<max(threads, 1) { kernels.add(store.gradients[other].start + first, count, g) }
    return g
  }

  /// The gradients that `sumJob` computed, multiplied by `factor`.
  private func scaled(_ range: Range<Int>) -> UnsafeMutableBufferPointer<Float> {
    let g = UnsafeMutableBufferPointer(
      start: store.gradients[0].start + range.lowerBound, count: range.count)
    if factor != 1 { for i in 0..<g.count { g[i] *= factor } }
    return g
  }

  /// Applies the optimizer's rule. Adam, which the paper uses, has a kernel of its own.
  private func step(_ range: Range<Int>, _ gradient: UnsafeMutableBufferPointer<Float>) {
    let (first, count) = (range.lowerBound, range.count)
    guard let g = gradient.baseAddress else { return }
    let w = store.values.start + first
    if optimizer.name == .adam {
      let m = moments
      kernels.adam(
        AdamTask(
          parameters: w, gradients: g, means: state[0].start + first,
          squares: state[1].start + first, count: count, beta1: m.beta1, beta2: m.beta2,
          rest1: m.rest1, rest2: m.rest2, scale1: m.scale1, scale2: m.scale2, rate: m.rate,
          epsilon: m.epsilon))
      return
    }
    func numbers(_ slot: Int) -> UnsafeMutableBufferPointer<Float> {
      slot < state.count
        ? UnsafeMutableBufferPointer(start: state[slot].start + first, count: count)
        : UnsafeMutableBufferPointer(start: nil, count: 0)
    }
    optimizer.correct(
      gradient, state: (numbers(0), numbers(1), numbers(2)), rate: rate, step: steps)
    kernels.add(g, count, w)
  }
}
