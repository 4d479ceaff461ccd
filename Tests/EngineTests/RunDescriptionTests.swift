import Engine
import Foundation
import Testing

@Suite struct RunDescriptionTests {
  private static let minimal = #""data":{"name":"disk"},"network":"D(1)""#

  private func read(_ members: String) throws -> RunDescription {
    try RunDescription(data: Data("{\(members)}".utf8), name: "x")
  }

  @Test func `absent keys are the conventions of the paper's code`() throws {
    let run = try read(Self.minimal)
    #expect(run == RunDescription(data: .init(name: "disk"), network: "D(1)", batching: .count(10)))
    #expect(run.epochs == 100 && run.reduction == .sum && run.maskScope == .batch)
    #expect(run.optimizer == OptimizerDescription(.adam) && run.repetitions == 1)
    #expect(run.plan.preciseEpochs == 1)
  }

  @Test func `what is written is read back`() throws {
    var run = RunDescription(
      data: .init(name: "olivetti", directory: "/a b", split: 3, validation: 0.25),
      network: "F();D(40,sm);", batching: .size(7))
    let schedules: [Schedule] = [
      .constant, .inverseTime(decay: 0.1), .step(factor: 0.9, epochs: 5), .cosine,
    ]
    for (index, schedule) in schedules.enumerated() {
      run.schedule = schedule
      run.clipping = [.none, .value(0.5), .norm(2), .none][index]
      run.initializer = index == 0 ? nil : .heNormal
      run.regularization = Regularization(l1: Double(index), l2: 0.1)
      run.seed = .max
      run.preciseEpochs = index
      run.shuffles = index.isMultiple(of: 2)
      #expect(try RunDescription(data: run.encoded(), name: "x") == run)
    }
  }

  @Test func `the place of the data and the threads change no number`() throws {
    let run = try read(Self.minimal)
    var other = run
    other.data.directory = "/elsewhere"
    other.threads += 1
    #expect(run.agrees(with: other))
    other.seed = 1
    #expect(!run.agrees(with: other))
  }

  @Test(arguments: [
    (#""network":"D(1)""#, #"the key "data" is missing"#),
    (#""data":{"name":"disk"},"network":3"#, "at network: a value of the wrong type"),
    (minimal + #","epoch":3"#, "at epoch: is no key of a run; known are batchSize,"),
    (minimal + #","epochs":0"#, "at epochs: is 0; it must be from 1 to 1000000000"),
    (minimal + #","epochs":1e300"#, "at epochs: is 1e+300; it must be a whole number from 1 to"),
    (minimal + #","epochs":2.5"#, "at epochs: is 2.5; it must be a whole number from 1 to"),
    (minimal + #","threads":1000000000"#, "at threads: is 1000000000; it must be from 1 to 256"),
    (minimal + #","repetitions":0"#, "at repetitions: is 0; it must be"),
    (minimal + #","batches":0"#, "at batches: is 0; it must be"),
    (minimal + #","batchSize":-3"#, "at batchSize: is -3; it must be"),
    (minimal + #","seed":4294967296"#, "at seed: is 4294967296; it must be from 0 to 4294967295"),
    (minimal + #","clipValue":0"#, "at clipValue: is 0.0; it must be a number from 1e-30"),
    (minimal + #","clipNorm":"inf""#, "at clipNorm: is inf; it must be a number from 1e-30"),
    (
      minimal + #","regularization":{"kernel":{"l1":-1},"bias":{}}"#,
      "at regularization.kernel.l1: is -1.0; it must be a number from 0"
    ),
    (minimal + #","schedule":{"name":"step","factor":0,"epochs":1}"#, "at schedule.factor: is 0.0"),
    (minimal + #","schedule":{"name":"step","factor":1,"epochs":0}"#, "at schedule.epochs: is 0;"),
    (minimal + #","schedule":{"name":"step","factor":1}"#, #"the key "epochs" is missing"#),
    (minimal + #","schedule":{"name":"inverse-time","decay":-1}"#, "at schedule.decay: is -1.0"),
    (
      minimal + #","optimizer":{"name":"adam","learningRate":1e300}"#,
      "at optimizer.learningRate: is 1e+300; it must be a number from 1e-30 to 1e30"
    ),
    (
      minimal + #","optimizer":{"name":"adam","beta1":1}"#,
      "at optimizer.beta1: is 1.0; it must be from 0 to below 1"
    ),
    (
      #""data":{"name":"disk"},"network":"C(2,3)""#,
      "at network: network string, character 1: the kernel size 2 is even"
    ),
    (#""data":{"name":"disk","split":-1},"network":"D(1)""#, "at data.split: is -1; it must be"),
    (minimal + #","batches":1,"batchSize":1"#, "excludes batchSize"),
    (minimal + #","clipValue":1,"clipNorm":1"#, "excludes clipValue"),
    (minimal + #","seed":-1"#, "at seed: is -1; it must be from 0 to 4294967295"),
    (minimal + #","preciseEpochs":-1"#, "at preciseEpochs: is -1; it must be from 0"),
    (minimal + #","format":"hmdl-run 9""#, "at format: is not"),
    (minimal + #","schedule":{"name":"warm"}"#, "at schedule.name"),
    (
      #""data":{"name":"disk","validation":1},"network":"D(1)""#,
      "at data.validation: is 1.0; it must be from 0 to below 1"
    ),
    ("[", "no valid JSON"),
  ])
  func `a broken description gets a sentence that names the key`(
    members: String, fragment: String
  ) {
    let error = #expect(throws: FileError.self) { try read(members) }
    let sentence = error?.description ?? ""
    #expect(sentence.hasPrefix("x: ") && sentence.contains(fragment), "\(sentence)")
    #expect(!sentence.contains("\n"))
  }
}
