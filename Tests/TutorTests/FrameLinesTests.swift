import Engine
import TerminalKit
import Testing
import Tracer

@testable import Tutor

/// The lines around the panes, for traces that begin in the middle of a training.
@Suite struct FrameLinesTests {
  /// Updates 3 and 4 of a training, from a learner that has made the two before; then a look.
  private static func middle() throws -> Trace {
    let header = try TraceHeader(
      layers: StructureString.parse("D(4,r);D(3,sm)").layers, inputShape: [5],
      loss: .categoricalCrossentropy, batchReduction: .mean, optimizer: OptimizerDescription(.sgd))
    let whole = try Case.random(header: header, seed: 5, batch: 1, updates: 4)
    let (learner, _, _) = try #require(try whole.situation(before: 3, Double.self))
    return try Case(continuing: learner, name: "rest", steps: Array(whole.steps[2...]))
      .record(lookingAtLast: true)
  }

  private func screen(_ keys: String, _ columns: Int, _ rows: Int) throws -> Screen {
    let start = Model(Walk(try Self.middle(), title: "middle"))
    return TutorView(
      model: try Play.model(keys, from: start), size: Size(columns: columns, rows: rows)
    ).screen()
  }

  @Test(arguments: [(40, 12), (80, 24), (160, 45), (200, 60)])
  func `updates count from the start of the training`(columns: Int, rows: Int) throws {
    let first = try screen("", columns, rows).lines[0]
    #expect(first.contains("3/4") && !first.contains("1/2"), "\(first)")
    let second = try screen(":4/2<enter>", columns, rows).lines[0]
    #expect(
      second.contains("4/4") && second.contains(columns > 40 ? "step  2/" : "2/"), "\(second)")
    let last = try screen("G", columns, rows).lines[0]
    #expect(last.contains(columns > 40 ? "after update 4" : "5/4"), "\(last)")
  }

  /// `loss` was once cut to `los` where layers have longer names than the lesson's.
  @Test(arguments: 36...60) func `no name on the way is cut`(columns: Int) throws {
    let trace = try LessonRun(LessonLibrary.lesson("four-layer")).trace
    let model = Model(Walk(trace, title: "file"))
    for keys in ["", ":8<enter>", ":18<enter>"] {
      let view = TutorView(
        model: try Play.model(keys, from: model), size: Size(columns: columns, rows: 20))
      let line = view.frame.network(columns: columns).text
      #expect(line.count <= columns)
      for name in ["X", "c0", "c1", "m2", "f3", "d4"] { #expect(line.contains(name), "\(line)") }
      #expect(line.hasSuffix("loss") || line.hasSuffix("E"), "\(line)")
    }
  }

  @Test func `the timeline, the prompt and the list of steps do, too`() throws {
    let lines = try screen("", 200, 60).lines
    #expect(lines.contains { $0.contains("update 3 ") && $0.contains("forward @") })
    #expect(lines.contains { $0.hasPrefix(" update 4 ") })
    #expect(!lines.contains { $0.hasPrefix(" update 1 ") || $0.hasPrefix(" update 2 ") })
    #expect(try screen(":1/2<enter>", 80, 24).text.contains("there is no step 1/2"))
    let model = Model(Walk(try Self.middle(), title: "middle"))
    let surface = Surface(size: Size(columns: 80, rows: 24), glyphs: .unicode)
    let sheet = TutorSheets.steps(of: model, on: surface).view(on: surface, over: nil).text
    #expect(sheet.contains("@ 3/1 ") && !sheet.contains(" 1/1 "), "\(sheet)")
  }

  @Test func `so does the trace in plain text, and what a check measures`() throws {
    let trace = try Self.middle()
    let table = TraceListing(trace: trace).table(layer: nil)
    #expect(table.last?.split(separator: " ")[1] == "5")
    let loss = try #require(trace.position(.loss, layer: nil, update: 1))
    let event = try TraceListing(trace: trace).event(loss, tensor: nil)
    #expect(event[0].contains("update 3 "), "\(event[0])")
    let weights = try #require(trace.position(.parameters, layer: "d0", update: 1))
    let figures = try CheckFigures(
      of: CellAddress(event: weights, tensor: .weights, index: [0, 0]),
      in: Walk(trace, title: "middle"), update: 2, shown: 1)
    #expect(figures.update == 4)
  }
}
