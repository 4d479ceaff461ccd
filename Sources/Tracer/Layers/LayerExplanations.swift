import Engine

extension LayerDescription {
  /// Who explains the numbers of a layer; a new kind gets its line here.
  var explanation: any LayerExplanation {
    switch self {
    case .convolution(let size, let kernels, _):
      ConvolutionExplanation(size: size, kernels: kernels)
    case .dense(let units, _): DenseExplanation(units: units)
    case .maxPooling(let size): MaxPoolingExplanation(windows: PoolingPlaces(size: size))
    case .averagePooling(let size): AveragePoolingExplanation(windows: PoolingPlaces(size: size))
    case .flatten: FlattenExplanation()
    case .dropout(let rate): DropoutExplanation(rate: rate)
    }
  }
}
