import KernelInterface

extension Convolution2D: StreamedLayer where Element == Float {
  func needs(_ kernels: KernelSet) -> StreamingNeeds {
    var needs = StreamingNeeds()
    needs.samples = 64
    needs.margin = geometry.radius
    if case .winograd = variant.chosen(for: geometry, lanes: kernels.lanes) {
      let tiling = WinogradTiling(geometry: geometry)
      needs.margin = tiling.margin
      needs.workspaceCount = tiling.workspaceCount
    }
    return needs
  }

  func stage(_ site: StageSite) -> (any Stage)? {
    guard let weights = site.slot(.weights), let bias = site.slot(.bias) else { return nil }
    let convolution = ConvolutionSite(
      below: site.below, above: site.above, geometry: geometry, activation: activation,
      store: site.store, weights: weights, bias: bias, workspace: site.workspace,
      kernels: site.kernels, threads: site.threads, sendsBack: site.sendsBack)
    switch variant.chosen(for: geometry, lanes: site.kernels.lanes) {
    case .winograd(let tables):
      return WinogradConvolutionStage(convolution, tables: tables)
    case .tiled: return TiledConvolutionStage(convolution)
    case .reference: return LayerStage(self, site)
    }
  }
}
