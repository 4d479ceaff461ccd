import ArgumentParser
import Engine
import Foundation
import TerminalKit
import Tracer
import Tutor

/// `hmdl-tui trace replay`: a trace from a file on the tutor's screen.
struct TraceReplayCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "replay", abstract: "Step through a recorded trace, cell by cell.",
    discussion: "Checks and edits need the experiment itself; open its lesson for them.")

  @Argument(help: "The trace (JSON Lines), as `trace record` writes it.")
  var file: String

  @OptionGroup var display: DisplayFlags

  func run() throws {
    let (trace, warning) = try TraceFile.read(file)
    if let warning { FileHandle.standardError.write(Data("hmdl-tui: \(warning)\n".utf8)) }
    guard trace.updates > 0 else {
      throw FileError(file: file, reason: "holds no event to show; record at least one update")
    }
    let terminal: CursesTerminal
    do {
      terminal = try CursesTerminal.open(display.options)
    } catch {
      throw FileError(
        file: file,
        reason: "cannot be replayed here. \(error) \(error.remedy), or print it by `trace show`.")
    }
    let name = URL(fileURLWithPath: file).deletingPathExtension().lastPathComponent
    TutorApp.run(Walk(trace, title: name), on: terminal)
  }
}
