import Engine
import Foundation
import TestSupport
import Testing
import Tracer

@testable import TerminalKit
@testable import Tutor

/// Cases of the course's specification, as subjects of views.
enum SpecifiedCases {
  static let folder = SharedData.directory + "/spec/course"
  static var isThere: Bool { SharedData.has(folder) }
  /// The rooms that views are held to.
  static let rooms = [
    Size(columns: 78, rows: 10), Size(columns: 38, rows: 6), Size(columns: 18, rows: 3),
    Size(columns: 198, rows: 40),
  ]

  static func experiment(_ name: String) throws -> Case {
    try Case(contentsOf: "\(folder)/cases/\(name).json")
  }

  /// A lesson of these cases, the first one on show.
  static func run(_ names: [String], labels: [String: String] = [:]) throws -> LessonRun {
    let cases = try names.map { LessonCase(name: $0, case: try experiment($0)) }
    return try LessonRun(
      Lesson(
        id: "test", title: "Test", summary: "", cases: cases, labels: labels, introduction: [],
        contents: []))
  }

  /// What a view is about at a stop; the index is that of the chosen cell, with its sample.
  static func subject(
    _ walk: Walk, _ part: Stop.Part, layer: String? = nil, update: Int = 1,
    cell index: [Int]? = nil,
    tensor: TensorName? = nil, glyphs: Glyphs = .unicode
  ) throws -> StopSubject {
    let stop = try #require(
      Timeline(walk.trace).stops.first {
        $0.part == part && $0.update == update
          && $0.layer.map { walk.trace.header.names[$0] } == layer
      })
    let tensor = try #require(tensor ?? LessonRun.tensor(of: part))
    let event = try #require(
      stop.events.last { walk.trace.events[$0].tensor(tensor) != nil })
    return StopSubject(
      walk: walk, stop: stop,
      cell: index.map { CellAddress(event: event, tensor: tensor, index: $0) },
      covered: CoveredCells(), glyphs: glyphs)
  }

  /// The lines of the upper pane in a room.
  static func lines(_ view: some StopView, _ columns: Int, _ rows: Int) -> [String] {
    view.upper(Size(columns: columns, rows: rows)).lines.map(\.text).map(trimmed)
  }

  static func trimmed(_ text: String) -> String {
    String(text.reversed().drop { $0 == " " }.reversed())
  }

  /// No pane is larger than its room, in any room and in both spellings; no number or word is cut; plain text has no
  /// signs that a screen reader would spell out, and no long lines.
  static func expectFits<View: StopView>(
    _ type: View.Type, _ subject: StopSubject, sourceLocation: SourceLocation = #_sourceLocation
  ) {
    for glyphs in [Glyphs.unicode, .ascii] {
      var subject = subject
      subject.glyphs = glyphs
      let view = View(subject)
      for columns in [0, 1, 9, 18, 20, 26, 38, 52, 78, 80, 142, 198] {
        for rows in [0, 1, 3, 6, 8, 10, 40] {
          let room = Size(columns: columns, rows: rows)
          let panes = [view.upper(room), view.lower(room)].compactMap { $0 }
          for pane in panes {
            #expect(pane.lines.count <= rows, "\(room)", sourceLocation: sourceLocation)
            if columns >= 18 {
              #expect(
                pane.lines.allSatisfy { $0.width <= columns },
                "\(room) \(pane.lines.map(\.text))", sourceLocation: sourceLocation)
            }
            if glyphs == .ascii {
              #expect(
                pane.lines.allSatisfy { $0.text.utf8.allSatisfy { $0 < 0x80 } },
                sourceLocation: sourceLocation)
            }
          }
        }
      }
      let plain = view.plain()
      #expect(!plain.isEmpty, sourceLocation: sourceLocation)
      #expect(plain.allSatisfy { $0.count <= 78 }, "\(plain)", sourceLocation: sourceLocation)
      #expect(
        plain.allSatisfy { $0.allSatisfy { !"│─┤├┌┐└┘┼█▁▂▃▄▅▆▇".contains($0) } },
        sourceLocation: sourceLocation)
    }
  }

  /// The cells that clicks on the pane pick.
  static func links(_ pane: StopPane) -> Set<CellAddress> {
    Set(
      pane.lines.flatMap(\.spans).compactMap {
        if case .cell(let cell)? = $0.link as? TutorLink { cell } else { nil }
      })
  }

  /// Milliseconds of one drawing of the upper pane, the least of some.
  static func milliseconds(_ view: some StopView, _ room: Size) -> Double {
    let clock = ContinuousClock()
    let times = (0..<5).map { _ in clock.measure { _ = view.upper(room) } }
    let least = times.min() ?? .zero
    return Double(least.components.attoseconds) / 1e15 + Double(least.components.seconds) * 1000
  }
}

/// `course/numbers.json`: numbers of the course from a program that is independent of the engine.
struct SpecifiedNumbers: Decodable {
  struct Number: Decodable {
    let lesson: String
    let `case`: String?
    let update: Int?
    let tensor: String
    let layer: String?
    let index: [Int]
    let value: Double
    /// false where it is that of a fault made on purpose, or what would be with another number.
    let inTrace: Bool?
  }

  let numbers: [Number]

  static func load() throws -> SpecifiedNumbers {
    let data = try Data(
      contentsOf: URL(fileURLWithPath: SpecifiedCases.folder + "/numbers.json"))
    return try JSONDecoder().decode(SpecifiedNumbers.self, from: data)
  }
}
