import Foundation
import TestSupport
import Testing

@Suite(.enabled(if: SharedData.has(SharedData.olivetti)))
struct DataShowTests {
  private let arguments = [
    "data", "show", "olivetti", "--data-dir", SharedData.olivetti,
  ]

  @Test func `a pipe gets letters, with number and class`() throws {
    let run = try CommandRun(arguments + ["--split", "2", "--index", "5", "0"])
    #expect(run.status == 0, "\(run.errors)")
    #expect(run.lines[0].hasPrefix("olivetti, test part: 120 samples of 64"))
    #expect(run.lines[1].hasPrefix("5: ") && run.lines[1].contains(" 0: "))
    #expect(!run.output.contains("\u{1b}") && !run.output.contains("▀"))
    #expect(run.lines.allSatisfy { $0.count <= 80 })
  }

  @Test func `a terminal gets half blocks in colours, without colours letters`() throws {
    let terminal = try PseudoTerminal([Product.path] + arguments + ["--index", "0"])
    #expect(terminal.end() == .exited(0))
    #expect(terminal.text.contains("\u{1b}[0;38;5;") && terminal.text.contains("▀"))
    #expect(terminal.text.split(separator: "\r\n").count == 18, "64 lines in 16 of half blocks")
    for environment in [["NO_COLOR": "1"], ["TERM": "vt100"], ["LC_ALL": "C"]] {
      let plain = try PseudoTerminal(
        [Product.path] + arguments + ["--index", "0"], environment: environment)
      #expect(plain.end() == .exited(0))
      #expect(!plain.text.contains("\u{1b}") && !plain.text.contains("▀"))
    }
  }

  @Test func `a sample that is not there is wrong usage`() throws {
    let run = try CommandRun(arguments + ["--index", "120"])
    #expect(run.status == 64 && run.errors.contains("the samples 0 to 119"))
    #expect(try CommandRun(["data", "show", "nothing"]).status == 64)
  }

  @Test func `the list names what is here`() throws {
    let run = try CommandRun(["data", "list"], environment: ["XDG_DATA_HOME": "/nowhere"])
    #expect(run.status == 0 && run.output.contains("'hmdl-tui data fetch mnist' brings it"))
  }

  @Test func `verifying tells each file and fails when one is missing`() throws {
    let good = try CommandRun(
      ["data", "verify", "olivetti", "--data-dir", SharedData.olivetti])
    #expect(good.status == 0 && good.lines.filter { $0.hasSuffix(": good") }.count == 2)
    let bad = try CommandRun(
      ["data", "verify", "mnist", "--data-dir", SharedData.olivetti])
    #expect(bad.status == 1 && bad.errors.contains("4 of 4 files are missing"))
  }
}
