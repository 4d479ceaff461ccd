import Engine
import Foundation

/// A small experiment that is complete in itself: a network, its parameters, and the inputs and targets of a few updates.
///
/// It is read from a file (docs/formats.md), made from a learner or from a trace (`CaseContinuation`), and recorded as a trace
/// (`record`).
public struct Case: Sendable {
  /// The batch of one update.
  public struct Step: Sendable {
    /// X, with the shape `[n] + inputShape`.
    public var input: Tensor<Float>
    /// The wanted output, with the shape `[n] + ` that of the network's output.
    public var target: Tensor<Float>
    /// Dropout masks by layer name, each with the shape of the layer's output: the factors themselves, 0 or 1/(1-d). A layer
    /// without one draws its own.
    public var masks: [String: Tensor<Float>]
  }

  /// What the experiment is called: the name in its file, else the name of the file.
  public var name: String
  /// Network, loss and optimizer; also the header of the trace that is recorded.
  public var header: TraceHeader
  /// The names of the outputs, in the order of the outputs; empty where they have no names.
  public var classes: [String]
  /// All parameters by layer name and symbol, `c0.W` and `c0.b`; nil where they are drawn at random from the seed.
  public var parameters: [String: Tensor<Float>]?
  /// The seed of the random numbers: first the parameters are drawn, then the dropout masks.
  public var seed: UInt32
  /// The updates, in their order.
  public var steps: [Step]
  /// The random numbers of the dropout masks where the experiment continues a training; nil where they are those of the seed.
  public var generator: RandomSource?
  /// The batch of one more forward pass with its loss, after the last update and without an update of its own. With nil
  /// such a pass, where one is asked for, takes the batch of the last update.
  public var look: Step?
  /// Numbers that a user of the tutor has changed with the key `e`; a file has none.
  public var edits: [Edit] = []
  /// A mistake made on purpose, in every layer that it can be made in; nil in all but some questions of lessons.
  public var fault: Fault?
  /// The algorithm of all convolutions: the sum of the definition, or another one to compare with it.
  public var convolution = ConvolutionVariant.direct

  /// The learner as it is before the first update.
  ///
  /// - Parameter type: the precision to compute in.
  /// - Returns: a new learner with the parameters, the optimizer's state and the random numbers of this experiment; edits
  ///   are not applied yet.
  /// - Throws: `NetworkError` when a parameter is missing, has another shape or belongs to no layer, or when the optimizer's
  ///   state does not fit.
  public func learner<Element: Scalar>(_ type: Element.Type) throws -> Learner<Element> {
    var random = RandomSource(seed: seed)
    var network = try Network<Element>(
      header.layers, inputShape: header.inputShape, random: &random)
    network.useConvolution(convolution)
    if let parameters { try Self.set(parameters, of: &network) }
    if let fault { network.replaceLayers { fault.wrapped($0) } }
    var learner = Learner(
      network: network, loss: header.loss, reduction: header.batchReduction,
      optimizer: header.optimizer, context: ForwardContext(random: random))
    learner.regularization = header.regularization
    learner.clipping = header.clipping
    learner.optimizer = try header.optimizer(type)
    learner.context.maskScope = header.maskScope
    if let generator { learner.context.random = generator }
    return learner
  }

  /// Replaces all parameters of a network.
  ///
  /// - Parameters:
  ///   - tensors: by layer name and symbol; each must be used.
  ///   - network: is changed.
  /// - Throws: `NetworkError` with the key that is missing, has another shape or is one too many.
  private static func set<Element: Scalar>(
    _ tensors: [String: Tensor<Float>], of network: inout Network<Element>
  ) throws {
    var unused = Set(tensors.keys)
    for (index, layer) in network.layers.enumerated() {
      guard var parameters = layer.parameters else { continue }
      func take(_ part: String, like old: Tensor<Element>) throws -> Tensor<Element> {
        let key = "\(layer.name).\(part)"
        guard let tensor = tensors[key] else {
          throw NetworkError(layer: layer.name, reason: "the parameters lack \"\(key)\"")
        }
        guard tensor.shape == old.shape else {
          throw NetworkError(
            layer: layer.name,
            reason: "\(key) has the shape \(tensor.shape), wanted is \(old.shape)")
        }
        unused.remove(key)
        return tensor.converted(to: Element.self)
      }
      parameters.weights = try take("W", like: parameters.weights)
      parameters.bias = try take("b", like: parameters.bias)
      network.setParameters(parameters, ofLayer: index)
    }
    if let key = unused.min() {
      throw NetworkError(reason: "the parameters name \"\(key)\", which the network does not have")
    }
  }
}

/// Reads cases from JSON (docs/formats.md).
extension Case {
  /// Reads a file.
  ///
  /// - Parameter path: of the file.
  /// - Throws: `FileError` with the key at which something is wrong, and what.
  public init(contentsOf path: String) throws {
    guard let data = FileManager.default.contents(atPath: path) else {
      throw FileError(file: path, reason: "cannot be read; is there such a file?")
    }
    try self.init(data, name: URL(fileURLWithPath: path).lastPathComponent)
  }

