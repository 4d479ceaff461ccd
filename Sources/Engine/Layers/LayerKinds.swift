extension LayerDescription {
  /// All kinds of layer; a new one gets its line here.
  public static let kinds: [any LayerKind.Type] = [
    ConvolutionKind.self,
    MaxPoolingKind.self,
    AveragePoolingKind.self,
    DropoutKind.self,
    FlattenKind.self,
    DenseKind.self,
  ]
}
