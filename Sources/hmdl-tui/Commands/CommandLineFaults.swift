import ArgumentParser
import Foundation
import TerminalKit
import Tutor

/// What people type that the parser of arguments would take for something else, or refuse without a word of help.
enum CommandLineFaults {
  // MARK: - Before parsing

  /// British spellings of options; commands have theirs as aliases.
  private static let spellings = ["--initialiser": "--initializer", "--optimiser": "--optimizer"]

  /// The arguments as the parser understands them: a negative number is the value of the option before it
  /// (`--l1 -1` becomes `--l1=-1`), and both spellings of an option's name are known.
  ///
  /// - Parameter arguments: without the name of the program.
  /// - Returns: as many or fewer; what follows `--` stays as it is.
  static func normalized(_ arguments: [String]) -> [String] {
    var result: [String] = []
    for (place, argument) in arguments.enumerated() {
      if argument == "--" { return result + arguments[place...] }
      if isNegativeNumber(argument), let option = result.last, isOption(option) {
        result[result.count - 1] = "\(option)=\(argument)"
        continue
      }
      let parts = argument.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
      let name = parts.first.map(String.init) ?? ""
      result.append((spellings[name] ?? name) + argument.dropFirst(name.count))
    }
    return result
  }

  private static func isOption(_ text: String) -> Bool {
    text.hasPrefix("--") && text.count > 2 && !text.contains("=")
  }

  private static func isNegativeNumber(_ text: String) -> Bool {
    text.hasPrefix("-") && !text.hasPrefix("--") && Double(text) != nil
  }

  /// What is wrong with the names of commands, which stand first.
  ///
  /// - Parameters:
  ///   - arguments: without the name of the program.
  ///   - root: the command whose subcommands come first.
  /// - Returns: one sentence about the first name that no command has, and no lesson where one may stand; else nil.
  static func unknownCommand(
    _ arguments: [String], of root: any ParsableCommand.Type = HmdlTui.self
  ) -> String? {
    var command = root
    for name in arguments {
      let subcommands = command.configuration.subcommands
      guard !subcommands.isEmpty, !name.hasPrefix("-"), name != "help" else { return nil }
      if let next = subcommands.first(where: { Self.names(of: $0).contains(name) }) {
        command = next
        continue
      }
      let names = subcommands.flatMap { Self.names(of: $0) }
      guard command.configuration.defaultSubcommand != nil else {
        let parent = command.configuration.commandName ?? ""
        return "'\(parent)' has no command '\(name)'; "
          + (Suggestion.question(name, among: names)
            ?? "it has \(names.joined(separator: ", ")).")
      }
      guard !LessonLibrary.isPath(name), !Course.ids.contains(name) else { return nil }
      return "There is no command and no lesson '\(name)'; "
        + (Suggestion.question(name, among: names + Course.ids)
          ?? "commands are \(names.joined(separator: ", ")), lessons are "
          + "\(Course.ids.joined(separator: ", ")), or give the path of a lesson's .md file.")
    }
    return nil
  }

  /// The name and its other spellings.
  private static func names(of command: any ParsableCommand.Type) -> [String] {
    [command.configuration.commandName ?? command._commandName] + command.configuration.aliases
  }

  // MARK: - After parsing

  /// A message of the parser with a question in it, where it refuses one of several names that is nearly another.
  static func withSuggestion(_ message: String) -> String {
    let refusal =
      /The value '(?<typed>[^'\n]*)' is invalid for '[^'\n]*'\. (?=Please provide one of(?<names>.*?)(\n\S|$))/
      .dotMatchesNewlines()
    guard let found = message.firstMatch(of: refusal) else { return message }
    let names = found.names.matches(of: #/  - (?<listed>[^\n]+)|'(?<quoted>[^']+)'/#)
      .compactMap { ($0.listed ?? $0.quoted).map(String.init) }
    guard let question = Suggestion.question(String(found.typed), among: names) else {
      return message
    }
    let sentence = question.prefix(1).uppercased() + question.dropFirst()
    var result = message
    result.insert(contentsOf: sentence + " ", at: found.range.upperBound)
    return result
  }
}

extension HmdlTui {
  /// Runs the command that the arguments name, or says on standard error what is wrong with them.
  ///
  /// - Parameter typed: the arguments without the name of the program.
  static func run(_ typed: [String]) {
    let arguments = CommandLineFaults.normalized(typed)
    do {
      if let fault = CommandLineFaults.unknownCommand(arguments) { throw ValidationError(fault) }
      var command = try parseAsRoot(arguments)
      try command.run()
    } catch {
      let message = fullMessage(for: error)
      let better = CommandLineFaults.withSuggestion(message)
      guard better != message else { exit(withError: error) }
      FileHandle.standardError.write(Data((better + "\n").utf8))
      Foundation.exit(exitCode(for: error).rawValue)
    }
  }
}
