import KernelInterface

/// How many samples a thread takes through the network together.
enum SubBatchSize {
  /// For pictures: few, so that their signals stay in the cache, yet not too few, since the weights of large dense
  /// layers are read once per sub-batch. For lists of features: many, since weights are most of what is read.
  ///
  /// - Returns: the most samples of a sub-batch, the least that any layer asks for; measured on the paper's networks.
  static func limit(for network: Network<Float>, _ kernels: KernelSet) -> Int {
    network.layers.map {
      (($0 as? any StreamedLayer)?.needs(kernels) ?? StreamingNeeds()).samples
    }.min() ?? StreamingNeeds().samples
  }
}
