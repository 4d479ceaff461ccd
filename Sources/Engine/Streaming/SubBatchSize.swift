import KernelInterface

/// How many samples of a thread go through the network together.
enum SubBatchSize {
  /// Pictures: their signals should stay in the cache, but large dense layers above are read once a sub-batch. Lists:
  /// weights are all there is to read, so more is better.
  ///
  /// - Returns: the most samples of a sub-batch, the least that any layer asks for; measured on the paper's networks.
  static func limit(for network: Network<Float>, _ kernels: KernelSet) -> Int {
    network.layers.map {
      (($0 as? any StreamedLayer)?.needs(kernels) ?? StreamingNeeds()).samples
    }.min() ?? StreamingNeeds().samples
  }
}
