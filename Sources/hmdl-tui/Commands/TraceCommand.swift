import ArgumentParser

/// `hmdl-tui trace`: record, show and replay what a network did.
struct TraceCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "trace", abstract: "Record, show and replay every event of a run.",
    subcommands: [TraceRecordCommand.self, TraceShowCommand.self, TraceReplayCommand.self])
}
