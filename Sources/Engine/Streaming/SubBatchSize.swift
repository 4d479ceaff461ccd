import KernelInterface

/// How many samples a thread takes through the network together.
enum SubBatchSize {
  /// Few pictures, so that their signals stay in the cache, yet not too few, since the weights of large dense layers are
  /// read once per sub-batch. Many samples that are lists of features, since then most of what is read are weights. The
  /// numbers were measured on the paper's networks.
  ///
  /// - Returns: the most samples of a sub-batch: the smallest number that any layer asks for.
  static func limit(for network: Network<Float>, _ kernels: KernelSet) -> Int {
    network.layers.map {
      (($0 as? any StreamedLayer)?.needs(kernels) ?? StreamingNeeds()).samples
    }.min() ?? StreamingNeeds().samples
  }
}
