import Engine
import Tracer

/// The tensors that expressions name, and where a trace has them.
struct LessonTensor: Sendable {
  let kind: TraceKind
  let name: TensorName

  /// Tensors of a layer that an event of the update holds: `S(d0)`.
  static let ofLayers: [String: LessonTensor] = [
    "S": LessonTensor(kind: .weightedSum, name: .weightedSum),
    "Y": LessonTensor(kind: .activation, name: .output),
    "argmax": LessonTensor(kind: .weightedSum, name: .argmax),
    "mask": LessonTensor(kind: .weightedSum, name: .mask),
    "delta": LessonTensor(kind: .delta, name: .delta),
    "gradientW": LessonTensor(kind: .gradient, name: .weights),
    "gradientb": LessonTensor(kind: .gradient, name: .bias),
    "correctionW": LessonTensor(kind: .correction, name: .weights),
    "correctionb": LessonTensor(kind: .correction, name: .bias),
  ]

  /// Tensors without a layer.
  static let ofUpdates: [String: LessonTensor] = [
    "X": LessonTensor(kind: .input, name: .input),
    "target": LessonTensor(kind: .loss, name: .target),
  ]
}

extension LessonExpression {
  /// The event and the tensor that an expression such as `delta(d1)` or `delta(d1)[0,2]` reads, and the index if there is
  /// one; nil for all that is no such thing, and for W and b, which are not made by the update.
  func address(in scope: LessonScope) -> (event: Int, tensor: TensorName, index: [Int]?)? {
    switch self {
    case .element(let tensor, let index):
      guard let (event, name, _) = tensor.address(in: scope),
        let cell = Self.cell(index, in: scope)
      else { return nil }
      return (event, name, cell)
    case .call("E", _):
      return scope.trace.position(
        .initialError, layer: scope.trace.header.names.last, update: scope.update
      ).map { ($0, .initialError, nil) }
    case .call(let name, let arguments):
      var layer: String?
      if case .layer(let name)? = arguments.first { layer = name }
      let tensor = layer == nil ? LessonTensor.ofUpdates[name] : LessonTensor.ofLayers[name]
      guard let tensor,
        let event = scope.trace.position(tensor.kind, layer: layer, update: scope.update)
      else { return nil }
      return (event, tensor.name, nil)
    default: return nil
    }
  }

  /// Which cells a reader may pick for an expression such as `Y(d0)`: those of S, Y and δ of a layer are the same.
  func pickKey(in header: TraceHeader) -> String? {
    guard case .call(let name, let arguments) = self else { return nil }
    guard case .layer(let layer)? = arguments.first else {
      return name == "X" ? "/X" : name == "E" ? "\(header.names.last ?? "")/map" : nil
    }
    switch name {
    case "W", "gradientW", "correctionW": return "\(layer)/\(TensorName.weights.rawValue)"
    case "b", "gradientb", "correctionb": return "\(layer)/\(TensorName.bias.rawValue)"
    case _ where LessonTensor.ofLayers[name] != nil || name == "sentBack": return "\(layer)/map"
    default: return nil
    }
  }
}
