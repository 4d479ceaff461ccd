import Engine
import Foundation

/// Compares the gradients of one batch with central differences, in Double.
///
/// Dropout masks are drawn once and then kept. With the batch reduction `sum` loss and gradients
/// are those of the sum over the samples, with `mean` those of the mean. Penalties on weights are
/// no part of either: they are added to the gradient after Rule 2.
public struct GradientCheck: Sendable {
  let network: Network<Double>
  let input: Tensor<Double>
  private let initialError: Tensor<Double>
  let center: ForwardProbe.Outcome
  let probe: ForwardProbe

  /// Makes the forward and the backward pass that are to be checked.
  ///
  /// - Parameters:
  ///   - learner: as it stands before the update; it is not changed.
  ///   - input: `[n, inputShape]`.
  ///   - target: `[n, outputShape]`.
  public init(_ learner: Learner<Double>, input: Tensor<Double>, target: Tensor<Double>) {
    var (network, context) = (learner.network, learner.context)
    network.forward(input, context: &context)
    for layer in network.layers {
      if let mask = layer.memory[.mask] {
        context.prescribedMasks[layer.name] = mask.converted(to: Float.self)
      }
    }
    network.forward(input, context: &context)
    var error = Tensor<Double>.empty
    learner.loss.initialError(
      network.output, target: target, reduction: learner.reduction, into: &error)
    network.backward(initialError: error, toInput: true)
    probe = ForwardProbe(
      layers: network.layers, context: context, loss: learner.loss, reduction: learner.reduction,
      target: target)
    center = probe.run(from: .input(input, layer: 0))
    self.network = network
    self.input = input
    initialError = error
  }

  /// The check of one update of a case.
  ///
  /// - Parameters:
  ///   - experiment: the case; all updates before are computed again.
  ///   - update: from 1; the one after the last repeats the last step.
  /// - Throws: `NetworkError` for a case without steps.
  public init(_ experiment: Case, update: Int) throws {
    guard let (learner, input, target) = try experiment.situation(before: update, Double.self)
    else { throw NetworkError(reason: "the case has no steps") }
    self.init(learner, input: input, target: target)
  }

  /// Every parameter from the first layer to the last, then the input.
  public var tensors: [CheckedTensor] {
    network.layers.indices.filter { network.layers[$0].parameters != nil }
      .flatMap { [.weights(layer: $0), .bias(layer: $0)] } + [.input]
  }

  /// What the tensor holds.
  public func values(of tensor: CheckedTensor) -> Tensor<Double> {
    switch tensor {
    case .input: input
    case .weights(let layer): network.layers[layer].parameters?.weights ?? .empty
    case .bias(let layer): network.layers[layer].parameters?.bias ?? .empty
    case .weightedSum(let layer): center.sums[layer]
    case .output: network.output
    }
  }

  /// ∂Loss/∂tensor by the rules.
  public func gradient(of tensor: CheckedTensor) -> Tensor<Double> {
    switch tensor {
    case .input: network.inputGradient
    case .weights(let layer): network.gradients[layer]?.weights ?? .empty
    case .bias(let layer): network.gradients[layer]?.bias ?? .empty
    case .weightedSum(let layer): network.delta(ofLayer: layer)
    case .output: initialError
    }
  }

  /// One cell's derivative both ways.
  ///
  /// - Returns: nil when there is no such cell.
  public func check(_ tensor: CheckedTensor, at index: [Int]) -> FiniteDifference? {
    guard let offset = values(of: tensor).shape.offset(of: index) else { return nil }
    return check(tensor, values: values(of: tensor), gradient: gradient(of: tensor), offset: offset)
  }

