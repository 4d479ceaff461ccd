extension Key {
  /// The key behind a character that the terminal sent; nil for one that no key sends.
  package init?(controlOrCharacter value: UInt32) {
    switch value {
    case 0x08, 0x7f: self = .backspace
    case 0x09: self = .tab
    case 0x0a, 0x0d: self = .enter
    case 0x1b: self = .escape
    case 0x01...0x1a:
      guard let letter = Unicode.Scalar(value + 0x60) else { return nil }
      self = .control(Character(letter))
    default:
      guard value >= 0x20, !(0x80..<0xa0).contains(value), let scalar = Unicode.Scalar(value)
      else { return nil }
      self = .character(Character(scalar))
    }
  }
}
