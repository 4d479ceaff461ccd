import Engine

extension Case {
  /// A number changed before an update: a parameter, or a cell of the input.
  public struct Edit: Equatable, Sendable {
    public enum Place: Equatable, Sendable {
      case weight(layer: String), bias(layer: String), input
    }

    /// The first update that computes with the changed number, from 1.
    public var update: Int
    public var place: Place
    public var index: [Int]
    public var value: Float

    public init(update: Int, place: Place, index: [Int], value: Float) {
      self.update = update
      self.place = place
      self.index = index
      self.value = value
    }
  }

  /// Applies the edits and masks of an update to a learner.
  ///
  /// - Parameters:
  ///   - learner: has made all updates before this one.
  ///   - update: from 1; the one after the last repeats the last step.
  /// - Returns: the input and target of the update.
  func prepare<Element: Scalar>(
    _ learner: inout Learner<Element>, update: Int
  ) -> (input: Tensor<Element>, target: Tensor<Element>)? {
    guard let step = steps.indices.contains(update - 1) ? steps[update - 1] : look ?? steps.last
    else {
      return nil
    }
    var input = step.input
    for edit in edits where edit.update == update {
      if edit.place == .input {
        input.set(edit.index, edit.value)
      } else {
        Self.apply(edit, to: &learner.network)
      }
    }
    learner.context.prescribedMasks = step.masks
    return (input.converted(to: Element.self), step.target.converted(to: Element.self))
  }

  private static func apply<Element: Scalar>(_ edit: Edit, to network: inout Network<Element>) {
    for (index, layer) in network.layers.enumerated() {
      guard var parameters = layer.parameters else { continue }
      switch edit.place {
      case .weight(layer.name): parameters.weights.set(edit.index, Element(edit.value))
      case .bias(layer.name): parameters.bias.set(edit.index, Element(edit.value))
      default: continue
      }
      network.setParameters(parameters, ofLayer: index)
    }
  }

  /// The learner before an update, with the input and target of the update; all earlier updates are computed again.
  ///
  /// - Parameters:
  ///   - update: from 1; the one after the last repeats the last step.
  ///   - type: the precision to compute in.
  /// - Returns: the learner, its input and target; nil for a case without steps.
  /// - Throws: `NetworkError` when the parameters do not fit the network.
  public func situation<Element: Scalar>(
    before update: Int, _ type: Element.Type
  ) throws -> (learner: Learner<Element>, input: Tensor<Element>, target: Tensor<Element>)? {
    var learner = try learner(type)
    for earlier in 1..<max(min(update, steps.count + 1), 1) {
      guard let (input, target) = prepare(&learner, update: earlier) else { return nil }
      learner.step(
        input, target: target, learningRate: header.learningRate(ofUpdate: earlier))
    }
    return prepare(&learner, update: update).map { (learner, $0.input, $0.target) }
  }

  /// The forward pass of an update with one number more changed before it.
  ///
  /// - Returns: the loss and the output `[n, outputShape]`, in Double; nil for a case without steps.
  /// - Throws: `NetworkError` when the parameters do not fit the network.
  public func outcome(of edit: Edit) throws -> (loss: Double, output: Tensor<Double>)? {
    var changed = self
    changed.edits.append(edit)
    guard let (start, input, target) = try changed.situation(before: edit.update, Double.self)
    else { return nil }
    var learner = start
    learner.network.forward(input, context: &learner.context)
    let output = learner.network.output
    return (learner.loss.value(output, target: target), output)
  }

  /// Runs all steps and keeps every event.
  ///
  /// It computes in Double, and every number is rounded once, to the Float of the trace. A trace explains the
  /// formulas, and Adam and its relatives divide by numbers near 0: after two updates the rounding
  /// errors of Float may show in the fourth digit.
  ///
  /// - Parameter lookingAtLast: adds a forward pass and the loss on the last step's input, without an update, to
  ///   show the effect of the last one.
  /// - Returns: the trace; parameters recorded before an edited update hold the edited numbers.
  /// - Throws: `NetworkError` when the parameters do not fit the network.
  public func record(lookingAtLast: Bool = false) throws -> Trace {
    var learner = try learner(Double.self)
    let recorder = Recorder(header: header)
    if steps.isEmpty { learner.narrateSetup(to: recorder) }
    for update in steps.indices.map({ $0 + 1 }) {
      guard let (input, target) = prepare(&learner, update: update) else { break }
      if update == 1 {
        learner.narrateSetup(to: recorder)
      } else {
        recorder.replaceParameters(learner.network.layers, update: update - 1)
      }
      learner.step(
        input, target: target, learningRate: header.learningRate(ofUpdate: update),
        sink: recorder)
    }
    if lookingAtLast || look != nil,
      let (input, target) = prepare(&learner, update: steps.count + 1)
    {
      recorder.replaceParameters(learner.network.layers, update: steps.count)
      learner.look(input, target: target, sink: recorder)
    }
    return recorder.trace
  }
}

extension Tensor {
  /// Sets a cell; an index outside changes nothing.
  fileprivate mutating func set(_ index: [Int], _ value: Element) {
    guard let offset = shape.offset(of: index) else { return }
    elements[offset] = value
  }
}
