import Engine

extension LayerDescription {
  /// What each kind of layer says and shows; a new kind gets its line here.
  var presentation: any LayerPresentation {
    switch kind {
    case let kind as ConvolutionKind: ConvolutionPresentation(kind: kind)
    case let kind as DenseKind: DensePresentation(kind: kind)
    case let kind as MaxPoolingKind: MaxPoolingPresentation(kind: kind)
    case let kind as AveragePoolingKind: AveragePoolingPresentation(kind: kind)
    case is FlattenKind: FlattenPresentation()
    case is DropoutKind: DropoutPresentation()
    default: preconditionFailure("\(kindName) needs its line here; a test asks for every kind")
    }
  }
}
