import KernelInterface

/// From the threads' gradients to new parameters: sum, penalties, clipping, the optimizer's rule; every thread
/// does its share of the parameters.
final class Update: @unchecked Sendable {
  private let store: ParameterStore
  private let kernels: KernelSet
  private let threads: Int
  private let regularization: Regularization
  private let clipping: GradientClipping
  private let optimizer: OptimizerDescription
  /// The optimizer's numbers by slot, in the order of the store.
  private let state: [AlignedBuffer]
  /// t: updates made so far, those before this one was made included.
  private var steps: Int
  private var updates: Int
  private var rate: Float = 0
  private var moments: AdamMoments<Float>
  /// What gradients are multiplied by so that their norm keeps to the limit.
  private var factor: Float = 1
  private let partialSums: [PartialSum]

  private final class PartialSum: @unchecked Sendable {
    var absolute = 0.0
    var square = 0.0
  }

  init(_ store: ParameterStore, learner: Learner<Float>, kernels: KernelSet, threads: Int) {
    self.store = store
    self.kernels = kernels
    self.threads = threads
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

  func run(_ pool: ThreadPool, learningRate: Double?) {
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

  /// Numbers that are taken through all steps of an update together: they stay in the first-level cache.
  private static let block = 2048

  private lazy var updateJob: ThreadPool.Job = { [unowned self] thread in
    forEachBlock(thread) { range, strength in
      // With a norm to keep to they are summed already.
      if case .norm = clipping { scale(range) } else { sum(range, strength) }
      step(range)
    }
  }

  /// Sums and penalties before the norm can be known.
  private lazy var sumJob: ThreadPool.Job = { [unowned self] thread in
    var square = 0.0
    forEachBlock(thread) { range, strength in
      sum(range, strength)
      for i in range {
        let g = Double(store.gradients[0].start[i])
        square += g * g
      }
    }
    partialSums[thread].square = square
  }

  private lazy var normJob: ThreadPool.Job = { [unowned self] thread in
    var (absolute, square) = (0.0, 0.0)
    forEachBlock(thread) { range, _ in
      for i in range {
        let w = Double(store.values.start[i])
        absolute += abs(w)
        square += w * w
      }
    }
    partialSums[thread].absolute = absolute
    partialSums[thread].square = square
  }

  /// This thread's share of every tensor in blocks, with the tensor's penalties.
  private func forEachBlock(
    _ thread: Int, _ body: (Range<Int>, Regularization.Strength) -> Void
  ) {
    for slot in store.slots {
      let own = share(thread, of: threads, count: slot.count, unit: 16)
      let strength = slot.isBias ? regularization.bias : regularization.kernel
      for start in stride(from: own.lowerBound, to: own.upperBound, by: Self.block) {
        let end = min(start + Self.block, own.upperBound)
        body(slot.offset + start..<slot.offset + end, strength)
      }
    }
  }

  /// The threads' gradients and the penalties, summed in the first thread's.
  private func sum(_ range: Range<Int>, _ strength: Regularization.Strength) {
    let (g, w) = (store.gradients[0].start, store.values.start)
    for thread in 1..<max(threads, 1) {
      kernels.add(
        store.gradients[thread].start + range.lowerBound, range.count, g + range.lowerBound)
    }
    if strength.l1 != 0 || strength.l2 != 0 {
      let (l1, l2) = (Float(strength.l1), Float(strength.l2))
      for i in range { g[i] += l1 * (w[i] > 0 ? 1 : w[i] < 0 ? -1 : 0) + l2 * w[i] }
    }
    if case .value(let limit) = clipping {
      let limit = Float(limit)
      for i in range { g[i] = g[i] > limit ? limit : g[i] < -limit ? -limit : g[i] }
    }
  }

  private func scale(_ range: Range<Int>) {
    guard factor != 1 else { return }
    for i in range { store.gradients[0].start[i] *= factor }
  }

  /// The optimizer's rule; Adam, the paper's, has a kernel of its own.
  private func step(_ range: Range<Int>) {
    let (first, count) = (range.lowerBound, range.count)
    let (g, w) = (store.gradients[0].start + first, store.values.start + first)
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
      UnsafeMutableBufferPointer(start: g, count: count),
      state: (numbers(0), numbers(1), numbers(2)), rate: rate, step: steps)
    kernels.add(g, count, w)
  }
}
