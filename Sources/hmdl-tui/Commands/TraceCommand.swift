import ArgumentParser
import Engine
import Tracer

/// `hmdl-tui trace`: record, show and replay what a network did.
struct TraceCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "trace", abstract: "Record, show and replay every event of a run.",
    subcommands: [Record.self, TraceShowCommand.self, Replay.self])
}

extension TraceCommand {
  /// `trace record`: a case, or a network of its own on random input, event by event into a file.
  struct Record: ParsableCommand {
    static let configuration = CommandConfiguration(abstract: "Run a case and write its trace.")

    @Option(help: "The case to run (JSON).")
    var `case`: String?

    @Option(name: .shortAndLong, help: "The trace to write (JSON Lines).")
    var output: String

    func run() throws {
      let trace = try Case(contentsOf: `case` ?? "").record()
      try TraceFile.write(trace, to: output)
    }
  }
}
