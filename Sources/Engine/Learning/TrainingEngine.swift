/// What does the computing of a training: the processor's threads, another device, or other machines.
///
/// A trainer needs no more than this protocol. An engine is made from a learner (`TrainingEngineFactory`), makes its
/// updates, and returns the learner in its current state whenever it is asked for it. It has one caller at a time.
public protocol TrainingEngine: AnyObject {
  /// The learner as it is now: parameters, the optimizer's state, the generator, the count of updates.
  var learner: Learner<Float> { get }
  /// The generator of dropout masks; a trainer draws the order of an epoch's rows from it too.
  var random: RandomSource { get set }
  /// The update rule with its constants.
  var optimizer: OptimizerDescription { get }
  /// How many threads share the work; results depend on their number in the last digits.
  var threads: Int { get }
  /// How large all parameters are.
  var norms: ParameterNorms { get }

  /// One update on some samples.
  ///
  /// - Parameters:
  ///   - rows: indices of samples in `data`, at least one.
  ///   - data: samples that fit the network.
  ///   - learningRate: η of this step where a schedule changes it.
  /// - Returns: the batch's mean loss and accuracy before the update.
  /// - Throws: `NetworkError` for a batch that does not fit, or why the engine cannot go on; then no update was made, and
  ///   `learner` is as it was before.
  @discardableResult
  func step(
    _ rows: ArraySlice<Int>, of data: Dataset, learningRate: Double?
  ) throws -> Evaluation

  /// Loss and accuracy in predicting mode: dropout is off, and no random number is drawn.
  ///
  /// - Returns: the means over `rows`.
  /// - Throws: as `step` does.
  func evaluate(_ data: Dataset, rows: Range<Int>) throws -> Evaluation

  /// Computes all convolutions by this algorithm from the next step on.
  func useConvolution(_ variant: ConvolutionVariant)
}

/// How many samples are measured before `isCancelled` is asked again.
private let span = 8192

extension TrainingEngine {
  /// One update at the optimizer's own learning rate.
  @discardableResult
  public func step(_ rows: ArraySlice<Int>, of data: Dataset) throws -> Evaluation {
    try step(rows, of: data, learningRate: nil)
  }

  /// Loss and accuracy over all samples.
  public func evaluate(_ data: Dataset) throws -> Evaluation {
    try evaluate(data, rows: 0..<data.count)
  }

  /// `evaluate` for large sets: in parts of `span` samples, so that it can be cancelled between two of them.
  ///
  /// - Parameters:
  ///   - data: where the samples are.
  ///   - rows: which of them.
  ///   - isCancelled: asked between two spans.
  /// - Returns: the means over all rows.
  /// - Throws: `CancellationError` when `isCancelled` says so, or what `evaluate` throws.
  public func measure(
    _ data: Dataset, rows: Range<Int>, isCancelled: () -> Bool
  ) throws -> Evaluation {
    var mean = Evaluation(loss: 0, accuracy: 0)
    for start in stride(from: rows.lowerBound, to: rows.upperBound, by: span) {
      guard start == rows.lowerBound || !isCancelled() else { throw CancellationError() }
      let part = start..<min(start + span, rows.upperBound)
      let found = try evaluate(data, rows: part)
      let share = Double(part.count) / Double(rows.count)
      mean.loss += share * found.loss
      mean.accuracy += share * found.accuracy
    }
    return mean
  }
}

/// Makes engines of one kind. The kind is chosen once, and its factory is used wherever something is trained or measured.
public struct TrainingEngineFactory: Sendable {
  private let make: @Sendable (Learner<Float>, _ threads: Int) throws -> any TrainingEngine

  public init(
    _ make: @escaping @Sendable (Learner<Float>, _ threads: Int) throws -> any TrainingEngine
  ) { self.make = make }

  /// - Parameters:
  ///   - learner: parameters, optimizer state and generator to go on from.
  ///   - threads: how many share the work.
  /// - Returns: an engine in the state of the learner.
  /// - Throws: why there can be no such engine here.
  public func engine(for learner: Learner<Float>, threads: Int) throws -> any TrainingEngine {
    try make(learner, threads)
  }
}

/// Combines the gradients of several engines, so that all of them make the same update.
///
/// An engine that has an exchange calls it once per update, on the thread that called `step`: after the reduction of
/// gradients over samples and threads, before penalties, clipping and the optimizer's rule. The buffer holds the gradients
/// of all parameters, in an order that is the same in every engine of an equal network, with zeros in between; the update
/// uses the values that the exchange writes there. With `BatchReduction.mean` over n equal parts of a batch, the whole batch's
/// gradient is the mean of the parts'; with `.sum` it is their sum. When it throws, no update is made.
public typealias GradientExchange =
  @Sendable (_ gradients: UnsafeMutableBufferPointer<Float>) throws -> Void
