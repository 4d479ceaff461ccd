import Engine
import Testing

@Suite struct DatasetTests {
  let faces = Dataset(
    inputs: Tensor(shape: [3, 2], elements: [0, 1, 10, 11, 20, 21]), classes: [2, 0, 1],
    classCount: 3)

  @Test func `rows are chosen without a copy of samples`() {
    let chosen = faces.selecting([2, 1])
    #expect(chosen.inputs == Tensor(shape: [2, 2], elements: [20, 21, 10, 11]))
    #expect(chosen.answers == .classes([1, 0], count: 3))
    #expect(chosen.className(ofRow: 0) == "1")
    let values = Dataset(
      inputs: Tensor(shape: [2, 1]), values: Tensor(shape: [2, 2], elements: [1, 2, 3, 4]))
    #expect(values.selecting([1]).answers == .values(Tensor(shape: [1, 2], elements: [3, 4])))
    #expect(values.className(ofRow: 0) == nil)
  }

  @Test func `two classes fit a single output`() throws {
    let data = Dataset(inputs: Tensor(shape: [2, 1]), classes: [1, 0], classCount: 2)
    try data.check(inputShape: [1], outputShape: [1])
    try data.check(inputShape: [1], outputShape: [2])
    var batch = Batch()
    batch.gather(0..<2, of: data, outputShape: [1])
    #expect(batch.targets == Tensor(shape: [2, 1], elements: [1, 0]))
  }

  @Test func `values are taken over`() throws {
    let data = Dataset(
      inputs: Tensor(shape: [2, 1]), values: Tensor(shape: [2, 2], elements: [1, 2, 3, 4]))
    var batch = Batch()
    batch.gather([1], of: data, outputShape: [2])
    #expect(batch.targets == Tensor(shape: [1, 2], elements: [3, 4]))
    #expect(throws: NetworkError.self) { try data.check(inputShape: [1], outputShape: [3]) }
  }

  @Test func `a network that does not fit is refused in a sentence`() {
    let outputs = #expect(throws: NetworkError.self) {
      try faces.check(inputShape: [2], outputShape: [10])
    }
    #expect(
      outputs?.description
        == "the network has 10 outputs, but the data 3 classes; end it with D(3,sm)")
    let inputs = #expect(throws: NetworkError.self) {
      try faces.check(inputShape: [28, 28, 1], outputShape: [3])
    }
    #expect(inputs?.description == "the network takes 28×28×1, but a sample of the data is 2")
  }
}
