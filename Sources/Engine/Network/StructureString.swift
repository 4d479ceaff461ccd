/// Networks as the paper's tables write them: `C(5,8,r)x2;M(4);DR(0.25);F();D(64,r);D(40,sm);`.
///
/// Grammar (docs/algorithms.md §8): `;` ends a layer (the last may be missing), `x2` or `×2` repeats
/// it, white space is free; hmdl's long form `28x28x1->C(5,8,relu);…` names the input shape too.
public enum StructureString {
  /// - Throws: `StructureError` with the place of the fault.
  public static func parse(_ text: String) throws -> (
    inputShape: Shape?, layers: [LayerDescription]
  ) {
    var scanner = StructureScanner(text)
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
    "\(type(of: layer.kind).letters)(\(layer.kind.values))"
  }
}

extension StructureScanner {
  /// `28x28x1->` in front, where the string has it.
  fileprivate mutating func inputShape() throws -> Shape? {
    guard current?.isNumber == true else { return nil }
    var extents = [try whole("the input shape")]
    while take("x", "×") { extents.append(try whole("the input shape")) }
    try expect("-", after: "the input shape")
    try expect(">", after: "the input shape")
    return Shape(extents)
  }

  fileprivate mutating func layer() throws -> LayerDescription {
    layerPosition = position
    let letters = word()
    guard let kind = LayerDescription.kinds.first(where: { $0.letters == letters }) else {
      let known = LayerDescription.kinds.map { $0.letters }.joined(separator: " ")
      throw fault(
        "unknown layer '\(letters.isEmpty ? String(current ?? " ") : letters)'; known are \(known)",
        at: layerPosition)
    }
    try expect("(", after: letters)
    let layer = LayerDescription(try kind.init(reading: &self))
    try expect(")", after: "the values of \(letters)")
    return layer
  }

  fileprivate mutating func repetitions() throws -> Int {
    guard take("x", "×") else { return 1 }
    let start = position
    let times = try whole("the number of repetitions")
    guard times <= 1000 else {
      throw fault("\(times) repetitions are too many; 1000 at most", at: start)
    }
    return times
  }
}
