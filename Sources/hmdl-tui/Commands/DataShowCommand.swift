import ArgumentParser
import Engine
import Foundation
import Runs
import TerminalKit

/// `hmdl-tui data show`: samples, drawn.
struct DataShowCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "show", abstract: "Draw samples in the terminal, with their numbers and classes.",
    discussion: """
      Pictures are drawn in half blocks of 256 colours; without colours (NO_COLOR, a pipe, a plain terminal) in \
      letters. Samples are counted from 0, in the order of the files (olivetti: of the split).
      """)

  @Argument(help: "The data: disk, olivetti, mnist, cifar-10, npy, csv or images.")
  var name: DataName

  @OptionGroup var place: PlaceOptions

  @Option(help: "The part: training or test.")
  var part = DataPart.test

  @Option(
    parsing: .upToNextOption,
    help: ArgumentHelp(
      "Which samples; default: as many as fill the terminal.", valueName: "number"))
  var index: [Int] = []

  @Flag(help: "ASCII characters only, no colours.")
  var ascii = false

  func validate() throws { try place.check(name) }

  func run() throws {
    let data = try place.dataPlace.part(part, of: name, order: .stored)
    if let wrong = index.first(where: { !(0..<data.count).contains($0) }) {
      throw ValidationError(
        "--index \(wrong) is not there; the \(part.rawValue) part has the samples 0 to "
          + "\(data.count - 1).")
    }
    let sheet = SampleSheet(
      data, chosen: index.isEmpty ? nil : index, size: Self.terminalSize(), isColored: isColored)
    let glyphs = DisplayOptions().glyphsOfLocale()
    print(glyphs.spell(Self.heading(data, name: name, part: part)))
    for line in sheet.lines { print(isColored ? line : glyphs.spell(line)) }
  }

  static func heading(_ data: Dataset, name: DataName, part: DataPart) -> String {
    let start =
      "\(name.rawValue), \(part.rawValue) part: \(TrainingProgress.grouped(data.count)) samples of "
      + "\(data.sampleShape)"
    switch data.answers {
    case .classes(_, let count): return start + ", \(count) classes"
    case .values(let values): return start + ", \(values.shape.sample.count) values each"
    }
  }

  /// True if the terminal shows 256 colours and half blocks, and the user wants colours.
  private var isColored: Bool {
    let environment = ProcessInfo.processInfo.environment
    let terminal = environment["TERM"] ?? ""
    let isRich = terminal.contains("256color") || environment["COLORTERM"] != nil
    return !ascii && isatty(STDOUT_FILENO) == 1 && isRich
      && ColorDepth(environment: environment) != ColorDepth.none
      && DisplayOptions().glyphsOfLocale() == .unicode
  }

  private static func terminalSize() -> Size {
    var size = winsize()
    guard ioctl(STDOUT_FILENO, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0, size.ws_row > 0
    else { return Size(columns: 80, rows: 24) }
    return Size(columns: Int(size.ws_col), rows: Int(size.ws_row))
  }
}

extension DataPart: ExpressibleByArgument {}
