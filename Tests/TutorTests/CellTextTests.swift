import Engine
import Testing
import Tracer

@testable import TerminalKit
@testable import Tutor

@Suite struct CellTextTests {
  /// Numbers near the end of Float's range once overflowed on their way to a colour or a bar.
  @Test func `screens of huge numbers never trap`() throws {
    let recorded = try RecordedCases.odd(4)
    var model = Model(Walk(recorded.trace, title: "huge"))
    for _ in recorded.timeline.stops {
      for mode in ScaleMode.allCases {
        model.scaleMode = mode
        for size in [(20, 5), (40, 12), (80, 24), (200, 60)] {
          let screen = TutorView(model: model, size: Size(columns: size.0, rows: size.1)).screen()
          #expect(screen.lines.count == size.1)
        }
      }
      model = model.updated(.key(.character("l"))).model
    }
  }

  @Test func `a style of any number on any scale has a step`() throws {
    let recorded = try RecordedCases.fourLayer()
    let cell = recorded.cell(.input, nil, .input, [0, 1, 1, 0])
    let text = CellText(provenance: recorded.pane.provenance, horizon: .max)
    for scale: Float in [0, .leastNonzeroMagnitude, 1e-38, 1, 3e38, .infinity, .nan] {
      _ = text.style(cell, palette: .signals, scale: scale)
    }
    #expect(
      text.style(cell, palette: .signals, scale: .leastNonzeroMagnitude) == .heat(.signals, 6))
  }
}
