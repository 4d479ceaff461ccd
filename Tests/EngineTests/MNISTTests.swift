import Engine
import Foundation
import TestSupport
import Testing

@Suite struct MNISTTests {
  /// Two pictures of 1×2 per part under chosen names.
  private func directory(
    _ names: [String] = ["t10k-images-idx3-ubyte", "t10k-labels-idx1-ubyte"],
    labels: [UInt8] = [7, 2], pictures: [UInt8] = [0, 255, 255, 0]
  ) throws -> TemporaryDirectory {
    let directory = try TemporaryDirectory()
    let count = UInt32(pictures.count / 2)
    try directory.write(IDXFileTests.idx([count, 1, 2], pictures), to: names[0])
    try directory.write(IDXFileTests.idx([UInt32(labels.count)], labels), to: names[1])
    return directory
  }

  @Test func `only the files of the part are opened`() throws {
    let directory = try directory()
    let stored = try MNIST(directory: directory.path, order: .stored).part(.test)
    #expect(stored.inputs == Tensor(shape: [2, 1, 2, 1], elements: [-1, 1, 1, -1]))
    #expect(stored.answers == .classes([7, 2], count: 10))
    let sorted = try MNIST(directory: directory.path).part(.test)
    #expect(sorted.answers == .classes([2, 7], count: 10))
    #expect(sorted.inputs.elements == [1, -1, -1, 1])
    let error = #expect(throws: FileError.self) {
      try MNIST(directory: directory.path).part(.training)
    }
    #expect(error?.description.contains("train-images-idx3-ubyte: no such file") == true)
    #expect(error?.description.contains("data fetch mnist") == true)
  }

  @Test func `names with a dot are known too`() throws {
    let directory = try directory(["t10k-images.idx3-ubyte", "t10k-labels.idx1-ubyte"])
    #expect(try MNIST(directory: directory.path).part(.test).count == 2)
  }

  @Test func `files that do not fit each other are named`() throws {
    for (labels, pictures, fragment) in [
      ([7], [0, 255, 255, 0], "2 labels are wanted, but its shape is 1"),
      ([7, 10], [0, 255, 255, 0], "label 10 of picture 1 is no digit"),
      ([], [], "an array [pictures, height, width] is wanted"),
    ] as [([UInt8], [UInt8], String)] {
      let directory = try directory(labels: labels, pictures: pictures)
      let error = #expect(throws: FileError.self) {
        try MNIST(directory: directory.path).part(.test)
      }
      #expect(error?.description.contains(fragment) == true, "\(error?.description ?? "")")
    }
  }

  @Test(.enabled(if: SharedData.has(SharedData.mnist)))
  func `the training rows come in the order of the paper's code`() throws {
    let stored = try MNIST(directory: SharedData.mnist, order: .stored).part(.training)
    let data = try MNIST(directory: SharedData.mnist).part(.training)
    #expect(data.sampleShape == [28, 28, 1] && data.count == 60_000)
    let order = try NumpyFile(contentsOf: SharedData.mnist + "/hmdl_train_order_seed0.npy")
      .integers()
    guard case .classes(let classes, _) = data.answers,
      case .classes(let storedClasses, _) = stored.answers
    else {
      Issue.record("digits have classes")
      return
    }
    #expect(classes == order.map { storedClasses[$0] })
    let some = stride(from: 0, to: 60_000, by: 613).map(\.self)
    #expect(data.selecting(some).inputs == stored.selecting(some.map { order[$0] }).inputs)
    var sum = 0.0
    for row in stride(from: 0, to: 60_000, by: 10) {
      for x in stored.selecting([row]).inputs.elements { sum += Double(x + 1) / 2 }
    }
    #expect(abs(sum / 6000 / 784 - 0.123079536) < 1e-8, "NumPy's mean of every tenth picture")
  }
}
