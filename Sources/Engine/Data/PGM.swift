/// Portable grey maps: `P2` with decimal numbers, `P5` with one or two bytes per pixel.
///
/// The header holds `P2` or `P5`, width, height and the largest level, with white space between them; `#` begins a
/// comment up to the end of its line. Levels are rescaled to 0…255.
enum PGM {
  static func isPGM(_ bytes: ByteStore) -> Bool {
    bytes.count > 2 && bytes[0] == UInt8(ascii: "P")
      && (bytes[1] == UInt8(ascii: "2") || bytes[1] == UInt8(ascii: "5"))
  }

  /// - Parameters:
  ///   - bytes: the file, which `isPGM`.
  ///   - name: the file's name in errors.
  /// - Returns: the picture, one channel.
  /// - Throws: `FileError` when it is cut off or garbled.
  static func decode(_ bytes: ByteStore, name: String) throws(FileError) -> Picture {
    try bytes.withBytes { (raw) throws(FileError) in
      var scanner = Scanner(bytes: raw, name: name)
      return try scanner.picture(isText: raw[1] == UInt8(ascii: "2"))
    }
  }

  private struct Scanner {
    let bytes: UnsafeRawBufferPointer
    let name: String
    private var next = 2

    init(bytes: UnsafeRawBufferPointer, name: String) {
      self.bytes = bytes
      self.name = name
    }

    private func refuse(_ reason: String) -> FileError { FileError(file: name, reason: reason) }

    mutating func picture(isText: Bool) throws(FileError) -> Picture {
      let width = try number("the width", through: 1 << 20)
      let height = try number("the height", through: 1 << 20)
      let largest = try number("the largest level", through: 65535)
      guard width > 0, height > 0, largest > 0 else {
        throw refuse("byte \(next): a size or the largest level is 0")
      }
      let count = width * height
      guard count <= Picture.largestPixelCount else {
        throw refuse("\(width)×\(height) pixels are more than is read; make it smaller")
      }
      let bytesLeft = bytes.count - next
      // At least a digit and a space per pixel, or one or two bytes per pixel after one space.
      let wanted = isText ? 2 * count : 1 + count * (largest > 255 ? 2 : 1)
      guard bytesLeft >= wanted else {
        throw refuse(
          "is cut off: \(bytesLeft) bytes follow the header, but \(width)×\(height) pixels "
            + "take \(wanted)")
      }
      var levels: [UInt8] = []
      levels.reserveCapacity(count)
      for pixel in 0..<count {
        let level =
          isText ? try number("a level", through: 65535) : binary(pixel, isWide: largest > 255)
        guard level <= largest else {
          throw refuse("level \(level) of pixel \(pixel) is above \(largest), the largest level")
        }
        levels.append(UInt8(largest == 255 ? level : (level * 255 + largest / 2) / largest))
      }
      return Picture(height: height, width: width, channels: 1, levels: levels)
    }

    private func binary(_ pixel: Int, isWide: Bool) -> Int {
      guard isWide else { return Int(bytes[next + 1 + pixel]) }
      let place = next + 1 + 2 * pixel
      return Int(bytes[place]) << 8 | Int(bytes[place + 1])
    }

    private mutating func number(_ what: String, through limit: Int) throws(FileError) -> Int {
      skipSpace()
      var value = 0
      let start = next
      while next < bytes.count, case let digit = Int(bytes[next]) - 0x30, 0...9 ~= digit {
        value = value * 10 + digit
        next += 1
        guard value <= limit else { throw refuse("byte \(start): \(what) is above \(limit)") }
      }
      guard next > start else { throw refuse("byte \(start): \(what) is missing") }
      return value
    }

    private mutating func skipSpace() {
      while next < bytes.count {
        switch bytes[next] {
        case 0x20, 0x09...0x0d: next += 1
        case UInt8(ascii: "#"):
          while next < bytes.count, bytes[next] != 0x0a { next += 1 }
        default: return
        }
      }
    }
  }
}
