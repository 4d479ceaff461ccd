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
  /// The same expression in another case of the lesson.
  case inCase(String, LessonExpression)
  /// What would come out if one number, an element of a parameter or of the input, were another.
  case whatIf(WhatIf, LessonExpression, LessonExpression)

  enum WhatIf: String, Sendable, CaseIterable {
    /// The loss.
    case loss = "lossWith"
    /// The first output of the first sample.
    case output = "outputWith"
  }

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
  /// What the trace was recorded from; nil where nothing can be computed anew.
  var experiment: Case?
  /// The other cases of the lesson by their names.
  var others: @Sendable (String) -> LessonScope? = { _ in nil }
  /// The cell that the reader picked: all its indices.
  var here: [Int]?

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
    case .inCase(let name, let expression):
      return scope.others(name).flatMap { expression.value(in: $0) }
    case .whatIf(let wanted, let place, let value):
      guard case .number(let value)? = value.value(in: scope) else { return nil }
      return place.outcome(of: wanted, with: value, in: scope).map { .number($0) }
    }
  }

  /// Whether a truth holds; false where something it needs is missing.
  func holds(in scope: LessonScope) -> Bool { value(in: scope) == .truth(true) }

  /// A number; nil where something it needs is missing.
  func number(in scope: LessonScope) -> Double? {
    if case .number(let number)? = value(in: scope) { number } else { nil }
  }

  static func cell(_ index: [LessonExpression], in scope: LessonScope) -> [Int]? {
    let values = index.map { $0.value(in: scope) }
    if case .cell(let cell)?? = values.first { return cell }
    let numbers = values.compactMap { value -> Int? in
      guard case .number(let number)? = value else { return nil }
      return Int(exactly: number)
    }
    return numbers.count == values.count ? numbers : nil
  }

  /// Two numbers of a trace count as equal up to the rounding of a Float.
  private static let tolerance = 5e-7

  private static func result(
    _ sign: Operator, _ left: LessonValue, _ right: LessonValue
  ) -> LessonValue? {
    guard case .number(let a) = left, case .number(let b) = right else {
      return sign == .equals ? .truth(left == right) : nil
    }
    return switch sign {
    case .plus: .number(a + b)
    case .minus: .number(a - b)
    case .times: .number(a * b)
    case .over: .number(a / b)
    case .less: .truth(a < b)
    case .greater: .truth(a > b)
    case .equals: .truth((a - b).magnitude <= tolerance * max(1, a.magnitude, b.magnitude))
    }
  }
}