  /// Reads the content of a file, and builds its learner once to see that the parameters fit the network.
  ///
  /// - Parameters:
  ///   - data: the content of the file.
  ///   - name: the name of the file, for errors and as the name of a case that has none.
  /// - Throws: `FileError` with the key at which something is wrong, and what.
  public init(_ data: Data, name: String) throws {
    do {
      let coded = try JSON.decode(CodedCase.self, from: data)
      try self.init(coded, name: name)
      _ = try learner(Float.self)
    } catch {
      throw FileError(file: name, reason: JSON.sentence(error))
    }
  }

  /// Absent keys get their defaults; the shapes of inputs, targets and masks are checked.
  private init(_ coded: CodedCase, name: String) throws {
    let (shape, layers) = try StructureString.parse(coded.network)
    guard let inputShape = coded.inputShape ?? shape else {
      throw NetworkError(reason: "the key \"inputShape\" is missing")
    }
    var header = try TraceHeader(
      layers: layers, inputShape: inputShape, loss: coded.loss,
      batchReduction: coded.batchReduction ?? .mean,
      optimizer: coded.optimizer ?? OptimizerDescription(.sgd))
    header.regularization = Regularization(l1: coded.l1 ?? 0, l2: coded.l2 ?? 0)
    header.clipping = coded.clipValue.map { .value($0) } ?? .none
    let seed = UInt32(clamping: coded.seed ?? 0)
    header.seed = coded.seed.map { _ in seed }
    let last = header.output(of: header.layers.count - 1)
    let steps = try coded.steps.enumerated().map { index, step in
      let batch = step.input.tensor.shape.dimensions.first ?? 0
      func check(_ tensor: Tensor<Float>, _ name: String, _ sample: Shape) throws {
        guard tensor.shape == sample.batched(batch) else {
          throw NetworkError(
            reason: "at steps[\(index)].\(name): the shape is \(tensor.shape), "
              + "wanted is \(sample.batched(batch)) for \(batch) samples")
        }
      }
      try check(step.input.tensor, "input", inputShape)
      try check(step.target.tensor, "target", last)
      let masks = (step.masks ?? [:]).mapValues(\.tensor)
      for (layer, mask) in masks {
        guard let position = header.index(of: layer), layers[position].kind is DropoutKind else {
          throw NetworkError(reason: "at steps[\(index)].masks: \(layer) is no dropout layer")
        }
        try check(mask, "masks.\(layer)", header.output(of: position))
      }
      return Step(input: step.input.tensor, target: step.target.tensor, masks: masks)
    }
    self.init(
      name: coded.name ?? name, header: header, classes: coded.classes ?? [],
      parameters: coded.parameters?.mapValues(\.tensor), seed: seed, steps: steps)
  }
}

/// A case as its file has it: nil for every key that is left out. Numbers are checked against `TrainingLimits`.
private struct CodedCase: Decodable {
  struct Step: Decodable {
    let input: CodedTensor
    let target: CodedTensor
    let masks: [String: CodedTensor]?
  }

  let name: String?
  let network: String
  let inputShape: Shape?
  let loss: Loss
  let batchReduction: BatchReduction?
  let optimizer: OptimizerDescription?
  let l1: Double?
  let l2: Double?
  let clipValue: Double?
  let parameters: [String: CodedTensor]?
  let seed: Int?
  let classes: [String]?
  let steps: [Step]

  private enum Key: String, CodingKey {
    case name, network, inputShape, loss, batchReduction, optimizer, l1, l2, clipValue
    case parameters, seed, classes, steps
  }

  init(from decoder: any Decoder) throws {
    let values = try decoder.container(keyedBy: Key.self)
    name = try values.decodeIfPresent(String.self, forKey: .name)
    network = try values.decode(String.self, forKey: .network)
    inputShape = try values.decodeIfPresent(Shape.self, forKey: .inputShape)
    loss = try values.decode(Loss.self, forKey: .loss)
    batchReduction = try values.decodeIfPresent(BatchReduction.self, forKey: .batchReduction)
    optimizer = try values.decodeIfPresent(OptimizerDescription.self, forKey: .optimizer)
    l1 = try values.number(.l1, TrainingLimits.strength)
    l2 = try values.number(.l2, TrainingLimits.strength)
    clipValue = try values.number(.clipValue, TrainingLimits.positive)
    parameters = try values.decodeIfPresent([String: CodedTensor].self, forKey: .parameters)
    seed = try values.number(.seed, TrainingLimits.seed)
    classes = try values.decodeIfPresent([String].self, forKey: .classes)
    steps = try values.decode([Step].self, forKey: .steps)
  }
}
