/// As a checkpoint stores it: every number exactly, the generator with all its words.
extension TrainingPosition: Codable {
  private enum Key: String, CodingKey {
    case epoch, batches, orderSource, meanLoss, meanAccuracy, seconds
  }

  public init(from decoder: any Decoder) throws {
    let values = try decoder.container(keyedBy: Key.self)
    self.init(epoch: try values.decode(Int.self, forKey: .epoch))
    batches = try values.decode(Int.self, forKey: .batches)
    orderSource = try values.decodeIfPresent(RandomSource.self, forKey: .orderSource)
    mean.loss = try values.decode(Double.self, forKey: .meanLoss)
    mean.accuracy = try values.decode(Double.self, forKey: .meanAccuracy)
    seconds = try values.decode(Double.self, forKey: .seconds)
    guard TrainingLimits.counted.fault(epoch) == nil, epoch >= 1,
      TrainingLimits.counted.fault(batches) == nil
    else {
      throw DecodingError.dataCorruptedError(
        forKey: .batches, in: values, debugDescription: "no place in a training")
    }
  }

  public func encode(to encoder: any Encoder) throws {
    var values = encoder.container(keyedBy: Key.self)
    try values.encode(epoch, forKey: .epoch)
    try values.encode(batches, forKey: .batches)
    try values.encodeIfPresent(orderSource, forKey: .orderSource)
    try values.encode(mean.loss, forKey: .meanLoss)
    try values.encode(mean.accuracy, forKey: .meanAccuracy)
    try values.encode(seconds, forKey: .seconds)
  }
}
