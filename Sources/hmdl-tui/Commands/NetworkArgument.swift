import ArgumentParser
import Engine
import Tracer

/// What the commands with `--network` and `--input-shape` share.
enum NetworkArgument {
  static let help = ArgumentHelp(
    "The network, such as \"C(3,2,r);M(2);F();D(3,sm);\".", valueName: "string")
  static let shapeHelp = ArgumentHelp(
    "The shape of one input: height,width,channels or features.", valueName: "shape")

  /// The header of a run that the options describe.
  ///
  /// - Throws: `ValidationError` (wrong usage) without an input shape, `StructureError` or `NetworkError` for an
  ///   impossible network.
  static func header(
    network: String, inputShape: SampleShape?, loss: Loss?,
    optimizer: OptimizerDescription = OptimizerDescription(.sgd)
  ) throws -> TraceHeader {
    let (named, layers) = try StructureString.parse(network)
    guard let shape = inputShape?.shape ?? named else {
      throw ValidationError("Missing --input-shape, such as 28,28,1.")
    }
    if let named, named != shape {
      throw NetworkError(
        reason: "the network names the input shape \(named), but --input-shape is \(shape)")
    }
    return try TraceHeader(
      layers: layers, inputShape: shape,
      loss: loss ?? .standard(for: layers.last?.activation ?? .identity), batchReduction: .mean,
      optimizer: optimizer)
  }
}
