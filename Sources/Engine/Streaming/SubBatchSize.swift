/// How many samples of a thread go through the network together.
enum SubBatchSize {
  static func best(for network: Network<Float>, batch: Int, threads: Int) -> Int {
    let most = max(1, (batch + threads - 1) / threads)
    let isDense = !network.layers.contains { $0 is Convolution2D<Float> }
    let limit = isDense ? 512 : 32
    // Equal parts: a last one of few samples would cost nearly as much as a full one.
    let parts = (most + limit - 1) / limit
    return (most + parts - 1) / parts
  }
}
