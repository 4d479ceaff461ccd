import Engine
import Testing

@Suite struct MetricsTests {
  private func share(_ output: [[Float]], _ target: [[Float]]) -> Double {
    let shape: Shape = [output.count, output.first?.count ?? 0]
    return Accuracy.share(
      Tensor(shape: shape, elements: output.flatMap(\.self)),
      target: Tensor(shape: shape, elements: target.flatMap(\.self)))
  }

  @Test func `of several outputs the largest counts, the first at a tie`() {
    let target: [[Float]] = [[1, 0, 0], [0, 1, 0], [0, 1, 0], [0, 0, 1]]
    #expect(share([[0.5, 0.3, 0.2], [0, 9, 1], [2, 2, 0], [-3, -2, -1]], target) == 0.75)
  }

  @Test func `a single output lies on the right side of a half`() {
    #expect(share([[0.6], [0.5], [-4], [7]], [[1], [0], [0], [0]]) == 0.75)
  }

  @Test func `nan is wrong`() {
    #expect(share([[.nan, 0], [1, .nan]], [[1, 0], [1, 0]]) == 0)
    #expect(share([[.nan]], [[0]]) == 0)
  }

  @Test func `norms are over weights and biases`() throws {
    var random = RandomSource(seed: 0)
    var network = try Network<Float>(
      StructureString.parse("D(2)").layers, inputShape: [2], random: &random)
    network.setParameters(
      Parameters(
        weights: Tensor(shape: [2, 2], elements: [1, -2, 3, 0]),
        bias: Tensor(shape: [2], elements: [-1, 1])), ofLayer: 0)
    let norms = ParameterNorms(of: network)
    #expect(norms.l1 == 8)
    #expect(norms.l2 == 4)
  }

  /// Evaluation goes in chunks of 250; the mean over 601 samples must not show it.
  @Test func `an evaluation is the mean over all samples, dropout off`() throws {
    var random = RandomSource(seed: 2)
    let points = DiskProblem.points(601, random: &random)
    var network = try Network<Float>(
      StructureString.parse("D(5,r);DR(0.5);D(2,sm)").layers, inputShape: [2], random: &random)
    let result = network.evaluate(points, loss: .categoricalCrossentropy)
    var sum = Evaluation(loss: 0, accuracy: 0)
    for row in 0..<points.count {
      let one = network.evaluate(
        points, rows: row..<row + 1, loss: .categoricalCrossentropy)
      sum.loss += one.loss / 601
      sum.accuracy += one.accuracy / 601
    }
    #expect(abs(result.loss - sum.loss) < 1e-9)
    #expect(abs(result.accuracy - sum.accuracy) < 1e-9)
    #expect(result == network.evaluate(points, loss: .categoricalCrossentropy))
  }
}
