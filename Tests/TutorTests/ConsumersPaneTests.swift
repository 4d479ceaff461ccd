import Engine
import Testing
import Tracer

@testable import TerminalKit
@testable import Tutor

@Suite struct ConsumersPaneTests {
  private func lines(_ recorded: RecordedCase, _ cell: CellAddress, _ columns: Int, _ rows: Int)
    -> [Line]
  {
    let provenance = recorded.pane.provenance
    return ConsumersPane(
      names: recorded.pane.names, provenance: provenance
    ).lines(
      for: cell, consumers: provenance.consumers(of: cell), columns: columns, rows: rows)
  }

  /// As on the golden screen `consumers`.
  @Test func `one number of A adds to eighteen sums of B`() throws {
    let lesson = try RecordedCases.fourLayer()
    let cell = lesson.cell(.activation, "c0", .output, [0, 3, 2, 0])
    #expect(
      lines(lesson, cell, 80, 7).map(\.text) == [
        " in map q=0:  .9 × weight                in map q=1:  .9 × weight",
        " (2,1)  .09  (2,2)  .18  (2,3) -.27      (2,1)  .45  (2,2) -.27  (2,3)  .09",
        " (3,1) -.36  (3,2) -.09  (3,3) -.18      (3,1)  .09  (3,2) -.27  (3,3)  .45",
        " (4,1)  .09  (4,2) -.09  (4,3)  .45      (4,1) -.27  (4,2) -.18  (4,3) -.27",
        " weights appear turned: the upper-left cell uses the lower-right weight",
        " backward this list is Rule 1 at A: replace .9 by each cell's delta",
        " also in 18 of ∂W_B",
      ])
  }

  @Test func `a number that goes to classes names them`() throws {
    let lesson = try RecordedCases.fourLayer()
    let cell = lesson.cell(.activation, "f3", .output, [0, 9])
    #expect(
      lines(lesson, cell, 60, 3).map(\.text) == [
        " in 3 of S_Y:  .33 × weight",
        " S_Y[T] .132    S_Y[L] -.099   S_Y[7] -.033",
        " also in 3 of ∂W_Y",
      ])
  }

  /// The pane as `w` opens it knows the classes, too.
  @Test func `the screen names the classes`() throws {
    var model = try TutorViewTests.lesson()
    for key in "lllllllw" { model = model.updated(.key(.character(key))).model }
    let text = TutorView(model: model, size: Size(columns: 80, rows: 24)).screen().text
    #expect(text.contains("Y[T]"))
  }

  @Test func `gradients of kernels go by their names`() throws {
    let lesson = try RecordedCases.fourLayer()
    let cell = lesson.cell(.input, nil, .input, [0, 2, 3, 0])
    let gradients = lesson.pane.provenance.consumers(of: cell).filter {
      lesson.trace.events[$0.cell.event].event.kind == .gradient
    }
    let pane = ConsumersPane(names: lesson.pane.names, provenance: lesson.pane.provenance)
    let lines = pane.lines(for: cell, consumers: gradients, columns: 80, rows: 9).map(\.text)
    #expect(!gradients.isEmpty)
    #expect(lines[0] == " in \(gradients.count) of ∂W_A:  .5 × delta")
    #expect(lines[1].hasPrefix(" ∂W_A["))
  }

  @Test func `a score goes into shares through the exponential`() throws {
    let lesson = try RecordedCases.fourLayer()
    let cell = lesson.cell(.weightedSum, "d4", .weightedSum, [0, 0])
    let lines = lines(lesson, cell, 80, 7).map(\.text)
    #expect(lines[0] == " in 3 of Y:  e^S × 1/Σ  with S_Y[T] = .915")
    #expect(lines[1] == " Y[T] .475          Y[L] (influence)   Y[7] (influence)")
  }

  @Test func `every cell fits every room`() throws {
    for recorded in [try RecordedCases.fourLayer(), try RecordedCases.odd(3)] {
      for event in recorded.trace.events.indices {
        for cell in recorded.cells(of: event, 1) {
          for columns in [1, 8, 20, 40, 59, 60, 80, 120] {
            for rows in [0, 1, 3, 7] {
              let lines = lines(recorded, cell, columns, rows)
              #expect(lines.count <= rows)
              #expect(lines.allSatisfy { $0.width <= columns }, "\(cell) at \(columns)")
              if rows > 0 { #expect(!lines.isEmpty, "\(cell) at \(columns)") }
            }
          }
        }
      }
    }
  }
}
