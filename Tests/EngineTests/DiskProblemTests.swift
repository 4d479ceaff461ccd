import Engine
import Testing

@Suite struct DiskProblemTests {
  @Test func `points are the stream of the seed, half of them inside`() throws {
    var random = RandomSource(seed: 0)
    let points = DiskProblem.points(1000, random: &random)
    // numpy.random.seed(0); numpy.random.rand(4).astype(numpy.float32)
    #expect(points.inputs.elements[..<4] == [0.5488135, 0.71518934, 0.60276335, 0.5448832])
    #expect(points.inputs.shape == [1000, 2])
    guard case .classes(let classes, 2) = points.answers else {
      Issue.record("the disk has two classes")
      return
    }
    #expect(abs(classes.reduce(0, +) - 500) < 60)
    #expect(DiskProblem.isInside(x: 0.5, y: 0.89))
    #expect(!DiskProblem.isInside(x: 0.5, y: 0.9))
    #expect(!DiskProblem.isInside(x: 0, y: 0))
  }
}
