/// `{"name":"step","factor":0.9,"epochs":5}`.
extension Schedule: Codable {
  private enum Key: String, CodingKey { case name, decay, factor, epochs }
  private enum Name: String, Codable { case constant, inverseTime = "inverse-time", step, cosine }

  public init(from decoder: any Decoder) throws {
    let values = try decoder.container(keyedBy: Key.self)
    switch try values.decode(Name.self, forKey: .name) {
    case .constant: self = .constant
    case .inverseTime: self = .inverseTime(decay: try values.decode(Double.self, forKey: .decay))
    case .step:
      self = .step(
        factor: try values.decode(Double.self, forKey: .factor),
        epochs: try values.decode(Int.self, forKey: .epochs))
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
