import Engine
import Testing

@Suite struct BatchTests {
  let faces = Dataset(
    inputs: Tensor(shape: [3, 2], elements: [0, 1, 10, 11, 20, 21]), classes: [2, 0, 1],
    classCount: 3)

  @Test func `a batch holds the rows in their order, classes one-hot`() {
    var batch = Batch()
    batch.gather([2, 0, 2], of: faces, outputShape: [3])
    #expect(batch.inputs == Tensor(shape: [3, 2], elements: [20, 21, 0, 1, 20, 21]))
    #expect(batch.targets == Tensor(shape: [3, 3], elements: [0, 1, 0, 0, 0, 1, 0, 1, 0]))
    batch.gather(1..<2, of: faces, outputShape: [3])
    #expect(batch.inputs == Tensor(shape: [1, 2], elements: [10, 11]))
    #expect(batch.targets == Tensor(shape: [1, 3], elements: [1, 0, 0]))
  }
}
