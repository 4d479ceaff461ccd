import ArgumentParser

/// `hmdl-tui check`: compares the engine's numbers with independent ones.
struct CheckCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "check", abstract: "Check the engine's numbers against independent ones.",
    subcommands: [CheckGradientsCommand.self])
}
