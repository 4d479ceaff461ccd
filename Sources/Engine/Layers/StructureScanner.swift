/// A fault in a network string, at a place counted from 1.
public struct StructureError: Error, Equatable, CustomStringConvertible {
  public let position: Int
  public let reason: String

  public var description: String { "network string, character \(position): \(reason)" }
}

/// Reads a network string character by character, white space left out but counted.
public struct StructureScanner {
  private let characters: [(character: Character, position: Int)]
  private var next = 0
  /// Where the layer at hand begins.
  public internal(set) var layerPosition = 1

  /// Numbers beyond this are typing errors, not networks.
  private static let largest = 1_000_000

  init(_ text: String) {
    characters = text.enumerated().filter { !$0.element.isWhitespace }
      .map { ($0.element, $0.offset + 1) }
  }

  var isAtEnd: Bool { next == characters.count }
  /// Where the next character stands, counted from 1.
  public var position: Int {
    isAtEnd ? (characters.last?.position ?? 0) + 1 : characters[next].position
  }
  /// The next character, or nil at the end.
  var current: Character? { isAtEnd ? nil : characters[next].character }

  /// A fault at a place, at the next character unless one is given.
  public func fault(_ reason: String, at place: Int? = nil) -> StructureError {
    StructureError(position: place ?? position, reason: reason)
  }

  /// Takes one of some characters if it comes next.
  ///
  /// - Returns: whether it did.
  public mutating func take(_ choices: Character...) -> Bool {
    guard let current, choices.contains(current) else { return false }
    next += 1
    return true
  }

  /// Takes the character that must come next.
  ///
  /// - Parameters:
  ///   - character: which.
  ///   - what: what was read before it.
  /// - Throws: `StructureError` when another one comes.
  public mutating func expect(_ character: Character, after what: String) throws {
    guard !take(character) else { return }
    let found = current.map { "'\($0)'" } ?? "the end"
    throw fault("expected '\(character)' after \(what), found \(found)")
  }

  /// The letters that come next, maybe none.
  public mutating func word() -> String { text { $0.isLetter || $0 == "_" } }

  /// `,r` behind the other values of a layer, or nothing: the identity.
  ///
  /// - Parameter elementwise: whether functions are refused that take numbers together.
  /// - Returns: the activation.
  /// - Throws: `StructureError` for an activation that is unknown or does not belong here.
  public mutating func activation(elementwise: Bool) throws -> Activation {
    guard take(",") else { return .identity }
    let start = position
    let name = word()
    guard
      let activation = Activation.allCases.first(where: {
        name == $0.rawValue || (name == $0.letters && !name.isEmpty)
      })
    else {
      let known = Activation.allCases.map(\.letters).filter { !$0.isEmpty }
      throw fault(
        "unknown activation '\(name)'; known are \(known.joined(separator: " ")), none means identity",
        at: start)
    }
    guard activation.isElementwise || !elementwise else {
      let others = Activation.allCases.filter { $0.isElementwise && $0 != .identity }.map(\.letters)
      throw fault(
        "\(activation.rawValue) belongs to a dense layer; a convolution takes "
          + "\(others.dropLast().joined(separator: ", ")) or \(others.last ?? "none")", at: start)
    }
    return activation
  }

  /// A whole number from 1 to a million.
  ///
  /// - Parameter what: what it is called in a fault.
  /// - Returns: the number.
  /// - Throws: `StructureError` when it is missing or out of range.
  public mutating func whole(_ what: String) throws -> Int {
    let start = position
    let digits = text { $0.isASCII && $0.isNumber }
    guard !digits.isEmpty else {
      throw fault("\(what) is missing; it is a whole number", at: start)
    }
    guard let value = Int(digits), (1...Self.largest).contains(value) else {
      throw fault("\(what) is \(digits); it must be from 1 to \(Self.largest)", at: start)
    }
    return value
  }

  /// A share from 0 to below 1, the last value in its parentheses.
  ///
  /// - Parameter what: what it is called in a fault.
  /// - Returns: the share.
  /// - Throws: `StructureError` when it is no such number.
  public mutating func share(_ what: String) throws -> Double {
    let start = position
    let text = text { $0 != ")" }
    guard let share = Double(text), share >= 0, share < 1 else {
      throw fault("\(what) is '\(text)'; it must be from 0 to below 1", at: start)
    }
    return share
  }

  /// The characters that come next, as long as they fit.
  private mutating func text(while fits: (Character) -> Bool) -> String {
    var text = ""
    while let character = current, fits(character) {
      text.append(character)
      next += 1
    }
    return text
  }
}
