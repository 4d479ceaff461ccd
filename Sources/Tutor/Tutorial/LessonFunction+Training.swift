import Engine
import Tracer

/// Functions about an update: the loss, the classes and the corrections.
extension LessonFunction {
  static let training: [String: LessonFunction] = [
    "update": named(.number) { .number(Double($0.update)) },
    // Updates that corrected something.
    "updates": named(.number) { scope in
      let corrected = scope.trace.events.lazy.filter { $0.event.kind == .correction }
      return .number(Double(corrected.map(\.update).max() ?? 0))
    },
    // η of the update, which a schedule may change.
    "rate": named(.number) { .number($0.trace.header.learningRate(ofUpdate: $0.update)) },
    "loss": named(.number) { scope in
      scope.trace.position(.loss, layer: nil, update: scope.update)
        .flatMap { scope.trace.events[$0].event.value }.map { .number($0) }
    },
    "foretold": named(.number) { foretold($0).map { .number($0) } },
    // The class with the largest output, of the first sample.
    "leader": named(.text) { scope in
      leader(scope).map { .text(scope.name(ofClass: $0)) }
    },
    // The class that the target names.
    "answer": named(.text) { scope in
      answer(scope).map { .text(scope.name(ofClass: $0)) }
    },
    "share": LessonFunction(parameters: [.text], result: .number) { arguments, scope in
      guard case .text(let name) = arguments[0], let output = output(scope) else { return nil }
      let index = output.indices.first { scope.name(ofClass: $0) == name }
      return index.map { .number(Double(output[$0])) }
    },
    // The first update in which a class leads.
    "firstLead": LessonFunction(parameters: [.text], result: .number) { arguments, scope in
      guard case .text(let name) = arguments[0], scope.trace.updates > 0 else { return nil }
      let first = (1...scope.trace.updates).first { update in
        var there = scope
        there.update = update
        return leader(there).map { there.name(ofClass: $0) == name } ?? false
      }
      return first.map { .number(Double($0)) }
    },
  ]

  private static func named(
    _ result: LessonValue.Kind, _ compute: @escaping @Sendable (LessonScope) -> LessonValue?
  ) -> LessonFunction {
    LessonFunction(parameters: [], result: result) { _, scope in compute(scope) }
  }

  /// η Σ g² over all parameters: how much the loss would fall if it were a linear function of them.
  private static func foretold(_ scope: LessonScope) -> Double? {
    var sum = 0.0
    for (index, layer) in scope.trace.header.names.enumerated()
    where scope.trace.header.isTunable(index) {
      for part in [TensorName.weights, .bias] {
        guard let gradient = scope.tensor(.gradient, part, layer: layer) else { return nil }
        sum += gradient.elements.reduce(0) { $0 + Double($1) * Double($1) }
      }
    }
    return scope.trace.header.learningRate(ofUpdate: scope.update) * sum
  }

  /// The output of the first sample.
  private static func output(_ scope: LessonScope) -> [Float]? {
    scope.tensor(.activation, .output, layer: scope.trace.header.names.last)
      .map { Array($0.elements.prefix($0.shape.sample.count)) }
  }

  private static func leader(_ scope: LessonScope) -> Int? {
    output(scope).flatMap { output in output.indices.max { output[$0] < output[$1] } }
  }

  private static func answer(_ scope: LessonScope) -> Int? {
    scope.tensor(.loss, .target).flatMap { target in
      let sample = target.elements.prefix(target.shape.sample.count)
      return sample.indices.max { sample[$0] < sample[$1] }
    }
  }
}
