import ArgumentParser

/// `hmdl-tui bench`: how quick the engine is on this machine.
struct BenchCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "bench", abstract: "Time training steps, or convolutions by every algorithm.",
    subcommands: [BenchTrainingCommand.self, BenchConvolutionCommand.self])
}
