import ArgumentParser
import Engine
import Foundation

/// `hmdl-tui report`: what a kept run came to, and its learning curves.
struct ReportCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "report", abstract: "Summarise a kept run and draw its learning curves.")

  @Argument(help: ArgumentHelp("The directory of the run.", valueName: "run"))
  var directory: String

  @Option(help: "Whose curves are drawn (default: the first repetition's).")
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
    for line in Self.charts(curves, width: width ?? 80, glyphs: glyphs) { print(line) }
    guard let svg else { return }
    let title = "\(kept.name): \(kept.description.data.name), repetition \(wanted)"
    try FileAccess.replace(svg, with: Data(CurveDrawing.svg(curves, title: title).utf8))
    print(glyphs.spell("Curves drawn into \(svg)."))
  }

  /// The charts side by side where there is room, else below each other.
  static func charts(_ curves: LearningCurves, width: Int, glyphs: Glyphs) -> [String] {
    let isWide = width >= 72
    let rows = 12
    let size = Size(columns: width, rows: isWide ? rows : rows * curves.charts.count)
    var screen = Screen(size: size, glyphs: glyphs)
    for (index, chart) in curves.charts.enumerated() {
      let half = width / max(curves.charts.count, 1)
      let block =
        isWide
        ? Rect(row: 0, column: index * half, columns: half - 2, rows: rows)
        : Rect(row: index * rows, column: 0, columns: width, rows: rows - 1)
      CurvePlot(chart: chart).draw(on: &screen, in: block)
    }
    return [""] + screen.lines
  }
}
