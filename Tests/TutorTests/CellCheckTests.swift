import Engine
import TerminalKit
import Testing
import Tracer

@testable import Tutor

/// `f` and `e`: what is moved, in which update, and that a trace of its own can be changed and checked too.
@Suite struct CellCheckTests {
  private func model(_ keys: String, _ start: Model) -> Model {
    keys.reduce(start) { $0.updated(.key(.character($1))).model }
  }

  private func lesson(_ keys: String) throws -> Model {
    model(keys, Model(Walk(try LessonRun(LessonLibrary.lesson("four-layer")))))
  }

  /// A trace as a file holds it.
  private func trace(_ keys: String) throws -> Model {
    model(keys, Model(Walk(try LessonLibrary.lesson("four-layer").case.record(), title: "t")))
  }

  /// What `f` asks for, done.
  private func check(_ model: Model) throws -> CheckFigures {
    for request in model.updated(.key(.character("f"))).requests {
      guard case .check(let cell, let update) = request else { continue }
      return try CheckFigures(of: cell, in: model.walk, update: update, shown: model.stop?.update)
    }
    throw Refusal(
      "f asked for no check: \(model.updated(.key(.character("f"))).model.message ?? "")")
  }

  private func steps(_ count: Int) -> String { String(repeating: "l", count: count) }

  @Test func `a check names the number that is moved`() throws {
    #expect(try check(lesson(steps(15))).name.hasPrefix("S_B["))
    #expect(try check(lesson(steps(16))).name.hasPrefix("W_B["))
    #expect(try check(lesson(steps(10))).name.hasPrefix("Y["))
    #expect(try check(lesson(steps(15))).update == nil)
  }

  @Test func `a check after a correction says that it is of the next update`() throws {
    let after = try lesson(steps(22))
    #expect(after.stop?.part == .correction)
    let figures = try check(after)
    #expect(figures.update == 2)
    let lines = CheckPane.lines(for: figures, columns: 100, rows: 6)
    #expect(lines.first?.text.contains("loss of update 2") == true)
  }

  @Test func `a trace from a file is checked and changed like a lesson`() throws {
    let (one, other) = (try check(trace(steps(16))), try check(lesson(steps(16))))
    #expect(one.analytic == other.analytic && one.numeric == other.numeric)
    let model = try trace(steps(16))
    #expect(model.isEditable(model.focusedCell) && model.isCheckable(model.focusedCell))
    let weight = Case.Edit(
      update: 1, place: .weight(layer: "c1"), index: [0, 0, 0, 0], value: 2)
    let changed = try model.original.recorded(with: [weight])
    #expect(changed.trace != model.original.trace && changed.run == nil)
    #expect(try changed.recorded(with: []).trace == model.original.trace)
  }

  @Test func `where nothing is computed the message says so, not that the trace is to blame`()
    throws
  {
    var model = try lesson("")
    let nothing = try #require(model.timeline.stops.firstIndex { $0.part == .noCorrection })
    model.timeline.seek(nothing)
    #expect(model.focusedCell == nil)
    let (after, requests) = model.updated(.key(.character("f")))
    #expect(requests.isEmpty)
    #expect(after.message?.hasPrefix("nothing is computed at this step") == true)
  }
}
