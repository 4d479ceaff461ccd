import Foundation
import Testing

@Suite struct BenchCommandTests {
  private func object(_ text: some StringProtocol) throws -> [String: Any] {
    try #require(try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any])
  }

  @Test func `training steps are timed and counted`() throws {
    let run = try CommandRun([
      "bench", "training", "--network", "C(3,16,r)x2;M(2);F();D(10,sm);", "--input-shape", "8,8,1",
      "--batch", "32", "--steps", "3", "--threads", "2", "--json",
    ])
    #expect(run.status == 0)
    let result = try object(run.output)
    for key in ["medianMilliseconds", "bestMilliseconds", "gflopPerSecond", "peakShare"] {
      #expect(try #require(result[key] as? Double, "\(key)") > 0)
    }
    // Forward, Rule 1 and Rule 2, but no Rule 1 below the first layer.
    let (first, second, dense) = (64 * 9 * 16, 64 * 9 * 16 * 16, 4 * 4 * 16 * 10)
    let wanted = 2 * 32 * Double(2 * first + 3 * second + 3 * dense) / 1e9
    #expect(abs(try #require(result["gflop"] as? Double) - wanted) < 1e-12)
    #expect(result["threads"] as? Int == 2)
  }

  @Test func `convolutions are timed by every algorithm`() throws {
    let arguments = [
      "bench", "convolution", "--kernel-sizes", "3", "--channels", "16", "--sides", "2,8",
      "--batch", "2",
    ]
    let run = try CommandRun(arguments)
    #expect(run.status == 0)
    for word in ["direct", "gemm", "tiled", "winograd", "fft", "quickest", "Effective GFLOP/s"] {
      #expect(run.output.contains(word), "\(word)")
    }
    let json = try CommandRun(arguments + ["--json", "--convolution", "winograd"])
    let rows = try json.lines.filter { !$0.isEmpty }.map { try object($0) }
    #expect(rows.map { $0["side"] as? Int } == [2, 8])
    let times = try #require(rows[0]["times"] as? [String: [String: Double]])
    #expect(Array(times.keys) == ["winograd"])
    #expect(try #require(times["winograd"]?["forwardMilliseconds"]) > 0)
  }

  @Test(arguments: [
    ["--threads", "0"], ["--batch", "0"], ["--steps", "0"], ["--convolution", "fast"],
    ["--input-shape", "8"],
  ])
  func `wrong usage is told`(arguments: [String]) throws {
    let run = try CommandRun(
      ["bench", "training", "--network", "C(3,2);", "--input-shape", "4,4,1"] + arguments)
    #expect(run.status != 0 && !run.errors.isEmpty && run.output.isEmpty)
  }

  /// Equal runs on the kernels of every instruction set agree, and unknown kernels are refused.
  @Test func `kernels can be chosen`() throws {
    func run(_ kernels: String) throws -> CommandRun {
      try CommandRun(
        ["train", "--epochs", "3", "--threads", "2", "--seed", "1"],
        environment: ["HMDL_KERNELS": kernels])
    }
    let wanted = try run("baseline")
    #expect(wanted.status == 0)
    let last = try #require(wanted.output.split(separator: "\n").last?.split(separator: " "))
    let refused = try run("sse9")
    #expect(refused.status == 1)
    #expect(refused.errors.contains("HMDL_KERNELS") && refused.errors.contains("baseline"))
    for kernels in ["avx2", "avx512"] where refused.errors.contains(kernels) {
      let other = try run(kernels)
      #expect(other.status == 0)
      // Two digits of loss and accuracy: sums are rounded in another order.
      let words = try #require(other.output.split(separator: "\n").last?.split(separator: " "))
      let (a, b) = (Double(last.last ?? ""), Double(words.last ?? ""))
      #expect(abs(try #require(a) - #require(b)) < 0.02)
    }
  }
}
