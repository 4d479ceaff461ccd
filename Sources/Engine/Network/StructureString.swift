/// Networks as the paper's tables write them: `C(5,8,r)x2;M(4);DR(0.25);F();D(64,r);D(40,sm);`.
///
/// Grammar (docs/algorithms.md §8): `;` ends a layer (the last may be missing), `x2` or `×2` repeats
/// it, white space is free; hmdl's long form `28x28x1->C(5,8,relu);…` names the input shape too.
public enum StructureString {
  /// - Throws: `StructureError` with the place of the fault.
  public static func parse(_ text: String) throws -> (
    inputShape: Shape?, layers: [LayerDescription]
  ) {
    var scanner = Scanner(text)
    let inputShape = try scanner.inputShape()
    var layers: [LayerDescription] = []
    while !scanner.isAtEnd {
      let layer = try scanner.layer()
      layers += Array(repeating: layer, count: try scanner.repetitions())
      if scanner.isAtEnd { break }
      try scanner.expect(";", after: "the layer")
    }
    guard !layers.isEmpty else {
      throw StructureError(
        position: 1, reason: "no layer; a network looks like F();D(64,r);D(10,sm);")
    }
    return (inputShape, layers)
  }

  /// The short form; equal layers in a row are written once with `x`.
  public static func string(_ layers: [LayerDescription]) -> String {
    var text = ""
    var index = 0
    while index < layers.count {
      var run = 1
      while index + run < layers.count, layers[index + run] == layers[index] { run += 1 }
      text += string(layers[index]) + (run > 1 ? "x\(run)" : "") + ";"
      index += run
    }
    return text
  }

  private static func string(_ layer: LayerDescription) -> String {
    switch layer {
    case .convolution(let size, let kernels, let activation):
      "C(\(size),\(kernels)\(suffix(activation)))"
    case .maxPooling(let size): "M(\(size))"
    case .averagePooling(let size): "A(\(size))"
    case .dropout(let rate): "DR(\(rate))"
    case .flatten: "F()"
    case .dense(let units, let activation): "D(\(units)\(suffix(activation)))"
    }
  }

  private static func suffix(_ activation: Activation) -> String {
    switch activation {
    case .identity: ""
    case .relu: ",r"
    case .sigmoid: ",s"
    case .tanh: ",t"
    case .softmax: ",sm"
    }
  }
}

/// A fault in a structure string, at a place counted from 1.
public struct StructureError: Error, Equatable, CustomStringConvertible {
  public let position: Int
  public let reason: String

  public var description: String { "network string, character \(position): \(reason)" }
}

/// Reads a structure string character by character, white space left out but counted.
private struct Scanner {
  private let characters: [(character: Character, position: Int)]
  private var next = 0

  /// Numbers beyond this are typing errors, not networks.
  private static let largest = 1_000_000

  init(_ text: String) {
    characters = text.enumerated().filter { !$0.element.isWhitespace }
      .map { ($0.element, $0.offset + 1) }
  }

  var isAtEnd: Bool { next == characters.count }
  private var position: Int {
    isAtEnd ? (characters.last?.position ?? 0) + 1 : characters[next].position
  }
  private var current: Character? { isAtEnd ? nil : characters[next].character }

  private func fault(_ reason: String, at place: Int? = nil) -> StructureError {
    StructureError(position: place ?? position, reason: reason)
  }

  mutating func expect(_ character: Character, after what: String) throws {
    guard current == character else {
      let found = current.map { "'\($0)'" } ?? "the end"
      throw fault("expected '\(character)' after \(what), found \(found)")
    }
    next += 1
  }

  /// `28x28x1->` in front, where the string has it.
  mutating func inputShape() throws -> Shape? {
    guard current?.isNumber == true else { return nil }
    var extents = [try whole("the input shape")]
    while current == "x" || current == "×" {
      next += 1
      extents.append(try whole("the input shape"))
    }
    try expect("-", after: "the input shape")
    try expect(">", after: "the input shape")
    return Shape(extents)
  }

  mutating func layer() throws -> LayerDescription {
    let start = position
    let letters = word()
    let known = ["C", "M", "A", "DR", "F", "D"]
    guard known.contains(letters) else {
      throw fault(
        "unknown layer '\(letters.isEmpty ? String(current ?? " ") : letters)'; known are C M A DR F D",
        at: start)
    }
    try expect("(", after: letters)
    let layer = try layer(letters, start)
    try expect(")", after: "the values of \(letters)")
    return layer
  }

  private mutating func layer(_ letters: String, _ start: Int) throws -> LayerDescription {
    switch letters {
    case "C":
      let size = try whole("the kernel size")
      guard size % 2 == 1 else {
        throw fault(
          "the kernel size \(size) is even; use an odd one such as \(size + 1)", at: start)
      }
      try expect(",", after: "the kernel size")
      let kernels = try whole("the number of kernels")
      return .convolution(
        kernelSize: size, kernels: kernels, activation: try activation(softmaxAllowed: false))
    case "M": return .maxPooling(size: try whole("the window size"))
    case "A": return .averagePooling(size: try whole("the window size"))
    case "DR": return .dropout(rate: try rate())
    case "F": return .flatten
    default:
      let units = try whole("the number of neurons")
      return .dense(units: units, activation: try activation(softmaxAllowed: true))
    }
  }

  mutating func repetitions() throws -> Int {
    guard current == "x" || current == "×" else { return 1 }
    next += 1
    let start = position
    let times = try whole("the number of repetitions")
    guard times <= 1000 else {
      throw fault("\(times) repetitions are too many; 1000 at most", at: start)
    }
    return times
  }

  private mutating func activation(softmaxAllowed: Bool) throws -> Activation {
    guard current == "," else { return .identity }
    next += 1
    let start = position
    let name = word()
    let names: [String: Activation] = [
      "r": .relu, "relu": .relu, "s": .sigmoid, "sigmoid": .sigmoid, "t": .tanh, "tanh": .tanh,
      "sm": .softmax, "softmax": .softmax, "identity": .identity,
    ]
    guard let activation = names[name] else {
      throw fault(
        "unknown activation '\(name)'; known are r s t sm, none means identity", at: start)
    }
    guard activation != .softmax || softmaxAllowed else {
      throw fault("softmax belongs to a dense layer; a convolution takes r, s or t", at: start)
    }
    return activation
  }

  private mutating func word() -> String {
    var text = ""
    while let character = current, character.isLetter {
      text.append(character)
      next += 1
    }
    return text
  }

  private mutating func whole(_ what: String) throws -> Int {
    let start = position
    var digits = ""
    while let character = current, character.isASCII, character.isNumber {
      digits.append(character)
      next += 1
    }
    guard !digits.isEmpty else {
      throw fault("\(what) is missing; it is a whole number", at: start)
    }
    guard let value = Int(digits), (1...Self.largest).contains(value) else {
      throw fault("\(what) is \(digits); it must be from 1 to \(Self.largest)", at: start)
    }
    return value
  }

  private mutating func rate() throws -> Double {
    let start = position
    var text = ""
    while let character = current, character != ")" {
      text.append(character)
      next += 1
    }
    guard let rate = Double(text), rate >= 0, rate < 1 else {
      throw fault("the dropout rate is '\(text)'; it must be from 0 to below 1", at: start)
    }
    return rate
  }
}
