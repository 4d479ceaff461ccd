import Foundation
import Testing

@testable import hmdl_tui
@testable import manual_pages

@Suite struct ManualPageTests {
  private let pages: [ManualPage]

  init() throws {
    let help = try JSONDecoder().decode(
      CommandHelp.Dump.self, from: Data(HmdlTui._dumpHelp().utf8))
    pages = ManualPage.all(help.command, version: "1.2")
  }

  private func text(_ file: String) throws -> String {
    try #require(pages.first { $0.file == file }).text
  }

  @Test func `every command has a page`() {
    let files = Set(pages.map(\.file))
    #expect(files.count == pages.count)
    for file in ["hmdl-tui.1", "hmdl-tui-train.1", "hmdl-tui-data-fetch.1", "hmdl-tui-bench.1"] {
      #expect(files.contains(file))
    }
    #expect(!files.contains("hmdl-tui-help.1"))
  }

  @Test func `a page names the command, its options and where to go on`() throws {
    let train = try text("hmdl-tui-train.1")
    #expect(train.hasPrefix(".TH \"HMDL\\-TUI\\-TRAIN\" 1 \"\" \"hmdl\\-tui 1.2\""))
    #expect(train.contains("\nhmdl\\-tui\\-train \\- Train a network"))
    #expect(train.contains("\n.SS \"Optimizer\"\n"))
    #expect(train.contains("\n.TP\n\\fB\\-\\-learning\\-rate\\fR \\fIeta\\fR\n"))
    #expect(train.contains("(values: sgd, momentum,"))
    #expect(train.hasSuffix(".SH SEE ALSO\n\\fBhmdl\\-tui\\fR(1)\n"))
    #expect(try text("hmdl-tui.1").contains("\\fBhmdl\\-tui\\-data\\fR(1)\n"))
  }

  @Test func `no line of prose is taken for a command of man`() {
    let known = [".TH", ".SH", ".SS", ".TP", ".PP"]
    for page in pages {
      for line in page.text.split(separator: "\n") where line.hasPrefix(".") || line.hasPrefix("'")
      {
        #expect(known.contains { line.hasPrefix($0) }, "\(page.file): \(line)")
      }
      #expect(!page.text.contains("\n\n"), "\(page.file): man(7) has .PP for an empty line")
    }
  }
}
