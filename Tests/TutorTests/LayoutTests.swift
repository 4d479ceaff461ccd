import Engine
import Testing
import Tracer

@testable import TerminalKit
@testable import Tutor

/// What holds for every screen: of every size, at every step, with any map in focus.
@Suite struct LayoutTests {
  static let sizes = [
    (20, 5), (36, 11), (40, 12), (60, 20), (80, 24), (100, 30), (120, 40), (160, 45), (200, 60),
  ].map { Size(columns: $0.0, rows: $0.1) }

  /// Walks a model through the steps of its first update and hands over some screens of each: the size and
  /// the map in focus change from screen to screen, so that all of them meet.
  private func walk(_ start: Model, screens: Int, _ look: (TutorView) -> Void) {
    var model = start
    var turn = 0
    for step in model.timeline.stops(ofUpdate: 1).indices {
      model.timeline.seek(step)
      model.arrive()
      for _ in 0..<screens {
        model.focus = (turn / 2) % max(model.focusable.count, 1)
        model.mode = turn % 2 == 0 ? .cells : .steps
        look(TutorView(model: model, size: Self.sizes[turn % Self.sizes.count]))
        turn += 1
      }
    }
  }

  private func expectSound(_ view: TutorView) {
    let screen = view.screen()
    let place = "\(view.size), step \(view.model.timeline.position), focus \(view.model.focus)"
    expectChosen(view, screen, place)
    expectWhole(view, screen, place)
    expectInside(view, place)
  }

  /// The chosen cell stands on the screen, with its number; where there is no room for maps, by its name.
  private func expectChosen(_ view: TutorView, _ screen: Screen, _ place: String) {
    guard let cell = view.model.focusedCell else { return }
    guard view.layout != .tiny else {
      #expect(!screen.lines[1].isEmpty, "\(place)")
      return
    }
    guard let cursor = screen.cursor else {
      Issue.record("no chosen cell at \(place)")
      return
    }
    #expect(view.cell(atRow: cursor.row, column: cursor.column) == cell, "\(place)")
  }

  /// Every heading is one of the designed ones, with a blank behind it: it touches neither a neighbour nor the border of
  /// its panel.
  private func expectWhole(_ view: TutorView, _ screen: Screen, _ place: String) {
    for placed in view.placements {
      let heading = placed.block.heading(placed.form)
      let width = placed.block.size(placed.form).columns
      #expect(placed.block.headings.contains(heading), "\(heading) at \(place)")
      #expect(heading.count < width, "\(heading) at \(place)")
      let text = screen.lines[placed.row].dropFirst(placed.column + 1)
      #expect(text.hasPrefix(heading), "\(heading) at \(place): \(text.prefix(30))")
      let next = text.dropFirst(heading.count).first
      #expect(next == nil || next == " ", "\(heading) at \(place): \(text.prefix(30))")
    }
    var forms: Set<String> = Set(
      view.panelHeading.forms + view.model.scene.heading.forms + view.lessonHeading.forms)
    forms.formUnion([
      "lesson", "timeline", "timeline   # done   @ here   · to come", "beside signals and deltas",
      "beside signals and deltas   weights, biases, gates",
      "the whole network: signals above, deltas below",
      "the whole network: signals above, deltas below   thumbnail: sign and ninths of the scale",
    ])
    // The second line is the way through the network, with arrows.
    for line in screen.lines.dropFirst(2) {
      for part in line.components(separatedBy: "─ ").dropFirst() where part.contains("─") {
        let heading = part.prefix { $0 != "─" }.trimmingCharacters(in: .whitespaces)
        #expect(heading.isEmpty || forms.contains(heading), "\(heading) at \(place)")
      }
    }
  }

  /// Maps stay inside their rooms, and no two share a cell.
  private func expectInside(_ view: TutorView, _ place: String) {
    let rects = view.placements.map { placed -> Rect in
      let size = placed.block.size(placed.form)
      return Rect(row: placed.row, column: placed.column, columns: size.columns, rows: size.rows)
    }
    for (at, rect) in rects.enumerated() {
      #expect(rect.column + rect.columns <= view.size.columns, "\(place)")
      #expect(rect.row + rect.rows < view.size.rows, "\(place)")
      for other in rects[(at + 1)...] {
        let apart =
          rect.row + rect.rows <= other.row || other.row + other.rows <= rect.row
          || rect.column + rect.columns <= other.column
          || other.column + other.columns <= rect.column
        #expect(apart, "\(rect) and \(other) at \(place)")
      }
    }
    guard let placed = view.placements.first else { return }
    var screen = Screen(size: view.size)
    placed.block.draw(
      on: &screen, row: placed.row, column: placed.column, form: placed.form, text: view.text,
      marks: view.marks)
    for row in 0..<view.size.rows {
      for column in 0..<view.size.columns where screen[row, column].character != " " {
        #expect(
          rects[0].contains(Position(row: row, column: column)), "\(row),\(column) at \(place)")
      }
    }
  }

  @Test func `screens of the lesson are sound at every size`() throws {
    walk(try TutorViewTests.lesson(), screens: 3, expectSound)
  }

  @Test(arguments: RecordedCases.odd.indices)
  func `screens of odd networks are sound`(index: Int) throws {
    walk(Model(Walk(try RecordedCases.odd(index).trace, title: "odd")), screens: 1, expectSound)
  }

  @Test(.enabled(if: !RecordedCases.shared.isEmpty), arguments: RecordedCases.shared.suffix(1))
  func `screens of the reference cases are sound`(path: String) throws {
    let recorded = try RecordedCase(Case(contentsOf: path), labels: [:])
    walk(Model(Walk(recorded.trace, title: "case")), screens: 1, expectSound)
  }

  /// The name of the chosen cell and its value are the same facts in every room.
  @Test func `every size says the same of a cell`() throws {
    var model = try TutorViewTests.lesson()
    for step in model.timeline.stops(ofUpdate: 1).indices {
      model.timeline.seek(step)
      model.arrive()
      guard let cell = model.targetCell, let value = model.walk.provenance.value(at: cell),
        let stop = model.stop, ![.noGradient, .noDelta, .noCorrection].contains(stop.part)
      else { continue }
      let shown =
        (3...6).map { Numbers.rule(Double(value), decimals: $0) }
        + [Numbers.loss(Double(value), decimals: 4)]
      for size in Self.sizes {
        let view = TutorView(model: model, size: size)
        let text = view.panel(columns: size.columns, rows: 7).map(\.text).joined(separator: "\n")
        #expect(text.contains(model.walk.names.name(of: cell)), "\(size), step \(step)")
        #expect(
          shown.contains { text.contains("= \($0)") || text.contains("≈ \($0)") },
          "\(size), step \(step): \(text)")
      }
    }
  }

  /// Weights were once chosen and edited blind below 160×45.
  @Test func `a chosen weight is on the screen`() throws {
    var model = try TutorViewTests.lesson()
    model.timeline.seek(3)
    for key in [Key.tab, .tab, .enter, .right, .down] { model = model.updated(.key(key)).model }
    let cell = try #require(model.focusedCell)
    #expect(model.walk.names.name(of: cell).hasPrefix("W_B["))
    for size in Self.sizes.dropFirst() {
      let view = TutorView(model: model, size: size)
      let cursor = try #require(view.screen().cursor, "\(size)")
      #expect(view.cell(atRow: cursor.row, column: cursor.column) == cell)
    }
  }
}
