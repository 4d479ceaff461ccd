import Foundation
import TestSupport
import Testing

/// Published weights evaluate to the published figures.
@Suite struct EvaluateCommandTests {
  struct Published: Sendable, CustomStringConvertible {
    let id: String
    let data: String
    let accuracy: Double
    let loss: Double
    var description: String { "\(data) \(id)" }
  }

  /// From the experiments that have weights: the last repetition's test figures.
  private static let published: [Published] = {
    guard
      let content = FileManager.default.contents(
        atPath: SharedData.experiments),
      let json = try? JSONSerialization.jsonObject(with: content) as? [String: Any],
      let experiments = json["experiments"] as? [[String: Any]]
    else { return [] }
    return experiments.compactMap { experiment in
      guard experiment["weights_file"] is String, let id = experiment["id"] as? String,
        let data = experiment["data_set"] as? String,
        let last = (experiment["repetitions"] as? [[String: Any]])?.last,
        let figures = last["after_fit"] as? [String: Double],
        let accuracy = figures["test_acc"], let loss = figures["test_loss"]
      else { return nil }
      return Published(id: id, data: data, accuracy: accuracy, loss: loss)
    }
  }()

  private func evaluate(_ published: Published, _ more: [String] = []) throws -> CommandRun {
    try CommandRun(
      [
        "evaluate", "--weights", "\(SharedData.weights)/\(published.id).safetensors", "--data",
        published.data, "--data-dir", "\(SharedData.directory)/data/\(published.data)", "--json",
      ] + more)
  }

  private func expect(_ run: CommandRun, _ published: Published) throws {
    #expect(run.status == 0, "\(run.errors)")
    let figures = try #require(
      try JSONSerialization.jsonObject(with: Data(run.output.utf8)) as? [String: Double])
    #expect(figures.keys.sorted() == ["accuracy", "loss"])
    #expect(figures["accuracy"] == published.accuracy)
    let loss = try #require(figures["loss"])
    #expect(abs(loss - published.loss) < 1e-6, "\(loss), published \(published.loss)")
  }

  @Test(
    .enabled(if: SharedData.has(SharedData.weights)),
    arguments: published.filter { $0.data == "olivetti" })
  func `faces`(published: Published) throws {
    try expect(try evaluate(published, ["--split", "9"]), published)
  }

  @Test(.enabled(if: SharedData.has(SharedData.weights)))
  func `digits, from the test files alone`() throws {
    let published = try #require(Self.published.first { $0.id == "0643554048" })
    let directory = try TemporaryDirectory()
    for name in ["t10k-images-idx3-ubyte.gz", "t10k-labels-idx1-ubyte.gz"] {
      try FileManager.default.createSymbolicLink(
        atPath: directory.path(name),
        withDestinationPath: SharedData.mnist + "/" + name)
    }
    let run = try evaluate(
      published,
      [
        "--data-dir", directory.path, "--network",
        "F();D(512,r);DR(0.125);D(512,r);DR(0.125);D(10,sm)",
      ])
    try expect(run, published)
  }

  @Test(
    .enabled(if: SharedData.has(SharedData.weights)),
    arguments: published.filter { $0.data != "olivetti" && $0.id != "0643554048" })
  func `large convolutional networks`(published: Published) throws {
    try expect(try evaluate(published), published)
  }

  @Test func `what train printed last comes out again`() throws {
    let train = try BackgroundRun([
      "train", "--epochs", "3", "--seed", "7", "--log", "{directory}/log.jsonl", "--save",
      "{directory}/w.safetensors",
    ])
    #expect(train.status == 0)
    let last = try #require(train.text("log.jsonl").split(separator: "\n").last)
    let run = try CommandRun(["evaluate", "--weights", train.path("w.safetensors"), "--json"])
    #expect(run.status == 0, "\(run.errors)")
    let logged = try JSONSerialization.jsonObject(with: Data(last.utf8)) as? [String: Any]
    let figures = try JSONSerialization.jsonObject(with: Data(run.output.utf8)) as? [String: Double]
    // Threads and sub-batches may divide the samples otherwise, and so sum in another order.
    let (loss, wanted) = (
      try #require(figures?["loss"]), try #require(logged?["loss"] as? Double)
    )
    #expect(abs(loss - wanted) <= 1e-6 * wanted, "\(loss) is not \(wanted)")
    let people = try CommandRun(["evaluate", "--weights", train.path("w.safetensors")])
    #expect(people.output.hasPrefix("1,000 test samples: loss "))
  }

  @Test func `what does not fit is told in one sentence`() throws {
    let directory = try TemporaryDirectory()
    try directory.write(Data(repeating: 0xff, count: 64), to: "hostile")
    let header = Data("{}      ".utf8)
    try directory.write(Data([8, 0, 0, 0, 0, 0, 0, 0]) + header, to: "empty")
    for (arguments, status, fragment) in [
      (["--weights", "/nowhere"], 1, "/nowhere: no such file"),
      (["--weights", directory.path("hostile")], 1, "no safetensors file, or cut off"),
      (
        ["--weights", directory.path("empty")], 1, "does not say its network; give it by --network"
      ),
      (["--weights", directory.path("empty"), "--network", "D(1)"], 1, "has no d0.weight"),
      ([], 64, "--weights"),
    ] as [([String], Int32, String)] {
      let run = try CommandRun(["evaluate"] + arguments)
      #expect(run.status == status && run.errors.contains(fragment), "\(run.errors)")
      #expect(status == 64 || run.errors.split(separator: "\n").count == 1, "\(run.errors)")
    }
  }
}
