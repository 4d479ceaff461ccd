import ArgumentParser
import Foundation
import Runs
import TerminalKit

/// How a screen is to look, as the command line asks for it.
struct DisplayFlags: ParsableArguments {
  enum GroundFlag: String, EnumerableFlag {
    case light, dark

    static func help(for value: GroundFlag) -> ArgumentHelp? {
      switch value {
      case .light: "Colours for a light terminal."
      case .dark: "Colours for a dark terminal (unless COLORFGBG says otherwise, the default)."
      }
    }
  }

  @Flag(exclusivity: .chooseLast)
  var ground: GroundFlag?

  @Flag(help: "No colours, as with NO_COLOR in the environment.")
  var mono = false

  @Flag(
    name: .customLong("no-mouse"),
    help: "Do not use the mouse: the terminal keeps it, for selecting text.")
  var leavesMouse = false

  @Flag(help: "ASCII characters only, as in locales that are not UTF-8.")
  var ascii = false

  var options: DisplayOptions {
    var options = DisplayOptions()
    options.ground = ground.map { $0 == .light ? .light : .dark }
    if mono { options.depth = ColorDepth.none }
    options.mouse = !leavesMouse
    if ascii { options.glyphs = .ascii }
    return options
  }

  /// Takes over the terminal for a screen.
  ///
  /// - Parameter text: what there is to print instead, such as "the plain lesson".
  /// - Returns: nil where output goes into a pipe or a file, for which the text is meant: standard error says so.
  /// - Throws: `RunError` when output goes to a terminal that cannot show a screen.
  func terminal(otherwise text: String) throws -> CursesTerminal? {
    do {
      return try CursesTerminal.open(options)
    } catch let reason {
      guard isatty(STDOUT_FILENO) == 1 else {
        FileHandle.standardError.write(Data("hmdl-tui: \(reason) Here is \(text).\n".utf8))
        return nil
      }
      throw RunError("\(reason) \(reason.remedy), or add --plain to print \(text).")
    }
  }
}
