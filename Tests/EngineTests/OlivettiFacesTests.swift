import Engine
import Foundation
import TestSupport
import Testing

@Suite(.enabled(if: SharedData.has(SharedData.olivetti)))
struct OlivettiFacesTests {
  @Test(arguments: 0..<10)
  func `every split has the published shapes and range`(seed: Int) throws {
    let (training, test) = try OlivettiFaces(directory: SharedData.olivetti).split(seed)
    #expect(training.inputs.shape == [280, 64, 64, 1])
    #expect(test.inputs.shape == [120, 64, 64, 1])
    #expect(training.inputs.elements.min() == -1 && training.inputs.elements.max() == 1)
    let least = try #require(test.inputs.elements.min())
    let most = try #require(test.inputs.elements.max())
    #expect(least >= -1.0085 && most <= 1.0339)
    for (part, pictures) in [(training, 7), (test, 3)] {
      guard case .classes(let classes, let count) = part.answers else {
        Issue.record("faces have classes")
        continue
      }
      #expect(count == 40)
      #expect((0..<40).allSatisfy { subject in classes.count { $0 == subject } == pictures })
    }
  }

  @Test func `the splits that are built in are the published ones`() throws {
    let directory = try TemporaryDirectory()
    for name in ["faces.npy", "labels.npy"] {
      try FileManager.default.copyItem(
        atPath: SharedData.olivetti + "/" + name, toPath: directory.path(name))
    }
    let own = try OlivettiFaces(directory: SharedData.olivetti)
    let builtIn = try OlivettiFaces(directory: directory.path)
    for seed in [0, 9] {
      let (training, test) = try builtIn.split(seed)
      #expect(try own.split(seed) == (training, test))
    }
  }

  /// The rule of the data's description, written out once more for some pixels.
  @Test func `levels are scaled in Float, step by step`() throws {
    let inputs = try OlivettiFaces(directory: SharedData.olivetti).split(3).training.inputs
    let file = try NumpyFile(contentsOf: SharedData.olivetti + "/faces.npy")
    let levels = file.floats
    let text = try Data(contentsOf: URL(fileURLWithPath: SharedData.olivetti + "/splits.json"))
    let json = try JSONSerialization.jsonObject(with: text) as? [String: [[String: Any]]]
    let split = try #require(json?["seeds"]?[3])
    let rows = try #require(split["train"] as? [Int])
    let low = Float(try #require(split["train_min_level"] as? Int)) / 242
    let high = Float(try #require(split["train_max_level"] as? Int)) / 242
    for (place, row) in rows.enumerated() {
      for pixel in stride(from: place % 7, to: 4096, by: 7) {
        let x = levels[row * 4096 + pixel] / 242
        let wanted = (x - low) / (high - low) * 2 - 1
        #expect(inputs.elements[place * 4096 + pixel].bitPattern == wanted.bitPattern)
      }
    }
  }

  @Test func `what is missing or broken is named`() throws {
    let directory = try TemporaryDirectory()
    func sentence(_ path: String, split: Int = 0) -> String {
      do {
        _ = try OlivettiFaces(directory: path).split(split)
        return ""
      } catch { return error.description }
    }
    #expect(sentence("/nowhere").contains("/nowhere: no such directory"))
    #expect(sentence(directory.path).contains("faces.npy: no such file"))
    let faces = NumpyFileTests.npy("|u1", shape: "(4, 1, 2)", numbers: [0, 1, 2, 3, 4, 5, 6, 242])
    try directory.write(faces.dropLast(), to: "faces.npy")
    #expect(sentence(directory.path).contains("cut off"))
    try directory.write(faces, to: "faces.npy")
    #expect(sentence(directory.path).contains("labels.npy: no such file"))
    let labels = NumpyFileTests.npy("|u1", shape: "(4,)", numbers: [0, 1, 0, 1])
    try directory.write(
      NumpyFileTests.npy("|u1", shape: "(3,)", numbers: [0, 1, 0]), to: "labels.npy")
    #expect(sentence(directory.path).contains("4 labels are wanted"))
    try directory.write(
      NumpyFileTests.npy("|u1", shape: "(4,)", numbers: [0, 1, 0, 200]), to: "labels.npy")
    #expect(sentence(directory.path).contains("a label is below 0 or above"))
    try directory.write(labels, to: "labels.npy")
    #expect(sentence(directory.path).contains("the paper's splits: split 0 has an empty part"))
    func splits(_ text: String) throws { try directory.write(Data(text.utf8), to: "splits.json") }
    try splits("{\"seeds\":[{\"seed\":0,\"train\":[0,1]")
    #expect(sentence(directory.path).contains("is not of the form"))
    try splits("{\"seeds\":[{\"seed\":0,\"train\":[0,4],\"test\":[1]}]}")
    #expect(sentence(directory.path).contains("an index outside of 0…3"))
    try splits("{\"seeds\":[{\"seed\":0,\"train\":[0,3],\"test\":[1]}]}")
    #expect(sentence(directory.path, split: 1).contains("there is no split 1; known are 0"))
    #expect(sentence(directory.path).isEmpty)
  }
}
