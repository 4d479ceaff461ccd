import Foundation
import TestSupport
import Testing

@testable import Engine

@Suite struct CheckpointTests {
  private static func learner(_ optimizer: OptimizerName, network: String = "D(4,r);DR(0.5);D(1)")
    throws -> Learner<Float>
  {
    var random = RandomSource(seed: 2)
    return Learner(
      network: try Network<Float>(
        StructureString.parse(network).layers, inputShape: [2], random: &random),
      loss: .meanSquaredError, optimizer: OptimizerDescription(optimizer),
      context: ForwardContext(random: random))
  }

  private static func train(_ learner: inout Learner<Float>, updates: Int) {
    var random = RandomSource(seed: 3)
    for _ in 0..<updates {
      let data = DiskProblem.points(8, random: &random)
      var batch = Batch()
      batch.gather(0..<8, of: data, outputShape: [1])
      learner.step(batch.inputs, target: batch.targets)
    }
  }

  private func checkpoint(_ learner: Learner<Float>) -> Checkpoint {
    var position = TrainingPosition(epoch: 7)
    position.batches = 3
    position.orderSource = RandomSource(seed: 99)
    _ = position.orderSource?.normal()  // leaves a spare one behind
    position.mean = Evaluation(loss: 0.1 + 0.2, accuracy: .nan)
    position.seconds = 1 / 3
    return Checkpoint(
      state: TrainingState(learner: learner, position: position), threads: 2, logLength: 1234,
      run: "{\"a\":\"ü\"}", data: [.max, 7])
  }

  @Test(arguments: OptimizerName.allCases)
  func `a learner comes back bit for bit`(optimizer: OptimizerName) throws {
    let directory = try TemporaryDirectory()
    var learner = try Self.learner(optimizer)
    for updates in [0, 5] {
      Self.train(&learner, updates: updates)
      try checkpoint(learner).write(to: directory.path("c"))
      let read = try Checkpoint(contentsOf: directory.path("c"), for: Self.learner(optimizer))
      #expect(read.threads == 2 && read.logLength == 1234 && read.run == "{\"a\":\"ü\"}")
      #expect(read.data == [.max, 7])
      let position = read.state.position
      #expect(position.epoch == 7 && position.batches == 3)
      #expect(position.orderSource == checkpoint(learner).state.position.orderSource)
      #expect(position.mean.loss == 0.1 + 0.2 && position.mean.accuracy.isNaN)
      #expect(position.seconds == 1.0 / 3)
      var (one, two) = (learner, read.state.learner)
      #expect(two.updates == one.updates)
      Self.train(&one, updates: 3)
      Self.train(&two, updates: 3)
      #expect(one.network.parameters == two.network.parameters)
      #expect(one.optimizer.state == two.optimizer.state)
      #expect(one.context.random == two.context.random)
    }
  }

  private func sentence(_ change: (inout Safetensors) -> Void) throws -> String {
    let directory = try TemporaryDirectory()
    var learner = try Self.learner(.adam)
    Self.train(&learner, updates: 2)
    try checkpoint(learner).write(to: directory.path("c"))
    var file = try Safetensors(contentsOf: directory.path("c"))
    change(&file)
    try file.write(to: directory.path("c"))
    let error = #expect(throws: FileError.self) {
      try Checkpoint(contentsOf: directory.path("c"), for: Self.learner(.adam))
    }
    return error?.description ?? ""
  }

  /// Edits the progress of a good checkpoint.
  private func sentence(replacing old: String, by new: String) throws -> String {
    try sentence { file in
      let text = file.metadata["progress"]
      file.metadata["progress"] = text?.replacing(old, with: new)
      let isChanged = text != file.metadata["progress"]
      #expect(isChanged, "nothing to replace by \(new)")
    }
  }

  @Test func `a file that is no checkpoint of this run gets a sentence`() throws {
    #expect(try sentence { $0.metadata = [:] }.contains("no checkpoint of this version"))
    #expect(try sentence { $0.metadata["progress"] = "{" }.contains("broken"))
    #expect(try sentence { $0.metadata["run"] = nil }.contains("broken"))
    #expect(try sentence { $0.tensors["d0.bias"] = nil }.contains("the file has no d0.bias"))
    #expect(
      try sentence { $0.tensors["d2.weight.state1"] = nil }.contains("d2.weight.state1 is missing"))
    #expect(
      try sentence { $0.tensors["d0.weight.state0"] = Tensor(shape: [1]) }.contains("not 4×2"))
    #expect(try sentence { $0.tensors["x"] = Tensor(shape: [1]) }.contains("also has x"))
    #expect(
      try sentence(replacing: "\"random\":{\"position\":", by: "\"random\":{\"position\":9")
        .contains("broken"))
    #expect(try sentence(replacing: "\"words\":[", by: "\"words\":[1,").contains("broken"))
    #expect(try sentence(replacing: "\"epoch\":7", by: "\"epoch\":-7").contains("broken"))
    #expect(try sentence(replacing: "\"batches\":3", by: "\"batches\":-1").contains("broken"))
    #expect(try sentence(replacing: "\"threads\":2", by: "\"threads\":0").contains("broken"))
    #expect(
      try sentence(replacing: "\"threads\":2", by: "\"threads\":1000000000")
        .contains("threads in its metadata is 1000000000; it must be from 1 to 256"))
    #expect(
      try sentence(replacing: "\"logLength\":1234", by: "\"logLength\":-1").contains("broken"))
    #expect(
      try sentence(replacing: "\"updates\":2", by: "\"updates\":99999999999999999999")
        .contains("broken"))
  }

  @Test func `a file that is cut off gets a sentence, wherever it ends`() throws {
    let directory = try TemporaryDirectory()
    let learner = try Self.learner(.adam)
    try checkpoint(learner).write(to: directory.path("whole"))
    let whole = try Data(contentsOf: URL(fileURLWithPath: directory.path("whole")))
    for length in stride(from: 0, to: whole.count, by: 97) {
      try directory.write(whole.prefix(length), to: "c")
      #expect(throws: FileError.self) {
        try Checkpoint(contentsOf: directory.path("c"), for: learner)
      }
    }
  }

  @Test func `another network's checkpoint is refused`() throws {
    let directory = try TemporaryDirectory()
    try checkpoint(Self.learner(.adam)).write(to: directory.path("c"))
    let error = #expect(throws: FileError.self) {
      try Checkpoint(
        contentsOf: directory.path("c"), for: Self.learner(.adam, network: "D(5,r);DR(0.5);D(1)"))
    }
    #expect(error?.description.contains("does not belong to this run: layer d0") == true)
  }
}
