/// The kernels for one instruction set. They are given pointers and numbers only, so that no code compiled with
/// wide instructions is shared with other targets.
///
/// Kernels are compiled without any checks. Each method here first checks the extents of its task, so that no kernel
/// divides by 0 or counts backwards whatever its caller computed; that the pointers reach as far as the extents say is
/// the caller's part.
public struct KernelSet: Sendable {
  /// As `HMDL_KERNELS` names it: `avx512`, `avx2` or `baseline`.
  public let name: String
  /// Elements per vector register.
  public var lanes: Int { blocking.lanes }
  /// Into which blocks its products are cut.
  public let blocking: ProductBlocking

  private let registers: Int
  private let functions: Functions

  /// The functions of one target of kernels.
  public struct Functions: Sendable {
    public typealias Function<Task> = @Sendable (Task) -> Void

    let product: @Sendable (ProductTask, ProductBlocking) -> Void
    let winogradInput: Function<WinogradTask>
    let winogradOutput: Function<WinogradTask>
    let winogradDelta: Function<WinogradTask>
    let sandwich: Function<SandwichTask>
    let maxPooling: Function<PoolingTask>
    let maxPoolingBack: Function<PoolingTask>
    let dropout: Function<DropoutTask>
    let adam: Function<AdamTask>
    let columnSums: Function<ColumnSumTask>
    let transpose: Function<TransposeTask>
    let add: @Sendable (UnsafePointer<Float>, Int, UnsafeMutablePointer<Float>) -> Void

    public init(
      product: @escaping @Sendable (ProductTask, ProductBlocking) -> Void,
      winogradInput: @escaping Function<WinogradTask>,
      winogradOutput: @escaping Function<WinogradTask>,
      winogradDelta: @escaping Function<WinogradTask>, sandwich: @escaping Function<SandwichTask>,
      maxPooling: @escaping Function<PoolingTask>, maxPoolingBack: @escaping Function<PoolingTask>,
      dropout: @escaping Function<DropoutTask>, adam: @escaping Function<AdamTask>,
      columnSums: @escaping Function<ColumnSumTask>, transpose: @escaping Function<TransposeTask>,
      add: @escaping @Sendable (UnsafePointer<Float>, Int, UnsafeMutablePointer<Float>) -> Void
    ) {
      self.product = product
      self.winogradInput = winogradInput
      self.winogradOutput = winogradOutput
      self.winogradDelta = winogradDelta
      self.sandwich = sandwich
      self.maxPooling = maxPooling
      self.maxPoolingBack = maxPoolingBack
      self.dropout = dropout
      self.adam = adam
      self.columnSums = columnSums
      self.transpose = transpose
      self.add = add
    }
  }

  /// - Parameters:
  ///   - name: of the instruction set.
  ///   - lanes: elements per vector register.
  ///   - registers: how many vector registers there are.
  ///   - caches: those of the processor that will run it; the usual ones where it is not known yet.
  ///   - functions: what does the work.
  public init(
    name: String, lanes: Int, registers: Int, caches: CacheSizes = .usual, functions: Functions
  ) {
    self.name = name
    self.registers = registers
    self.functions = functions
    blocking = ProductBlocking(lanes: lanes, registers: registers, caches: caches)
  }

  /// The same kernels with blocks for other caches.
  public func tuned(for caches: CacheSizes) -> KernelSet {
    KernelSet(name: name, lanes: lanes, registers: registers, caches: caches, functions: functions)
  }
}

extension KernelSet {
  /// C (+)= A·B. Nothing happens where C has no numbers.
  public func product(_ task: ProductTask) {
    guard task.rows > 0, task.columns > 0, task.groups > 0 else { return }
    precondition(
      task.depth > 0 && task.segments > 0,
      "a product sums up at least one term: depth and segments are at least 1")
    functions.product(task, blocking)
  }

  /// Bᵀ·X·B of tiles of a picture: into Winograd's domain.
  public func winogradInput(_ task: WinogradTask) {
    guard check(task) else { return }
    functions.winogradInput(task)
  }

  /// Aᵀ·M·A: out of the domain, then bias and activation.
  public func winogradOutput(_ task: WinogradTask) {
    guard check(task) else { return }
    functions.winogradOutput(task)
  }

  /// A·δ·Aᵀ of tiles of deltas: into the domain.
  public func winogradDelta(_ task: WinogradTask) {
    guard check(task) else { return }
    functions.winogradDelta(task)
  }

  /// T·X·Tᵀ.
  public func sandwich(_ task: SandwichTask) {
    precondition(
      task.inputSize > 0 && task.outputSize > 0 && task.range.count.isMultiple(of: lanes),
      "tables have rows and columns, and pairs of channels come in whole registers")
    functions.sandwich(task)
  }

  /// The largest number of every window.
  public func maxPooling(_ task: PoolingTask) {
    guard check(task) else { return }
    functions.maxPooling(task)
  }

  /// Each window's delta to its largest number.
  public func maxPoolingBack(_ task: PoolingTask) {
    guard check(task) else { return }
    functions.maxPoolingBack(task)
  }

  /// Y = m ∘ X.
  public func dropout(_ task: DropoutTask) {
    guard task.count > 0 else { return }
    functions.dropout(task)
  }

  /// One step of Adam.
  public func adam(_ task: AdamTask) {
    guard task.count > 0 else { return }
    functions.adam(task)
  }

  /// Sums of columns.
  public func columnSums(_ task: ColumnSumTask) {
    guard task.groups > 0, task.rows > 0, task.columns > 0 else { return }
    functions.columnSums(task)
  }

  /// Bᵀ.
  public func transpose(_ task: TransposeTask) {
    guard task.rows > 0, task.columns > 0 else { return }
    functions.transpose(task)
  }

  /// to += x.
  public func add(
    _ x: UnsafePointer<Float>, _ count: Int, _ to: UnsafeMutablePointer<Float>
  ) {
    guard count > 0 else { return }
    functions.add(x, count, to)
  }

  /// Whether there are tiles; they come in whole registers of channels, and their transforms are those of 6 or 8 points.
  private func check(_ task: WinogradTask) -> Bool {
    precondition(
      task.channels.isMultiple(of: lanes) && (1...2).contains(task.radius),
      "Winograd's transforms take whole registers of channels and kernels of 3×3 or 5×5")
    return task.height > 0 && task.width > 0 && task.channels > 0 && !task.tileRows.isEmpty
  }

  /// Whether there are windows.
  private func check(_ task: PoolingTask) -> Bool {
    precondition(task.size > 0, "a window has at least one pixel")
    return task.samples > 0 && task.height > 0 && task.width > 0 && task.channels > 0
  }
}
