import Engine
import TestSupport
import Testing

/// Every layer, activation and loss is in one list, and each of its networks is checked by central differences in
/// Double.
@Suite struct FiniteDifferencesTests {
  struct Entry: CustomTestStringConvertible {
    let network: String
    let input: Shape
    let loss: Loss
    var reduction = BatchReduction.mean

    var testDescription: String { "\(network) on \(input), \(loss.rawValue), \(reduction)" }
  }

  static let list = [
    Entry(network: "C(3,2,r);", input: [5, 4, 2], loss: .halfSquaredError),
    Entry(network: "C(1,3,t);", input: [3, 3, 2], loss: .meanSquaredError, reduction: .sum),
    Entry(network: "C(7,2,s);", input: [3, 4, 1], loss: .meanBiasError),
    Entry(network: "C(3,2);C(3,2);", input: [1, 5, 1], loss: .meanAbsoluteError, reduction: .sum),
    Entry(network: "M(2);C(3,2,t);M(3);", input: [7, 9, 2], loss: .halfSquaredError),
    Entry(network: "C(3,2,s);A(3);F();D(3);", input: [7, 5, 1], loss: .meanAbsoluteError),
    Entry(network: "DR(0.3);C(3,2,r);DR(0.5);", input: [4, 4, 1], loss: .halfSquaredError),
    Entry(
      network: "F();D(4,r);D(3,sm);", input: [2, 3, 2], loss: .categoricalCrossentropy,
      reduction: .sum),
    Entry(network: "D(5,sm);D(4,t);D(3,s);", input: [6], loss: .meanSquaredError),
    Entry(network: "D(4,t);DR(0.25);D(3,sm);", input: [5], loss: .categoricalCrossentropy),
    Entry(network: "D(6);D(2,sm);", input: [3], loss: .meanBiasError),
    Entry(network: "C(3,2,lr);F();D(3,lr);", input: [4, 3, 2], loss: .halfSquaredError),
    Entry(network: "D(1);", input: [1], loss: .meanSquaredError),
  ]

  @Test func `nothing is left out of the list`() throws {
    let layers = try Self.list.flatMap { try StructureString.parse($0.network).layers }
    #expect(Set(layers.map(\.kindName)) == Set(LayerDescription.kinds.map { $0.name }))
    #expect(Set(layers.map(\.activation)) == Set(Activation.allCases))
    #expect(Set(Self.list.map(\.loss)) == Set(Loss.allCases))
    #expect(Set(Self.list.map(\.reduction)) == Set(BatchReduction.allCases))
  }

  @Test(arguments: list, ConvolutionVariant.allCases)
  func `gradients are slopes of the loss`(entry: Entry, variant: ConvolutionVariant) throws {
    var random = RandomSource(seed: 17)
    let network = try Network<Double>(
      StructureString.parse(entry.network).layers, inputShape: entry.input, random: &random)
    let input = Tensor<Double>.normal(entry.input.batched(2), &random)
    let output = network.outputShape.batched(2)
    var target = Tensor<Double>.normal(output, &random)
    if entry.loss == .categoricalCrossentropy { Activation.softmax.apply(to: &target) }
    var problem = Problem(network: network, input: input, target: target, entry: entry)
    problem.network.useConvolution(variant)
    problem.computeGradients()

    for (index, layer) in problem.network.layers.enumerated() {
      guard let parameters = layer.parameters, let gradient = problem.network.gradients[index]
      else { continue }
      problem.check(gradient.weights, "\(layer.name).W") { problem, cell, h in
        var moved = parameters
        moved.weights.elements[cell] += h
        problem.network.setParameters(moved, ofLayer: index)
      }
      problem.check(gradient.bias, "\(layer.name).b") { problem, cell, h in
        var moved = parameters
        moved.bias.elements[cell] += h
        problem.network.setParameters(moved, ofLayer: index)
      }
    }
    problem.check(problem.network.inputGradient, "X") { problem, cell, h in
      problem.input.elements[cell] += h
    }
  }

  /// A network with the samples that it is checked on.
  private struct Problem {
    var network: Network<Double>
    var input: Tensor<Double>
    let target: Tensor<Double>
    let entry: Entry

    /// The loss, reduced as the gradients are; dropout draws the same masks every time.
    mutating func loss() -> Double {
      var context = ForwardContext(random: RandomSource(seed: 5))
      network.forward(input, context: &context)
      let mean = entry.loss.value(network.output, target: target)
      return entry.reduction == .sum ? mean * Double(input.shape[0]) : mean
    }

    mutating func computeGradients() {
      _ = loss()
      var error = Tensor<Double>.empty
      entry.loss.initialError(
        network.output, target: target, reduction: entry.reduction, into: &error)
      network.backward(initialError: error, toInput: true)
    }

    func check(
      _ gradient: Tensor<Double>, _ name: String,
      moving: (inout Problem, _ cell: Int, _ h: Double) -> Void
    ) {
      let h = 1e-5
      var slopes = gradient
      for cell in gradient.elements.indices {
        var (plus, minus) = (self, self)
        moving(&plus, cell, h)
        moving(&minus, cell, -h)
        slopes.elements[cell] = (plus.loss() - minus.loss()) / (2 * h)
      }
      expectClose(gradient, slopes, absolute: 1e-10, relative: 1e-7, "\(entry.network) \(name)")
    }
  }
}
