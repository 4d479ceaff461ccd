import Foundation
import Testing

@Suite struct TrainCommandTests {
  private func log(_ run: BackgroundRun, _ name: String = "log.jsonl") throws -> [[String: Any]] {
    try run.text(name).split(separator: "\n").map { line in
      try #require(try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any])
    }
  }

  @Test func `alone it learns the disk problem and says so`() throws {
    let run = try BackgroundRun(["train"])
    #expect(run.status == 0)
    let last = try #require(run.text("stdout").split(separator: "\n").last)
    let accuracy = try #require(Double(last.split(separator: " ").last ?? ""))
    #expect(last.contains("test loss") && accuracy >= 0.95, "\(last)")
    #expect(run.text("stdout").contains("epoch 50/50  loss "))
    #expect(run.text("stderr").isEmpty)
    #expect(!run.text("stdout").contains("\u{1b}") && !run.text("stdout").contains("\r"))
  }

  @Test func `the log has its lines and the weights are saved`() throws {
    let run = try BackgroundRun([
      "train", "--epochs", "2", "--batches", "3", "--seed", "7", "--log", "{directory}/log.jsonl",
      "--log-batches", "--save", "{directory}/weights.safetensors",
    ])
    #expect(run.status == 0)
    let lines = try log(run)
    let epoch = ["batch", "batch", "batch", "epoch"]
    #expect(lines.map { $0["event"] as? String } == ["start"] + epoch + epoch + ["test"])
    #expect(
      lines[0]["seed"] as? Int == 7
        && lines[0]["threads"] as? Int == ProcessInfo.processInfo.activeProcessorCount)
    let norms = try #require(lines[0]["initialNorms"] as? [String: Double])
    #expect(Set(norms.keys) == ["l1", "l2"])
    let before = try #require(lines[0]["beforeFit"] as? [String: [String: Double]])
    #expect(Set(before.keys) == ["train", "test"])
    #expect(before.values.allSatisfy { Set($0.keys) == ["loss", "accuracy"] })
    #expect(lines[2]["epoch"] as? Int == 1 && lines[2]["batch"] as? Int == 2)
    for key in ["epoch", "loss", "accuracy", "seconds", "samplesPerSecond", "l1", "l2"] {
      #expect(lines[4][key] is Double, "\(key)")
    }
    let losses = try lines[1...3].map { try #require($0["loss"] as? Double) }
    let mean = try #require(lines[4]["loss"] as? Double)
    #expect(abs(losses.reduce(0, +) / 3 - mean) < 1e-12)
    let weights = try Data(contentsOf: URL(fileURLWithPath: run.path("weights.safetensors")))
    #expect(String(decoding: weights, as: UTF8.self).contains("2->D(25,r)x3;D(1);"))
  }

  @Test func `an overflowing run logs strings for what is no number`() throws {
    let run = try BackgroundRun([
      "train", "--optimizer", "sgd", "--learning-rate", "1e30", "--epochs", "1", "--batches", "4",
      "--log", "{directory}/log.jsonl",
    ])
    #expect(run.status == 0)
    #expect(try log(run).last?["loss"] as? String == "nan")
  }

  @Test func `an interrupted run saves what was trained`() throws {
    let run = try BackgroundRun([
      "train", "--epochs", "100000", "--log", "{directory}/log.jsonl", "--save",
      "{directory}/weights.safetensors",
    ])
    #expect(run.waits(for: "\"event\":\"epoch\"", in: "log.jsonl"))
    run.interrupt()
    #expect(run.status == 130)
    #expect(run.text("stderr").hasPrefix("Interrupted in epoch "))
    #expect(run.text("stderr").split(separator: "\n").count == 1)
    #expect(try log(run).last?["event"] as? String == "interrupted")
    #expect(FileManager.default.fileExists(atPath: run.path("weights.safetensors")))
    #expect(run.text("stdout").contains("Weights saved to "))
  }

  static let badInput: [([String], String)] = [
    (["--network", "Q(3)"], "unknown layer 'Q'"),
    (["--network", "C(4,2);F();D(1)"], "the kernel size 4 is even"),
    (["--network", "M(9)"], "layer m0"),
    (["--network", "D(3)"], "the network has 3 outputs"),
    (["--data", "olivetti", "--data-dir", "/nowhere"], "/nowhere: no such directory"),
    (["--data", "olivetti", "--data-dir", "{directory}"], "faces.npy: no such file"),
    (["--save", "/nowhere/x"], "there is no directory /nowhere"),
    (["--log", "/nowhere/x"], "there is no directory /nowhere"),
    (["--save", "{directory}"], "is a directory"),
  ]

  @Test(arguments: badInput)
  func `bad input gets one line and status 1`(arguments: [String], fragment: String) throws {
    let run = try BackgroundRun(["train"] + arguments)
    #expect(run.status == 1)
    let lines = run.text("stderr").split(separator: "\n")
    #expect(lines.count == 1 && lines[0].contains(fragment), "\(lines)")
    #expect(run.text("stdout").isEmpty)
  }

  @Test(arguments: [["--optimizer", "foo"], ["--threads", "0"], ["--rho", "0.5"], ["--what"]])
  func `wrong usage has status 64`(arguments: [String]) throws {
    let run = try BackgroundRun(["train"] + arguments)
    #expect(run.status == 64)
    #expect(run.text("stderr").hasPrefix("Error: "))
  }

  @Test func `bad input leaves an old log as it was`() throws {
    let run = try BackgroundRun(["train", "--epochs", "1", "--log", "{directory}/log.jsonl"])
    #expect(run.status == 0)
    let before = run.text("log.jsonl")
    let bad = try BackgroundRun([
      "train", "--network", "D(9)", "--log", run.path("log.jsonl"),
    ])
    #expect(bad.status == 1)
    #expect(run.text("log.jsonl") == before)
  }

  @Test func `a summary counts`() throws {
    let run = try BackgroundRun([
      "summary", "--network", "C(5,8,r);M(2);F();D(10,sm);", "--input-shape", "28,28,1",
    ])
    #expect(run.status == 0)
    let total = try #require(
      run.text("stdout").split(separator: "\n").first { $0.hasPrefix("total") })
    #expect(total.contains("15,898") && total.contains("172,480"))
    let bad = try BackgroundRun(["summary", "--network", "M(9)", "--input-shape", "4,4,1"])
    #expect(bad.status == 1)
    #expect(bad.text("stderr").contains("layer m0: the window 9×9 is larger than its input 4×4×1"))
  }
}
