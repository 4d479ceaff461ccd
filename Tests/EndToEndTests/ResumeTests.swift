import Foundation
import Testing

/// Runs that are killed, interrupted, spoilt, and gone on with.
@Suite struct ResumeTests {
  /// A run of some seconds with everything that draws: dropout, orders, and an optimizer with state.
  private static let run = [
    "--network", "D(16,r);DR(0.25);D(16,t);DR(0.1);D(1,s)", "--optimizer", "adam", "--epochs",
    "240", "--batch-size", "20", "--seed", "3", "--threads", "2",
  ]

  /// The log without its times.
  private func log(_ directory: String) throws -> [NSDictionary] {
    let text = try String(contentsOfFile: directory + "/repetition-1/log.jsonl", encoding: .utf8)
    return try text.split(separator: "\n").map { line in
      var values = try #require(
        try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any])
      values["seconds"] = nil
      values["samplesPerSecond"] = nil
      return values as NSDictionary
    }
  }

  private func weights(_ directory: String) throws -> Data {
    try Data(contentsOf: URL(fileURLWithPath: directory + "/repetition-1/weights.safetensors"))
  }

  @Test func `fifty kills at random moments change nothing`() throws {
    let whole = try BackgroundRun(
      ["train", "--output", "{directory}/run", "--checkpoint-every", "100000"] + Self.run)
    #expect(whole.status == 0)
    let broken = try BackgroundRun(
      ["train", "--output", "{directory}/run", "--checkpoint-every", "11"] + Self.run)
    let directory = broken.path("run")
    var random = SplitMix(state: 1)
    var running = broken
    var places: Set<String> = []
    var kills = 0
    for _ in 0..<500 where kills < 50 {
      Thread.sleep(forTimeInterval: 0.02 + 0.06 * random.share())
      running.kill()
      if running.status == SIGKILL {
        kills += 1
      } else {
        // On a busy machine a run can come to its end first: another one begins.
        #expect(running.status == 0, "\(running.text("stderr"))")
        #expect(try weights(directory) == weights(whole.path("run")))
        try FileManager.default.removeItem(atPath: directory)
      }
      // Killed before there was anything to go on from, a run begins anew.
      let kept = FileManager.default.fileExists(atPath: directory + "/description.json")
      if !kept { try? FileManager.default.removeItem(atPath: directory) }
      running = try BackgroundRun(
        kept
          ? ["train", "--resume", directory, "--checkpoint-every", "11"]
          : ["train", "--output", directory, "--checkpoint-every", "11"] + Self.run)
      if kept, running.waits(for: "Going on in epoch ", in: "stdout") {
        places.insert(String(running.text("stdout").split(separator: "\n")[1]))
      }
    }
    #expect(kills == 50)
    #expect(running.status == 0, "\(running.text("stderr"))")
    #expect(try weights(directory) == weights(whole.path("run")))
    #expect(try log(directory) == log(whole.path("run")))
    #expect(places.count > 10 && places.contains { !$0.hasSuffix("after 0 batches.") }, "\(places)")
    let files = try FileManager.default.subpathsOfDirectory(atPath: directory)
    #expect(!files.contains { $0.hasSuffix(".partial") }, "\(files)")
  }

  @Test func `ctrl-c keeps the run and says how to go on`() throws {
    let whole = try BackgroundRun(["train", "--output", "{directory}/run"] + Self.run)
    #expect(whole.status == 0)
    let run = try BackgroundRun(["train", "--output", "{directory}/a run"] + Self.run)
    #expect(run.waits(for: "\"event\":\"epoch\"", in: "a run/repetition-1/log.jsonl"))
    run.interrupt()
    #expect(run.status == 130)
    let sentence = run.text("stderr")
    #expect(
      sentence == "Interrupted; go on with: hmdl-tui train --resume '\(run.path("a run"))'\n")
    #expect(run.text("a run/repetition-1/log.jsonl").contains("\"interrupted\""))
    let rest = try BackgroundRun(["train", "--resume", run.path("a run")])
    #expect(rest.status == 0)
    #expect(try weights(run.path("a run")) == weights(whole.path("run")))
    #expect(try log(run.path("a run")) == log(whole.path("run")))
    let again = try BackgroundRun(["train", "--resume", run.path("a run")])
    #expect(again.status == 0 && again.text("stdout") == "The run is finished.\n")
  }

  @Test func `a reader that leaves does not stop the training`() throws {
    let place = try BackgroundRun(["--version"])
    #expect(place.status == 0)
    _ = try CommandRun(shell: "$0 train --epochs 5 --output '\(place.path("run"))' | head -1")
    #expect(try log(place.path("run")).last?["event"] as? String == "test")
  }

  @Test func `a spoilt run gets one sentence`() throws {
    let run = try BackgroundRun(
      ["train", "--output", "{directory}/run", "--checkpoint-every", "50"] + Self.run)
    #expect(run.waits(for: "\"epoch\":9,", in: "run/repetition-1/log.jsonl"))
    run.kill()
    _ = run.status
    func resumed(_ file: String, _ change: (Data) -> Data) throws -> String {
      let path = URL(fileURLWithPath: run.path("run/" + file))
      let before = try Data(contentsOf: path)
      try change(before).write(to: path)
      defer { try? before.write(to: path) }
      let resumed = try BackgroundRun(["train", "--resume", run.path("run")])
      #expect(resumed.status == 1)
      #expect(resumed.text("stderr").split(separator: "\n").count == 1)
      return resumed.text("stderr")
    }
    let checkpoint = "repetition-1/checkpoint.safetensors"
    #expect(try resumed(checkpoint) { $0.prefix(900) }.contains("cut off"))
    #expect(try resumed(checkpoint) { _ in Data() }.contains("no safetensors file"))
    #expect(try resumed("description.json") { $0.prefix(30) }.contains("no valid JSON"))
    let seeds = try resumed("description.json") {
      Data(String(decoding: $0, as: UTF8.self).replacing("\"seed\" : 3", with: "\"seed\" : 4").utf8)
    }
    #expect(seeds.contains("was written by another run than description.json describes"))
    #expect(try resumed("repetition-1/log.jsonl") { $0.prefix(10) }.contains("is shorter than"))
    let running = try BackgroundRun(["train", "--resume", run.path("run")])
    #expect(running.waits(for: "Going on in epoch ", in: "stdout"))
    let second = try BackgroundRun(["train", "--resume", run.path("run")])
    #expect(second.status == 1)
    #expect(second.text("stderr").contains("another process is working on this run"))
    running.kill()
    _ = running.status
    let over = try BackgroundRun(["train", "--output", run.path("run")])
    #expect(over.status == 1 && over.text("stderr").contains("holds a run already"))
  }
}

/// A small generator, so that the moments are the same in every test.
private struct SplitMix {
  var state: UInt64

  /// 0..<1.
  mutating func share() -> Double {
    state &+= 0x9e37_79b9_7f4a_7c15
    var z = state
    z = (z ^ (z >> 30)) &* 0xbf58_476d_1ce4_e5b9
    z = (z ^ (z >> 27)) &* 0x94d0_49bb_1331_11eb
    return Double((z ^ (z >> 31)) >> 11) / 9_007_199_254_740_992
  }
}
