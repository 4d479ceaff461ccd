import Engine
import Tracer

/// What can be known of an expression before its case runs: whether the layers it names have the tensors it asks for,
/// and whether cells given as numbers lie within them.
extension LessonExpression {
  /// - Parameters:
  ///   - experiment: the case whose trace the expression is about.
  ///   - others: all cases of the lesson.
  /// - Throws: `LessonExpressionError` about a tensor, a cell or a case that there cannot be.
  func check(_ experiment: Case, others: [LessonCase] = []) throws(LessonExpressionError) {
    _ = try extents(experiment)
    switch self {
    case .inCase(let name, let expression):
      guard let other = others.first(where: { $0.name == name }) else {
        throw LessonExpressionError(
          description: "\"\(name)\" is no case of this lesson; there are "
            + others.map(\.name).joined(separator: ", "))
      }
      try expression.check(other.case, others: others)
    case .element(let tensor, let indices):
      for part in [tensor] + indices { try part.check(experiment, others: others) }
      try Self.checkCell(indices, in: tensor.extents(experiment))
    case .layer(let name):
      guard experiment.header.index(of: name) != nil else {
        throw LessonExpressionError(
          description: "this case has no layer \(name); it has "
            + experiment.header.names.joined(separator: ", "))
      }
    default: for part in parts { try part.check(experiment, others: others) }
    }
  }

  /// The expressions that this one is made of.
  var parts: [LessonExpression] {
    switch self {
    case .number, .text, .layer: []
    case .call(_, let arguments): arguments
    case .choice(let condition, let then, let otherwise): [condition, then, otherwise]
    case .element(let tensor, let indices): [tensor] + indices
    case .operation(_, let left, let right): [left, right]
    case .inUpdate(let expression, let update): [expression, update]
    case .inCase(_, let expression): [expression]
    case .whatIf(_, let place, let value): [place, value]
    }
  }

  private static func checkCell(
    _ indices: [LessonExpression], in extents: [Int]?
  ) throws(LessonExpressionError) {
    guard let extents, !indices.isEmpty else { return }
    let numbers = indices.map(\.constant)
    // One expression may be a whole cell; `farthest` and `winner` give cells that are there.
    if numbers.count == 1, numbers[0] == nil { return }
    let isInside =
      numbers.count == extents.count
      && zip(numbers, extents).allSatisfy { number, extent in
        number.map { $0 >= 0 && $0 < Double(extent) && $0 == $0.rounded() } ?? true
      }
    guard isInside else {
      let cell = numbers.map { $0.map { LessonTemplate.Format.short.text($0) } ?? "…" }
      throw .noCell(cell, in: Shape(extents))
    }
  }

  /// A number that is written out, or its negative.
  private var constant: Double? {
    switch self {
    case .number(let number): number
    case .operation(.minus, .number(let left), .number(let right)): left - right
    default: nil
    }
  }

  /// The shape of a tensor, nil where only the run tells it.
  private func extents(_ experiment: Case) throws(LessonExpressionError) -> [Int]? {
    switch self {
    case .inUpdate(let expression, _): return try expression.extents(experiment)
    case .call("map", let arguments):
      guard let tensor = arguments.first, let map = arguments.last?.constant,
        let extents = try tensor.extents(experiment), let maps = extents.last
      else { return nil }
      guard map >= 0, map < Double(maps), map == map.rounded() else {
        throw .noMap(LessonTemplate.Format.short.text(map), of: maps)
      }
      return extents.dropLast() + [1]
    case .call(let name, let arguments):
      guard case .layer(let layer)? = arguments.first else {
        return Self.extents(ofGlobal: name, experiment)
      }
      return try Self.extents(of: name, layer, experiment)
    default: return nil
    }
  }

  /// Samples of the largest batch.
  private static func batch(_ experiment: Case) -> Int {
    experiment.steps.compactMap { $0.input.shape.dimensions.first }.max() ?? 1
  }

  private static func extents(ofGlobal name: String, _ experiment: Case) -> [Int]? {
    let header = experiment.header
    switch name {
    case "X": return [batch(experiment)] + header.inputShape.dimensions
    case "E", "target":
      return [batch(experiment)] + header.output(of: header.layers.count - 1).dimensions
    default: return nil
    }
  }

  private static func extents(
    of name: String, _ layer: String, _ experiment: Case
  ) throws(LessonExpressionError) -> [Int]? {
    let header = experiment.header
    guard let index = header.index(of: layer) else { return nil }
    let parameters = header.parameterShapes(of: index)
    switch name {
    case "S", "Y", "delta", "argmax":
      return [batch(experiment)] + header.output(of: index).dimensions
    case "sentBack": return [batch(experiment)] + header.output(of: index).dimensions
    case "W", "gradientW", "correctionW", "b", "gradientb", "correctionb":
      guard let parameters else {
        throw LessonExpressionError(description: "\(layer) has no parameters, so no \(name)")
      }
      return (name.hasSuffix("W") ? parameters.weights : parameters.bias).dimensions
    default: return nil
    }
  }
}
