/// What computes a training: the processor's threads, another device, other machines.
///
/// A trainer needs nothing else. An engine is made of a learner (`TrainingEngineFactory`), does its updates, and gives a
/// learner back whenever it is asked to. It has one caller at a time.
public protocol TrainingEngine: AnyObject {
  /// The learner as it is now: parameters, the optimizer's state, the generator, the count of updates.
  var learner: Learner<Float> { get }
  /// Where masks and orders come from; whoever draws an order takes it from here.
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
  ///   - rows: of `data`, at least one.
  ///   - data: samples that fit the network.
  ///   - learningRate: η of this step where a schedule changes it.
  /// - Returns: the batch's mean loss and accuracy before the update.
  /// - Throws: `NetworkError` for a batch that does not fit, or why the engine cannot go on; then no update was made, and
  ///   `learner` is as it was before.
  @discardableResult
  func step(
    _ rows: ArraySlice<Int>, of data: Dataset, learningRate: Double?
  ) throws -> Evaluation

  /// Loss and accuracy in predicting mode: dropout lets everything through, nothing is drawn.
  ///
  /// - Returns: the means over `rows`.
  /// - Throws: as `step` does.
  func evaluate(_ data: Dataset, rows: Range<Int>) throws -> Evaluation

  /// Computes all convolutions by this algorithm from the next step on.
  func useConvolution(_ variant: ConvolutionVariant)
}

/// Samples measured between two questions whether to go on.
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

  /// `evaluate` for sets that may be large: span after span, so that it can be ended on the way.
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

/// Makes engines of one kind: chosen once, and asked wherever something is trained or measured.
public struct TrainingEngineFactory: Sendable {
  private let make: @Sendable (Learner<Float>, _ threads: Int) throws -> any TrainingEngine

  public init(
    _ make: @escaping @Sendable (Learner<Float>, _ threads: Int) throws -> any TrainingEngine
  ) { self.make = make }

  /// - Parameters:
  ///   - learner: parameters, optimizer state and generator to go on from.
  ///   - threads: how many share the work.
  /// - Returns: an engine that stands where the learner stands.
  /// - Throws: why there can be no such engine here.
  public func engine(for learner: Learner<Float>, threads: Int) throws -> any TrainingEngine {
    try make(learner, threads)
  }
}

/// Makes the gradients of several engines common, so that all make the same update.
///
/// An engine that has one calls it once per update, on the thread that called `step`: behind the reduction of gradients
/// over samples and threads, before penalties, clipping and the optimizer's rule. The buffer holds the gradients of all
/// parameters, in an order that is the same in every engine of an equal network, with zeros in between; what the exchange
/// leaves there is what the update takes. With `BatchReduction.mean` over n equal parts of a batch, the whole batch's
/// gradient is the mean of the parts'; with `.sum` it is their sum. When it throws, no update is made.
public typealias GradientExchange =
  @Sendable (_ gradients: UnsafeMutableBufferPointer<Float>) throws -> Void
