/// How many samples of a thread go through the network together.
enum SubBatchSize {
  /// Pictures: their signals should stay in the cache. Lists: weights are read once a sub-batch, so more is better.
  ///
  /// - Returns: the most samples of a sub-batch; measured on the paper's networks.
  static func limit(for network: Network<Float>) -> Int {
    network.layers.contains { $0 is Convolution2D<Float> } ? 32 : 512
  }
}
