import Engine
import Foundation
import Testing
import Tracer

@testable import TerminalKit
@testable import Tutor

/// What the four-layer lesson says at each of its stops.
@Suite struct LessonRunTests {
  private let run: LessonRun

  init() throws { run = try LessonRun(LessonLibrary.lesson("four-layer")) }

  @Test func `three updates and a last look make 82 stops`() {
    #expect(run.updates == 3)
    #expect(run.timeline.stops.count == 82)
    #expect((1...4).map { run.timeline.stops(ofUpdate: $0).count } == [24, 24, 24, 10])
    #expect(run.timeline.stops.filter(run.isLast).map(\.update) == Array(repeating: 4, count: 10))
  }

  @Test func `every stop has a text of at most two lines of 78 columns`() {
    let sections = Set(run.lesson.steps.map(\.section))
    for stop in run.timeline.stops {
      let text = run.text(for: stop)
      let place = "update \(stop.update) step \(stop.number)"
      #expect(sections.contains(text.section), "\(place) has no step in the lesson")
      for glyphs in [Glyphs.unicode, .ascii] {
        let lines = TextWrap.lines(glyphs.spell(text.short), width: 78)
        #expect((1...2).contains(lines.count), "\(place): \(lines)")
      }
      for words in [text.section, text.title, text.short] + text.more {
        #expect(!words.contains { "{}·".contains($0) }, "\(place): \(words)")
        #expect(words.allSatisfy(Glyphs.hasWidthOne), "\(place): \(words)")
      }
    }
  }

  @Test func `texts name the numbers of their update`() {
    func short(_ part: Stop.Part, _ layer: String?, _ update: Int) -> String? {
      run.timeline.stops.first {
        $0.part == part && $0.update == update
          && $0.layer.map { run.trace.header.names[$0] } == layer
      }.map { run.text(for: $0).short }
    }
    let on = (1...4).map { short(.activation, "c1", $0) }
    #expect(on[0] == "ReLU once more: 21 cells of map 0 and 14 of map 1 stay on.")
    #expect(on[1] == "ReLU once more: 21 cells of map 0 and 14 of map 1 stay on.")
    #expect(short(.activation, "d4", 1)?.hasSuffix("T leads with 47 %, and T is wrong.") == true)
    #expect(short(.activation, "d4", 2)?.hasSuffix("7 leads with 48 %, and 7 is right.") == true)
    #expect(short(.activation, "d4", 4)?.hasSuffix("7 leads with 84 %, and 7 is right.") == true)
    #expect(short(.loss, nil, 1)?.contains("7 got 0.278: the loss is 1.282.") == true)
    #expect(short(.loss, nil, 3)?.contains("7 got 0.672: the loss is 0.397.") == true)
    #expect(short(.loss, nil, 4)?.hasPrefix("7 got 0.839, so the loss is 0.175.") == true)
    #expect(short(.input, nil, 1) != short(.input, nil, 2))
    #expect(short(.input, nil, 2) == short(.input, nil, 3))
  }

  @Test func `a changed case changes the texts`() throws {
    var changed = run.lesson.case
    changed.parameters?["d4.b"] = Tensor(shape: [3], elements: [-5, -5, 5])
    let other = try LessonRun(run.lesson, with: changed)
    let softmax = try #require(
      other.timeline.stops.first { $0.part == .activation && $0.layer == 4 })
    #expect(other.text(for: softmax).short.hasSuffix("7 leads with 100 %, and 7 is right."))
  }

  @Test func `the chosen cells are those of the lesson, the first where it names none`() throws {
    func cell(_ number: Int, update: Int = 1) throws -> CellAddress? {
      let stop = try #require(
        run.timeline.stops.first { $0.update == update && $0.number == number })
      return run.cell(for: stop)
    }
    #expect(try cell(2)?.index == [0, 3, 2, 0])
    #expect(try cell(6).map { run.trace.events[$0.event].event.kind } == .weightedSum)
    #expect(try cell(7)?.index == [0, 8])
    #expect(try cell(10)?.tensor == .loss)
    #expect(try cell(13)?.index == [2, 8])
    #expect(try cell(14).map { run.trace.events[$0.event].event.layer } == "m2")
    #expect(try cell(15) == nil)
    #expect(try cell(17, update: 3)?.index == [0, 0, 0, 0])
    #expect(try cell(23).map { run.trace.events[$0.event].event.kind } == .parameters)
  }

  /// Only the run tells where a computed index leads; `·` with status 0 was once shown for it.
  @Test(arguments: [
    ("{S(d4)[0,update]:3}", "there is no cell [0,3]"),
    ("{S(d4)[0,3 * update]:3}", "there is no cell [0,3]"),
    ("{S(d4)[0,update / 2]:3}", "there is no cell [0,0.5]"),
    ("{if(update = 2, S(d4)[0,update + 1], 0)}", "there is no cell [0,3]"),
    ("{on(map(Y(c0), update + 1))}", "there is no map 2: there are 2"),
    ("{S(d4)[farthest(X)]:3}", "there is no cell [0,1,1,0]"),
  ])
  func `a computed cell that is not there is told with file and line`(
    placeholder: String, reason: String
  ) throws {
    let head = "---\nformat: 1\nid: small\ntitle: T\nsummary: S\ncase: four-layer.json\n---\n"
    let folder = RecordedCases.root.appendingPathComponent("lessons")
    let prose = head + "\n# T\n\n## S\n<!-- step: loss -->\nText.\n\nHere is \(placeholder).\n"
    let lesson = try LessonFile.read(prose, name: "small.md") {
      try Data(contentsOf: folder.appendingPathComponent($0))
    }
    let error = #expect(throws: FileError.self) { try LessonSession(lesson, file: "small.md") }
    #expect(error?.file == "small.md" && error?.line == 15, "\(error?.description ?? "")")
    #expect(error?.reason.contains(reason) == true, "\(error?.description ?? "")")
  }

  @Test func `a stop without a text is called by its rule`() throws {
    let bare = Lesson(
      id: "bare", title: "", summary: "", cases: run.lesson.cases, labels: [:],
      introduction: [], contents: [])
    let bareRun = try LessonRun(bare)
    let text = bareRun.text(for: bareRun.timeline.stops[17])
    #expect(text.title == "Rule 1: δ_c0 from δ_c1, the turned kernels of c1 and ReLU'")
    #expect(bareRun.cell(for: bareRun.timeline.stops[17])?.index == [0, 0, 0, 0])
  }
}