  /// The same where the tensors are at hand already.
  func check(
    _ tensor: CheckedTensor, values: Tensor<Double>, gradient: Tensor<Double>, offset: Int
  ) -> FiniteDifference {
    let value = values.elements[offset]
    let largest = gradient.elements.reduce(FiniteDifference.smallestScale) { max($0, abs($1)) }
    // h is what is really added after rounding, so that the quotient is divided by the same number.
    let h = (value + step(at: value, slope: largest)) - value
    let (plus, minus) = outcomes(tensor, values, offset, h)
    return FiniteDifference(
      value: value, h: h, lossPlus: plus.loss, lossMinus: minus.loss,
      analytic: gradient.elements[offset],
      kink: probe.kink(between: plus, and: minus, center: center))
  }

  /// h = ∛(3·ulp·Loss/g), times |w| where that is above 1.
  ///
  /// The difference quotient is wrong by h²|f‴|/6, and by ulp·|f|/h from rounding; the sum is least at
  /// h = ∛(3·ulp·|f|/|f‴|). For f‴ stands g, the largest gradient of the tensor: where signals fade,
  /// all derivatives do.
  private func step(at value: Double, slope: Double) -> Double {
    let balanced = cbrt(3 * Double.ulpOfOne * max(abs(center.loss), 1) / slope)
    return min(max(balanced, 1e-6), 1e-2) * max(abs(value), 1)
  }

  /// The largest error of the quotient that the rounding of the two losses alone can make: 4 ulp of the loss,
  /// divided by h.
  func roundingNoise(h: Double) -> Double {
    4 * Double.ulpOfOne * max(abs(center.loss), 1) / h
  }

  /// Central differences of fourth order, (8·[f(h) − f(−h)] − [f(2h) − f(−2h)]) / 12h, for gradients so small
  /// that the rounding of the loss hides them from the plain one.
  ///
  /// Their truncation h⁴|f⁗′|/30 allows a larger h: ⁵√(ulp·Loss/g), and twice and four times that, for where
  /// derivatives fall with their order. Steps with a kink between −2h and +2h are left out.
  func fineDifferences(
    _ tensor: CheckedTensor, values: Tensor<Double>, offset: Int, slope: Double
  ) -> [Double] {
    let value = values.elements[offset]
    let balanced = pow(Double.ulpOfOne * max(abs(center.loss), 1) / slope, 0.2)
    return [1, 2, 4].compactMap { factor in
      let h = (value + min(factor * balanced, 0.2) * max(abs(value), 1)) - value
      let near = outcomes(tensor, values, offset, h)
      let far = outcomes(tensor, values, offset, 2 * h)
      for (plus, minus) in [near, far]
      where probe.kink(between: plus, and: minus, center: center) != nil { return nil }
      return (8 * (near.0.loss - near.1.loss) - (far.0.loss - far.1.loss)) / (12 * h)
    }
  }

  /// The losses and decisions for w + h and w − h.
  func outcomes(
    _ tensor: CheckedTensor, _ values: Tensor<Double>, _ offset: Int, _ h: Double
  ) -> (ForwardProbe.Outcome, ForwardProbe.Outcome) {
    var moved = values
    moved.elements[offset] = values.elements[offset] + h
    let plus = outcome(tensor, moved)
    moved.elements[offset] = values.elements[offset] - h
    return (plus, outcome(tensor, moved))
  }

  /// The losses with a tensor replaced, everything above computed anew.
  private func outcome(_ tensor: CheckedTensor, _ moved: Tensor<Double>) -> ForwardProbe.Outcome {
    switch tensor {
    case .input: return probe.run(from: .input(moved, layer: 0))
    case .weightedSum(let layer): return probe.run(from: .sum(moved, layer: layer))
    case .output: return probe.run(from: .output(moved))
    case .weights(let layer), .bias(let layer):
      var changed = probe
      if case .weights = tensor {
        changed.layers[layer].parameters?.weights = moved
      } else {
        changed.layers[layer].parameters?.bias = moved
      }
      let below = layer == 0 ? input : center.outputs[layer - 1]
      return changed.run(from: .input(below, layer: layer))
    }
  }
}
