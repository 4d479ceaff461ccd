import Foundation
import TerminalKit
import TestSupport
import Testing

@testable import Tutor

@Suite struct SavedViewTests {
  private func files(_ directory: TemporaryDirectory) throws -> [String] {
    try FileManager.default.contentsOfDirectory(atPath: directory.path).sorted()
  }

  private func play(_ keys: String, _ directory: TemporaryDirectory) throws -> Screen {
    try Play.screen(keys, directory: URL(fileURLWithPath: directory.path))
  }

  @Test func `the view is saved as text, and never over another file`() throws {
    let directory = try TemporaryDirectory()
    let first = try play("llS<enter>", directory)
    #expect(first.lines[23] == " saved as hmdl-view.txt")
    let text = try String(contentsOfFile: directory.path("hmdl-view.txt"), encoding: .utf8)
    #expect(text == (try Play.screen("ll").text) + "\n")
    #expect(try play("S<enter>", directory).lines[23] == " saved as hmdl-view-2.txt")
    #expect(try String(contentsOfFile: directory.path("hmdl-view.txt"), encoding: .utf8) == text)
    #expect(try files(directory) == ["hmdl-view-2.txt", "hmdl-view.txt"])
  }

  @Test func `its ending says whether there are colours`() throws {
    let directory = try TemporaryDirectory()
    #expect(try play("llS<tab><enter>", directory).lines[23] == " saved as hmdl-view.ans")
    let ansi = try String(contentsOfFile: directory.path("hmdl-view.ans"), encoding: .utf8)
    #expect(ansi.contains("\u{1b}[0;"))
    #expect(try play("llS<tab><tab><enter>", directory).lines[23] == " saved as hmdl-view.svg")
    let svg = try String(contentsOfFile: directory.path("hmdl-view.svg"), encoding: .utf8)
    #expect(svg.hasPrefix("<svg ") && svg.contains("FORWARD at A"))
    #expect(try play("S<tab><tab><tab>", directory).lines[23].hasSuffix(": hmdl-view.txt"))
    #expect(try play("Sx<esc>", directory).lines[23].contains("q quit"))
    #expect(try files(directory) == ["hmdl-view.ans", "hmdl-view.svg"])
  }

  @Test func `a name of one's own, with or without an ending, in another directory`() throws {
    let directory = try TemporaryDirectory()
    let screen = Screen(size: Size(columns: 3, rows: 1))
    func write(_ name: String) throws -> String {
      try SavedView.write(
        screen, name: name, directory: URL(fileURLWithPath: directory.path), ground: .dark)
    }
    #expect(try write("step 4") == "step 4.txt")
    #expect(try write("step 4") == "step 4-2.txt")
    #expect(try write(directory.path("a.svg")) == directory.path("a.svg"))
    #expect(throws: Refusal("a view is saved as .txt, .ans (with colours) or .svg, not as .png")) {
      try write("a.png")
    }
    #expect(try files(directory) == ["a.svg", "step 4-2.txt", "step 4.txt"])
  }

  /// Where nothing can be written the name stays in its line, to be mended.
  @Test func `a place that cannot be written loses nothing`() throws {
    let directory = try TemporaryDirectory()
    let missing = try play("S<back><back><back><back>/x<enter>", directory)
    #expect(missing.lines[22].contains("there is no directory"))
    #expect(missing.lines[23].hasSuffix(": hmdl-view/x"))
    let mended = try play("S<back><back><back><back>/x<enter><back><back>y.txt<enter>", directory)
    #expect(mended.lines[23] == " saved as hmdl-viewy.txt")
    #expect(try files(directory) == ["hmdl-viewy.txt"])
  }
}
