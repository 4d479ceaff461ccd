import Engine

extension LayerDescription {
  /// The explanation of each kind of layer; a new kind gets its line here.
  var explanation: any LayerExplanation {
    switch kind {
    case let kind as ConvolutionKind:
      ConvolutionExplanation(kind: kind)
    case let kind as DenseKind: DenseExplanation(units: kind.units)
    case let kind as MaxPoolingKind: MaxPoolingExplanation(kind: kind)
    case let kind as AveragePoolingKind: AveragePoolingExplanation(kind: kind)
    case is FlattenKind: FlattenExplanation()
    case let kind as DropoutKind: DropoutExplanation(rate: kind.rate)
    default: preconditionFailure("\(kindName) needs its line here; a test asks for every kind")
    }
  }
}
