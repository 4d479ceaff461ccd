import Engine
import Tracer

/// `lossWith(W(d1)[1,2], 1.1)`: what would come out if one number were another.
extension LessonExpression {
  /// Whether a reader could change this number: an element of W, b or X.
  var isChangeable: Bool {
    guard case .element(.call(let name, let arguments), _) = self else { return false }
    switch (name, arguments.first) {
    case ("W", .layer?), ("b", .layer?): return true
    case ("X", nil): return true
    default: return false
    }
  }

  /// The change of this element to a value, before the update of the scope.
  func edit(to value: Double, in scope: LessonScope) -> Case.Edit? {
    guard case .element(.call(let name, let arguments), let index) = self,
      let cell = Self.cell(index, in: scope)
    else { return nil }
    let place: Case.Edit.Place
    switch (name, arguments.first) {
    case ("W", .layer(let layer)?): place = .weight(layer: layer)
    case ("b", .layer(let layer)?): place = .bias(layer: layer)
    case ("X", _): place = .input
    default: return nil
    }
    return Case.Edit(update: scope.update, place: place, index: cell, value: Float(value))
  }

  /// The loss or the first output, were this element another number.
  func outcome(of wanted: WhatIf, with value: Double, in scope: LessonScope) -> Double? {
    guard let experiment = scope.experiment, let edit = edit(to: value, in: scope),
      let outcome = try? experiment.outcome(of: edit)
    else { return nil }
    return switch wanted {
    case .loss: outcome.loss
    case .output: outcome.output.elements.first
    }
  }
}
