import ArgumentParser

/// `hmdl-tui data`: the data sets and their files.
struct DataCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "data", abstract: "List, draw, check and fetch data sets.",
    subcommands: [
      DataListCommand.self, DataShowCommand.self, DataVerifyCommand.self, DataFetchCommand.self,
    ])
}
