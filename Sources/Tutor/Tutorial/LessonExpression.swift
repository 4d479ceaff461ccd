import Engine
import Tracer

/// An expression over a trace, `on(map(Y(c1), 0))`: the content of a placeholder in a lesson.
///
/// Expressions are checked when the lesson is read (names, kinds and numbers of arguments), so that
/// their evaluation cannot fail: it gives a value, or nil where the trace has none yet.
indirect enum LessonExpression: Equatable, Sendable {
  case number(Double)
  case text(String)
  case layer(String)
  case call(String, [LessonExpression])
  case choice(LessonExpression, then: LessonExpression, otherwise: LessonExpression)
  /// An element of a tensor, given by all its indices or by an expression whose value is a cell.
  case element(LessonExpression, [LessonExpression])
  case operation(Operator, LessonExpression, LessonExpression)
  /// The same expression in another update.
  case inUpdate(LessonExpression, LessonExpression)

  enum Operator: Character, Sendable {
    case plus = "+"
    case minus = "-"
    case times = "*"
    case over = "/"
    case equals = "="
    case less = "<"
    case greater = ">"
  }
}

/// The value of an expression.
enum LessonValue: Equatable, Sendable {
  case number(Double)
  case text(String)
  case truth(Bool)
  case tensor(Tensor<Float>)
  /// The indices of a cell in shape order, sample first.
  case cell([Int])
  case layer(String)

  enum Kind: String, Sendable {
    case number, text, truth, tensor, cell, layer
  }
}

/// The update of a trace in which an expression is evaluated.
struct LessonScope: Sendable {
  let trace: Trace
  let classes: [String]
  var update: Int

  /// The tensor of the event of this kind, nil when the update has no such event (yet).
  func tensor(_ kind: TraceKind, _ name: TensorName, layer: String? = nil) -> Tensor<Float>? {
    trace.position(kind, layer: layer, update: update)
      .flatMap { trace.events[$0].event.tensors[name] }
  }

  /// The parameters that the update computes with.
  func parameter(_ name: TensorName, layer: String) -> Tensor<Float>? {
    trace.parametersBefore(update: update, layer: layer)
      .flatMap { trace.events[$0].event.tensors[name] }
  }

  func name(ofClass index: Int) -> String {
    classes.indices.contains(index) ? classes[index] : "class \(index)"
  }
}

extension LessonExpression {
  /// The value in one update, nil where something it needs is not in the trace.
  func value(in scope: LessonScope) -> LessonValue? {
    switch self {
    case .number(let number): return .number(number)
    case .text(let text): return .text(text)
    case .layer(let name): return .layer(name)
    case .call(let name, let arguments):
      let values = arguments.compactMap { $0.value(in: scope) }
      guard values.count == arguments.count else { return nil }
      return LessonFunction.all[name]?.evaluate(values, scope)
    case .choice(let condition, let then, let otherwise):
      guard case .truth(let isTrue)? = condition.value(in: scope) else { return nil }
      return (isTrue ? then : otherwise).value(in: scope)
    case .element(let tensor, let index):
      guard case .tensor(let tensor)? = tensor.value(in: scope),
        let cell = Self.cell(index, in: scope), let offset = tensor.shape.offset(of: cell)
      else { return nil }
      return .number(Double(tensor.elements[offset]))
    case .operation(let sign, let left, let right):
      guard let left = left.value(in: scope), let right = right.value(in: scope) else { return nil }
      return Self.result(sign, left, right)
    case .inUpdate(let expression, let update):
      guard case .number(let update)? = update.value(in: scope), let number = Int(exactly: update)
      else { return nil }
      var there = scope
      there.update = number
      return expression.value(in: there)
    }
  }

  private static func cell(_ index: [LessonExpression], in scope: LessonScope) -> [Int]? {
    let values = index.map { $0.value(in: scope) }
    if case .cell(let cell)?? = values.first { return cell }
    let numbers = values.compactMap { value -> Int? in
      guard case .number(let number)? = value else { return nil }
      return Int(exactly: number)
    }
    return numbers.count == values.count ? numbers : nil
  }

  private static func result(
    _ sign: Operator, _ left: LessonValue, _ right: LessonValue
  ) -> LessonValue? {
    if sign == .equals { return .truth(left == right) }
    guard case .number(let a) = left, case .number(let b) = right else { return nil }
    return switch sign {
    case .plus: .number(a + b)
    case .minus: .number(a - b)
    case .times: .number(a * b)
    case .over: .number(a / b)
    case .less: .truth(a < b)
    case .greater: .truth(a > b)
    case .equals: .truth(a == b)
    }
  }
}
