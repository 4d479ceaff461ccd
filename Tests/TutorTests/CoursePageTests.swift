import Engine
import Foundation
import TerminalKit
import TestSupport
import Testing

@testable import Tutor

@Suite struct CoursePageTests {
  private func play(
    _ keys: String, store: ProgressStore? = nil, size: Size = Size(columns: 80, rows: 24)
  ) throws -> [Screen] {
    Program.play(
      CoursePage(try LessonLibrary.all(), store: store),
      Play.keys(keys).map(ScriptedTerminal.Step.key), size: size)
  }

  @Test(arguments: [(80, 24), (200, 60), (40, 12), (20, 5)])
  func `the chosen lesson is on the screen at every size`(columns: Int, rows: Int) throws {
    let size = Size(columns: columns, rows: rows)
    for count in [0, 5, 15] {
      let keys = String(repeating: "j", count: count)
      let screen = try #require(try play(keys, size: size).last)
      let lines = screen.text.split(separator: "\n", omittingEmptySubsequences: false)
      #expect(lines.contains { $0.hasPrefix(">") }, "\(screen.text)")
      #expect(lines.allSatisfy { $0.count <= columns })
      if rows > 5 { #expect(lines.last?.contains("quit") == true) }
    }
  }

  @Test func `a lesson opens, is left, and its place is shown`() throws {
    let directory = try TemporaryDirectory()
    let store = ProgressStore(path: directory.path("progress.json"))
    let screens = try play("<enter><right><right>q", store: store)
    #expect(screens[1].text.contains("Signals forward"))
    #expect(screens.last?.text.contains("page 3 of") == true)
    let record = try #require(try store.records()["signals"])
    #expect(record.position == 2 && !record.isDone)
    // The next sitting goes on there.
    #expect(try play("<enter>", store: store).last?.text == screens[3].text)
    #expect(try play("r", store: store).last?.text.contains("start") == true)
  }

  @Test func `progress that cannot be read is said, and left alone`() throws {
    let directory = try TemporaryDirectory()
    try directory.write(Data("no JSON".utf8), to: "progress.json")
    let store = ProgressStore(path: directory.path("progress.json"))
    let screens = try play("<enter><right>q", store: store)
    #expect(screens[0].text.contains("progress cannot be kept"))
    #expect(
      try String(contentsOfFile: store.path, encoding: .utf8) == "no JSON")
  }

  @Test func `a lesson opens with a question of the lesson before the last`() throws {
    let wiggle = try LessonLibrary.lesson("wiggle")
    let earlier = try #require(try Course.lesson(recalledIn: "wiggle"))
    #expect(earlier.id == "signals")
    let session = try LessonSession(wiggle, recalling: earlier)
    var model = ReaderModel(session)
    model.arrive(at: 1)
    #expect(model.question?.id == "signals/q1")
    #expect(model.stage.walk.title == "signals")
    #expect(model.stage.guide?.card?.heading.forms.first?.hasPrefix("do you remember?") == true)
    #expect(LessonReplay(session, at: 1).fault() == nil)
    // It does not count among the questions of this lesson.
    #expect(model.score.all == wiggle.questions.count { $0.kind != .predict })
    model.arrive(at: 2)
    #expect(model.stage.walk.title == "wiggle")
    #expect(try Course.lesson(recalledIn: "blame") == nil)
  }
}
