import ArgumentParser
import Engine
import Foundation
import Runs
import TerminalKit

/// `hmdl-tui report`: the results of a kept run, and its learning curves.
struct ReportCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "report", abstract: "Summarise a kept run and draw its learning curves.")

  @Argument(help: ArgumentHelp("The directory of the run.", valueName: "run"))
  var directory: String

  @Option(help: "The repetition whose curves are drawn (default: the first).")
  var repetition: Int?

  @Option(help: ArgumentHelp("Draw the curves into an SVG file.", valueName: "file"))
  var svg: String?

  @Flag(help: "ASCII characters only, as in locales that are not UTF-8.")
  var ascii = false

  func run() throws {
    let kept = try KeptRun(contentsOf: directory)
    let wanted = repetition ?? kept.logs[0].repetition
    guard let log = kept.logs.first(where: { $0.repetition == wanted })?.log else {
      let known = kept.logs.map { String($0.repetition) }.joined(separator: ", ")
      throw RunError("\(kept.path): repetition \(wanted) has no log; there is \(known)")
    }
    let curves = LearningCurves(log)
    var options = DisplayOptions()
    if ascii { options.glyphs = .ascii }
    let glyphs = options.glyphsOfLocale()
    let width = TerminalWidth.of(STDOUT_FILENO)
    for line in RunSummary.lines(kept, width: width) { print(glyphs.spell(line)) }
    for line in curves.lines(width: width ?? 80, glyphs: glyphs) { print(line) }
    guard let svg else { return }
    let title = "\(kept.name): \(kept.description.data.name), repetition \(wanted)"
    try FileAccess.replace(svg, with: Data(CurveDrawing.svg(curves, title: title).utf8))
    print(glyphs.spell("Curves drawn into \(svg)."))
  }
}
