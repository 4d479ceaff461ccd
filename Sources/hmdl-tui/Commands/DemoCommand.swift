import ArgumentParser

/// `hmdl-tui demo`: experiments of the paper that need no data.
struct DemoCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "demo", abstract: "Try what an idea of the paper does to numbers.",
    subcommands: [DemoInitializationCommand.self])
}
