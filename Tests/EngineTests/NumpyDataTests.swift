import Engine
import Foundation
import TestSupport
import Testing

@Suite struct NumpyDataTests {
  private let directory: TemporaryDirectory

  init() throws { directory = try TemporaryDirectory() }

  private func write(_ name: String, _ type: String, _ shape: String, _ bytes: [UInt8]) throws {
    try directory.write(NumpyFileTests.npy(type, shape: shape, numbers: bytes), to: name)
  }

  private func floats(_ numbers: [Float]) -> [UInt8] {
    NumpyFileTests.littleEndian(numbers.map(\.bitPattern))
  }

  private func sentence(seed: UInt32 = 0) -> String {
    do {
      _ = try NumpyData(directory: directory.path, seed: seed)
      return ""
    } catch { return error.description }
  }

  @Test func `levels are scaled by the training part, its own or the divided one`() throws {
    try write("inputs.npy", "|u1", "(2, 1, 2)", [10, 20, 15, 30])
    try write("labels.npy", "<i8", "(2,)", NumpyFileTests.littleEndian([1, 0] as [Int64]))
    try write("test_inputs.npy", "|u1", "(1, 1, 2)", [0, 40])
    try write("test_labels.npy", "|u1", "(1,)", [2])
    let data = try NumpyData(directory: directory.path, seed: 0)
    let training = try data.part(.training)
    #expect(training.sampleShape == [1, 2, 1])
    #expect(training.inputs.elements.min() == -1 && training.inputs.elements.max() == 1)
    #expect(training.answers == .classes([1, 0], count: 3))
    let test = try data.part(.test)
    #expect(zip(test.inputs.elements, [-2, 2]).allSatisfy { abs($0 - $1) < 1e-6 })
    #expect(test.answers == .classes([2], count: 3))
  }

  @Test func `floats are taken as they are, values too`() throws {
    let numbers: [Float] = [0.25, -1, 3, 4]
    try write("inputs.npy", "<f4", "(2, 2)", floats(numbers))
    try write("labels.npy", "<f4", "(2, 1)", floats([0.5, -2]))
    let data = try NumpyData(directory: directory.path, seed: 0)
    let (training, test) = (try data.part(.training), try data.part(.test))
    let inputs = training.inputs
    #expect(Set(inputs.elements + test.inputs.elements) == Set(numbers))
    let place = inputs.elements[0] == 0.25 ? 0 : 1
    #expect(training.answers == .values(Tensor(shape: [1, 1], elements: [[0.5, -2][place]])))
    try write(
      "inputs.npy", "<f8", "(2, 2)",
      NumpyFileTests.littleEndian(numbers.map { Double($0).bitPattern }))
    #expect(try NumpyData(directory: directory.path, seed: 0).part(.training).inputs == inputs)
  }

  @Test func `what is wrong is named`() throws {
    #expect(sentence().contains("inputs.npy: no such file"))
    try write("inputs.npy", "|u1", "(2,)", [1, 2])
    #expect(sentence().contains("[n, features]"))
    try write("inputs.npy", "<f4", "(2, 2)", floats([1, 2, .nan, 3]))
    #expect(sentence().contains("inputs.npy: sample 1 holds a number that is not finite"))
    try write("inputs.npy", "|u1", "(2, 2)", [1, 1, 1, 1])
    #expect(sentence().contains("labels.npy: no such file"))
    try write("labels.npy", "|u1", "(3,)", [0, 1, 0])
    #expect(sentence().contains("2 labels are wanted, one for each sample"))
    try write("labels.npy", "<i4", "(2,)", NumpyFileTests.littleEndian([0, -1] as [Int32]))
    #expect(sentence().contains("one level"))
    try write("inputs.npy", "|u1", "(2, 2)", [1, 2, 3, 4])
    #expect(sentence().contains("label -1 of sample 1 is no class from 0 to 65535"))
    try write("labels.npy", "<f4", "(2,)", floats([0, .infinity]))
    #expect(sentence().contains("the label of sample 1 is not finite"))
    try write("labels.npy", "|u1", "(2,)", [0, 1])
    #expect(sentence().isEmpty)
    try write("test_inputs.npy", "|u1", "(1, 3)", [1, 2, 3])
    try write("test_labels.npy", "|u1", "(1,)", [0])
    #expect(
      sentence().contains("test_inputs.npy: samples are 3 of '|u1', but those of inputs.npy 2"))
    try write("test_inputs.npy", "|u1", "(1, 2)", [1, 2])
    try write("test_labels.npy", "<f4", "(1,)", floats([0]))
    #expect(sentence().contains("classes in one part and values in the other"))
    try write("inputs.npy", "|u1", "(1, 2)", [1, 2])
    #expect(sentence().contains("1 labels are wanted"))
  }
}
