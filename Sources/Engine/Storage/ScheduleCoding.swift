/// `{"name":"step","factor":0.9,"epochs":5}`.
extension Schedule: Codable {
  private enum Key: String, CodingKey { case name, decay, factor, epochs }
  private enum Name: String, Codable { case constant, inverseTime = "inverse-time", step, cosine }

  public init(from decoder: any Decoder) throws {
    let values = try decoder.container(keyedBy: Key.self)
    func required<Number>(_ key: Key, _ number: Number?) throws -> Number {
      guard let number else {
        throw DecodingError.keyNotFound(
          key, .init(codingPath: values.codingPath, debugDescription: "missing"))
      }
      return number
    }
    switch try values.decode(Name.self, forKey: .name) {
    case .constant: self = .constant
    case .inverseTime:
      self = .inverseTime(
        decay: try required(.decay, values.number(.decay, TrainingLimits.strength)))
    case .step:
      self = .step(
        factor: try required(.factor, values.number(.factor, TrainingLimits.positive)),
        epochs: try required(.epochs, values.number(.epochs, TrainingLimits.count)))
    case .cosine: self = .cosine
    }
  }

  public func encode(to encoder: any Encoder) throws {
    var values = encoder.container(keyedBy: Key.self)
    switch self {
    case .constant: try values.encode(Name.constant, forKey: .name)
    case .inverseTime(let decay):
      try values.encode(Name.inverseTime, forKey: .name)
      try values.encode(decay, forKey: .decay)
    case .step(let factor, let epochs):
      try values.encode(Name.step, forKey: .name)
      try values.encode(factor, forKey: .factor)
      try values.encode(epochs, forKey: .epochs)
    case .cosine: try values.encode(Name.cosine, forKey: .name)
    }
  }
}
