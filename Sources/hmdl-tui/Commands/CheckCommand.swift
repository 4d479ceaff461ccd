import ArgumentParser

/// `hmdl-tui check`: hold the engine's numbers against independent ones.
struct CheckCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "check", abstract: "Check the engine's numbers against independent ones.",
    subcommands: [CheckGradientsCommand.self])
}
