import Engine
import Testing
import Tracer

@Suite struct RandomCaseTests {
  private func header(_ network: String, _ shape: Shape, _ loss: Loss) throws -> TraceHeader {
    try TraceHeader(
      layers: StructureString.parse(network).layers, inputShape: shape, loss: loss,
      batchReduction: .mean, optimizer: OptimizerDescription(.sgd))
  }

  @Test func `one seed gives one case, another seed another`() throws {
    let header = try header("DR(0.5);D(3,sm)", [4], .categoricalCrossentropy)
    let trace = try Case.random(header: header, seed: 5, batch: 3, updates: 2).record()
    #expect(trace.updates == 2)
    #expect(try Case.random(header: header, seed: 5, batch: 3, updates: 2).record() == trace)
    #expect(try Case.random(header: header, seed: 6, batch: 3, updates: 2).record() != trace)
  }

  @Test func `targets suit the loss`() throws {
    let classes = try Case.random(
      header: header("D(3,sm)", [4], .categoricalCrossentropy), seed: 0, batch: 5, updates: 1)
    let target = classes.steps[0].target
    for sample in 0..<5 {
      #expect(target.elements[sample * 3..<sample * 3 + 3].sorted() == [0, 0, 1])
    }
    let real = try Case.random(
      header: header("C(3,2)", [4, 3, 1], .meanAbsoluteError), seed: 0, batch: 2, updates: 1)
    #expect(real.steps[0].target.shape == [2, 4, 3, 2])
    #expect(Set(real.steps[0].target.elements).count == 48)
  }

  @Test(arguments: [(0, 1), (1, 0), (-1, 1), (1 << 40, 1), (1, Int.max)])
  func `too few and too many samples or updates are refused`(batch: Int, updates: Int) throws {
    let header = try header("D(3)", [4], .meanSquaredError)
    #expect(throws: NetworkError.self) {
      try Case.random(header: header, seed: 0, batch: batch, updates: updates)
    }
  }
}
