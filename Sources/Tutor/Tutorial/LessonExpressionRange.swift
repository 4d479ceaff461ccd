import Engine
import Tracer

/// What can only be known of an expression once its case has run: whether the cells whose indices it computes
/// are there.
extension LessonExpression {
  /// The error that a cell or map named by the expression does not exist; nil when all of them do, and where
  /// the trace has no value yet.
  func missingCell(in scope: LessonScope) -> LessonExpressionError? {
    switch self {
    case .number, .text, .layer: return nil
    case .call(let name, let arguments):
      return arguments.lazy.compactMap { $0.missingCell(in: scope) }.first
        ?? (name == "map" ? Self.missingMap(arguments, scope) : nil)
    case .choice(let condition, let then, let otherwise):
      if let error = condition.missingCell(in: scope) { return error }
      guard case .truth(let isTrue)? = condition.value(in: scope) else { return nil }
      return (isTrue ? then : otherwise).missingCell(in: scope)
    case .element(let tensor, let index):
      return ([tensor] + index).lazy.compactMap { $0.missingCell(in: scope) }.first
        ?? Self.missingElement(tensor, index, scope)
    case .operation(_, let left, let right):
      return left.missingCell(in: scope) ?? right.missingCell(in: scope)
    case .inUpdate(let expression, let update):
      if let error = update.missingCell(in: scope) { return error }
      guard case .number(let number)? = update.value(in: scope), let update = Int(exactly: number)
      else { return nil }
      var there = scope
      there.update = update
      return expression.missingCell(in: there)
    case .inCase(let name, let expression):
      return scope.others(name).flatMap { expression.missingCell(in: $0) }
    case .whatIf(_, let place, let value):
      return place.missingCell(in: scope) ?? value.missingCell(in: scope)
    }
  }

  private static func missingMap(
    _ arguments: [LessonExpression], _ scope: LessonScope
  ) -> LessonExpressionError? {
    guard arguments.count == 2, case .tensor(let tensor)? = arguments[0].value(in: scope),
      case .number(let map)? = arguments[1].value(in: scope),
      let maps = tensor.shape.dimensions.last
    else { return nil }
    if let map = Int(exactly: map), (0..<maps).contains(map) { return nil }
    return .noMap(LessonTemplate.Format.short.text(map), of: maps)
  }

  private static func missingElement(
    _ tensor: LessonExpression, _ index: [LessonExpression], _ scope: LessonScope
  ) -> LessonExpressionError? {
    guard case .tensor(let tensor)? = tensor.value(in: scope) else { return nil }
    let values = index.compactMap { $0.value(in: scope) }
    guard values.count == index.count else { return nil }
    let numbers = values.flatMap { value -> [Double] in
      switch value {
      case .cell(let cell): cell.map(Double.init)
      case .number(let number): [number]
      default: []
      }
    }
    let cell = numbers.compactMap { Int(exactly: $0) }
    guard cell.count < numbers.count || tensor.shape.offset(of: cell) == nil else { return nil }
    return .noCell(numbers.map(LessonTemplate.Format.short.text), in: tensor.shape)
  }
}

extension LessonExpressionError {
  static func noCell(_ index: [String], in shape: Shape) -> LessonExpressionError {
    LessonExpressionError(
      description: "there is no cell [\(index.joined(separator: ","))]: the shape is \(shape), "
        + "the sample first and counted from 0")
  }

  static func noMap(_ map: String, of maps: Int) -> LessonExpressionError {
    LessonExpressionError(
      description: "there is no map \(map): there are \(maps), counted from 0")
  }
}
