/// All settings on which the results of a run depend: with them and the data anybody can repeat the run.
public struct RunDescription: Equatable, Sendable {
  /// Where the samples come from.
  public struct Source: Equatable, Sendable {
    /// As the command line calls it: `disk`, `olivetti`, `mnist`, ….
    public var name: String
    /// Where the files are; nil for generated data, and where a place is known without it.
    public var directory: String?
    /// Which split into training and test part the first repetition has; nil where there is one only.
    public var split: Int?
    /// The column with the answers, for CSV.
    public var label: String?
    /// The share of the training samples that is set aside for measuring.
    public var validation: Double

    public init(
      name: String, directory: String? = nil, split: Int? = nil, label: String? = nil,
      validation: Double = 0
    ) {
      self.name = name
      self.directory = directory
      self.split = split
      self.label = label
      self.validation = validation
    }
  }

  public var data: Source
  /// As a structure string; the input shape may stand in front.
  public var network: String
  public var epochs = 100
  public var batching: Batching
  public var optimizer = OptimizerDescription(.adam)
  public var schedule = Schedule.constant
  public var loss = Loss.categoricalCrossentropy
  public var reduction = BatchReduction.sum
  public var maskScope = ForwardContext.MaskScope.batch
  /// How weights are drawn; nil for the initializer that each layer's activation has by default.
  public var initializer: Initializer?
  public var regularization = Regularization()
  public var clipping = GradientClipping.none
  public var shuffles = true
  /// The seed of the first repetition; each repetition after it has the next number.
  public var seed: UInt32 = 0
  public var repetitions = 1
  public var threads = Processor.threadCount
  /// The algorithm of all convolutions.
  public var convolution = ConvolutionVariant.auto
  /// `Trainer.Plan.preciseEpochs`, where `convolution` is `auto`: one, so that the batches of a published log can be
  /// followed digit by digit.
  public var preciseEpochs = 1

  /// A run by the conventions of the paper's code: Adam, gradients summed over the batch, one dropout mask per
  /// batch, 100 epochs.
  public init(data: Source, network: String, batching: Batching) {
    self.data = data
    self.network = network
    self.batching = batching
  }

  /// The seed of a repetition counted from 1: the paper's repetition r has seed r − 1.
  public func seed(ofRepetition repetition: Int) -> UInt32 {
    seed &+ UInt32(clamping: repetition - 1)
  }

  /// The split of a repetition counted from 1, where the data have splits.
  public func split(ofRepetition repetition: Int) -> Int? { data.split.map { $0 + repetition - 1 } }

  public var plan: Trainer.Plan {
    Trainer.Plan(
      epochs: epochs, batching: batching, schedule: schedule, shuffles: shuffles,
      validationShare: data.validation,
      preciseEpochs: convolution == .auto ? preciseEpochs : 0)
  }

  /// True if both describe the same run; the place of the data and the number of threads do not matter.
  public func agrees(with other: RunDescription) -> Bool {
    var (one, two) = (self, other)
    (one.data.directory, two.data.directory) = (nil, nil)
    (one.threads, two.threads) = (1, 1)
    return one == two
  }
}
