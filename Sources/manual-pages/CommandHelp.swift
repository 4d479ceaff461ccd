/// A command as swift-argument-parser describes it (`--experimental-dump-help`), as far as manual pages need it.
struct CommandHelp: Decodable {
  /// An option, a flag or a positional argument.
  struct Argument: Decodable {
    /// `-h` or `--help`.
    struct Name: Decodable {
      let kind: String
      let name: String

      var text: String { (kind == "long" ? "--" : "-") + name }
    }

    let kind: String
    let names: [Name]?
    let valueName: String?
    let abstract: String?
    let discussion: String?
    let defaultValue: String?
    let allValues: [String]?
    let sectionTitle: String?
    let isOptional: Bool
    let isRepeating: Bool
    let shouldDisplay: Bool
  }

  /// The whole output.
  struct Dump: Decodable {
    let command: CommandHelp
  }

  let commandName: String
  let superCommands: [String]?
  let abstract: String?
  let discussion: String?
  let arguments: [Argument]?
  let subcommands: [CommandHelp]?

  /// `hmdl-tui data fetch`.
  var words: [String] { (superCommands ?? []) + [commandName] }

  /// Those with a page of their own; `help` says what the pages say.
  var commands: [CommandHelp] { (subcommands ?? []).filter { $0.commandName != "help" } }
}
