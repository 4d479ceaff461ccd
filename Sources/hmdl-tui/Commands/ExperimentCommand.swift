import ArgumentParser
import Foundation
import Runs
import TerminalKit

/// `hmdl-tui experiment`: the paper's runs by their ids.
struct ExperimentCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "experiment",
    abstract: "List, repeat and compare the experiments of the paper, and your own.",
    subcommands: [
      ExperimentListCommand.self, ExperimentShowCommand.self, ExperimentRunCommand.self,
      ExperimentCompareCommand.self,
    ])
}

extension PublishedGPU: ExpressibleByArgument {}

/// Options that the experiment commands share: which published figures are shown, and how wide text is.
struct PublishedOptions: ParsableArguments {
  @Option(help: "The graphics card whose published figures are shown: a100 or quadro.")
  var gpu = PublishedGPU.a100

  /// Prints lines in characters that the terminal can show.
  func print(_ lines: [String]) {
    let glyphs = DisplayOptions().glyphsOfLocale()
    for line in lines { Swift.print(glyphs.spell(line)) }
  }

  var width: Int? { TerminalWidth.of(STDOUT_FILENO) }
}
