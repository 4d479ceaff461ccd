/// The paper's description text of an experiment, and the id that is its hash.
///
/// It is what hmdl prints: the data description, a line feed, the classifier and its layers as Python writes them.
/// Settings that hmdl does not have are added after its own entries, so that every description has an id, and those
/// of the paper have the paper's ids.
extension RunDescription {
  /// The id, 10 digits.
  ///
  /// - Throws: `StructureError` or `NetworkError` when there is no such network.
  public func experimentID(inputShape: Shape) throws -> String {
    ExperimentID.hash(try paperText(inputShape: inputShape))
  }

  /// The text whose hash is the id.
  ///
  /// - Parameter inputShape: of one sample.
  /// - Returns: some lines.
  /// - Throws: `StructureError` when the network is no structure string.
  public func paperText(inputShape: Shape) throws -> String {
    let layers = try StructureString.parse(network).layers
    let data = [
      "name: \(data.name)", "m_train_per_class_limit: None", "m_test_per_class_limit: None",
      "uniform_scaling: True", "seed: \(seed)", "n_repetitions: \(repetitions)",
    ]
    let entries =
      [Self.entry("SequentialClassifier", classifierTerms)]
      + layers.enumerated().map { index, layer in
        Self.entry(
          type(of: layer.kind).paperName,
          (index == 0 ? [("input_shape", Self.tuple(inputShape))] : []) + layer.kind.paperTerms)
      }
    return "{" + data.joined(separator: ",\n ") + "}\n[" + entries.joined(separator: ",\n ") + "]"
  }

  private typealias Term = (name: String, value: String)

  private static func entry(_ type: String, _ terms: [Term]) -> String {
    "(<class 'hmdl.\(type)'>, {"
      + terms.map { "'\($0.name)': \($0.value)" }.joined(separator: ", ") + "})"
  }

  /// As Python writes a tuple: `(64, 64, 1)`, `(784,)`.
  private static func tuple(_ shape: Shape) -> String {
    let extents = shape.dimensions.map(String.init).joined(separator: ", ")
    return shape.rank == 1 ? "(\(extents),)" : "(\(extents))"
  }

  /// hmdl's own entries, then those that only this engine has.
  private var classifierTerms: [Term] {
    let cut: Term
    switch batching {
    case .count(let count): cut = ("n_batches", String(count))
    case .size(let size): cut = ("batch_size", String(size))
    }
    var (decay, clip) = ("0.0", "None")
    if case .inverseTime(let rate) = schedule { decay = "\(rate)" }
    if case .value(let limit) = clipping { clip = "\(limit)" }
    let momentum = optimizer.name == .momentum ? optimizer.momentum : 0
    return [
      ("n_epochs", String(epochs)), cut, ("loss", "'\(loss.rawValue)'"),
      ("learning_rate", "\(optimizer.learningRate)"), ("decay_rate", decay),
      ("use_adam", optimizer.name == .adam ? "True" : "False"), ("momentum_rate", "\(momentum)"),
      ("gradient_clip", clip),
    ] + furtherTerms
  }

  /// What differs from hmdl's conventions and has no entry there.
  private var furtherTerms: [Term] {
    var terms: [Term] = []
    func add(_ name: String, _ value: Any, if differs: Bool) {
      if differs { terms.append((name, "'\(value)'")) }
    }
    var standard = OptimizerDescription(optimizer.name)
    standard.learningRate = optimizer.learningRate
    standard.momentum = optimizer.momentum
    let hmdlNames: [OptimizerName] = [.adam, .sgd, .momentum]
    add("optimizer", optimizer.name.rawValue, if: !hmdlNames.contains(optimizer.name))
    add("beta_1", optimizer.beta1, if: optimizer.beta1 != standard.beta1)
    add("beta_2", optimizer.beta2, if: optimizer.beta2 != standard.beta2)
    add("rho", optimizer.rho, if: optimizer.rho != standard.rho)
    add("epsilon", optimizer.epsilon, if: optimizer.epsilon != standard.epsilon)
    add("bias_correction", optimizer.biasCorrection, if: optimizer.biasCorrection)
    add("momentum", optimizer.momentum, if: optimizer.name == .nesterov)
    switch schedule {
    case .constant, .inverseTime: break
    case .step(let factor, let epochs): add("schedule", "step \(factor) \(epochs)", if: true)
    case .cosine: add("schedule", "cosine", if: true)
    }
    if case .norm(let limit) = clipping { add("clip_norm", limit, if: true) }
    let (kernel, bias) = (regularization.kernel, regularization.bias)
    add(
      "penalties", "\(kernel.l1) \(kernel.l2) \(bias.l1) \(bias.l2)",
      if: regularization != Regularization())
    add("reduction", reduction.rawValue, if: reduction != .sum)
    add("mask_scope", maskScope.rawValue, if: maskScope != .batch)
    add("initializer", initializer?.rawValue ?? "", if: initializer != nil)
    add("shuffle", shuffles, if: !shuffles)
    add("split", data.split ?? 0, if: (data.split ?? 0) != Int(seed) && data.split != nil)
    add("validation", data.validation, if: data.validation != 0)
    return terms
  }
}
