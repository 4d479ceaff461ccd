import Foundation
import Testing

@Suite struct ExperimentCommandTests {
  @Test func `every id is verified`() throws {
    let run = try CommandRun(["experiment", "list", "--verify"])
    #expect(run.status == 0)
    #expect(run.output.hasSuffix("33 of 33 ids are the hash of their description.\n"))
  }

  @Test func `an unknown experiment gets a sentence with the nearest ids`() throws {
    for command in ["show", "run"] {
      let run = try CommandRun(["experiment", command, "1781687524"])
      #expect(run.status == 1 && run.output.isEmpty)
      #expect(
        run.errors.contains("there is no experiment 1781687524; the nearest ids are 1781687523,"))
    }
  }

  /// An own experiment of two repetitions on generated data.
  private let own = """
    {"data":{"name":"disk"},"network":"D(6,r);DR(0.1);D(1,s)","epochs":3,"batches":10,
     "loss":"mse","repetitions":2,"seed":4}
    """

  @Test func `an experiment of one's own is run, kept, compared and reported`() throws {
    let place = try BackgroundRun(["--version"])
    #expect(place.status == 0)
    try Data(own.utf8).write(to: URL(fileURLWithPath: place.path("mine.json")))
    let kept = place.path("kept")
    let run = try CommandRun(["experiment", "run", place.path("mine.json"), "--output", kept])
    #expect(run.status == 0, "\(run.errors)")
    #expect(run.output.hasPrefix("Experiment "))
    for part in ["Repetition 1 of 2:", "Repetition 2 of 2:", "seed 5", "\nmean "] {
      #expect(run.output.contains(part), "\(part)")
    }
    for file in ["description.json", "repetition-2/log.jsonl", "repetition-2/weights.safetensors"] {
      #expect(FileManager.default.fileExists(atPath: kept + "/" + file), "\(file)")
    }
    let again = try CommandRun(["experiment", "run", place.path("mine.json"), "--output", kept])
    #expect(again.status == 1 && again.errors.contains("holds a run already"))
    let compared = try CommandRun(["experiment", "compare", kept, kept])
    #expect(compared.status == 0)
    #expect(compared.output.contains("no experiment of the paper, 2 of 2 repetitions finished."))
    #expect(compared.output.contains("accuracy +0.0000, loss +0.0000"))
    let report = try CommandRun(
      ["report", kept, "--repetition", "2", "--svg", place.path("curves.svg")])
    #expect(report.status == 0)
    #expect(report.output.contains("2 of 2 repetitions finished"))
    #expect(place.text("curves.svg").hasPrefix("<svg "))
    let missing = try CommandRun(["report", kept, "--repetition", "3"])
    #expect(
      missing.status == 1 && missing.errors.contains("repetition 3 has no log; there is 1, 2"))
  }

  @Test func `the algorithm of convolutions can be chosen, and is kept`() throws {
    let place = try BackgroundRun(["--version"])
    #expect(place.status == 0)
    try Data(own.utf8).write(to: URL(fileURLWithPath: place.path("mine.json")))
    let run = try CommandRun([
      "experiment", "run", place.path("mine.json"), "--repetitions", "1", "--output",
      place.path("kept"), "--convolution", "tiled", "--threads", "1",
    ])
    #expect(run.status == 0, "\(run.errors)")
    let text = place.text("kept/description.json")
    let kept = try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any]
    #expect(kept?["convolution"] as? String == "tiled")
    #expect(kept?["threads"] as? Int == 1)
    let wrong = try CommandRun(["experiment", "run", "1781687523", "--threads", "0"])
    #expect(wrong.status == 64 && wrong.errors.contains("--threads is 0"))
  }

  @Test func `json goes alone to standard output`() throws {
    let place = try BackgroundRun(["--version"])
    #expect(place.status == 0)
    try Data(own.utf8).write(to: URL(fileURLWithPath: place.path("mine.json")))
    let run = try CommandRun([
      "experiment", "run", place.path("mine.json"), "--repetitions", "1", "--json",
    ])
    #expect(run.status == 0)
    let object = try JSONSerialization.jsonObject(with: Data(run.output.utf8)) as? [String: Any]
    #expect(object?["name"] as? String == "ours")
    #expect(run.errors.contains("1 of 2 repetitions"))
  }

  @Test func `an interrupted experiment goes on`() throws {
    let place = try BackgroundRun(["--version"])
    #expect(place.status == 0)
    let long = own.replacing("\"epochs\":3", with: "\"epochs\":300")
    try Data(long.utf8).write(to: URL(fileURLWithPath: place.path("mine.json")))
    let run = try BackgroundRun([
      "experiment", "run", place.path("mine.json"), "--output", place.path("kept"),
    ])
    #expect(run.waits(for: "Repetition 2 of 2", in: "stdout"))
    run.interrupt()
    #expect(run.status == 130)
    let rest = try CommandRun(["train", "--resume", place.path("kept")])
    #expect(rest.status == 0, "\(rest.errors)")
    #expect(rest.output.hasPrefix("Repetition 1 of 2 is finished.\n"))
    let compared = try CommandRun(["experiment", "compare", place.path("kept")])
    #expect(compared.output.contains("2 of 2 repetitions finished"))
  }

  @Test func `a directory that holds no run gets a sentence`() throws {
    let place = try BackgroundRun(["--version"])
    #expect(place.status == 0)
    for command in [["report"], ["experiment", "compare"]] {
      let run = try CommandRun(command + [place.directory])
      #expect(run.status == 1 && run.errors.contains("holds no run"))
      let none = try CommandRun(command + [place.path("none")])
      #expect(none.status == 1 && none.errors.contains("no such directory"))
    }
  }
}
