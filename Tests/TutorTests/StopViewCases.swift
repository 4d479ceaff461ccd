import Engine
import Foundation
import Testing
import Tracer

@testable import TerminalKit
@testable import Tutor

/// Stops of the cases of the course, for the tests of views.
enum StopViewCases {
  /// The rooms that every view is drawn in.
  static let rooms = [
    Size(columns: 78, rows: 10), Size(columns: 78, rows: 8), Size(columns: 38, rows: 6),
    Size(columns: 18, rows: 3), Size(columns: 198, rows: 40), Size(columns: 108, rows: 20),
    Size(columns: 1, rows: 1), Size(columns: 5, rows: 2),
  ]

  private static var folder: URL {
    URL(
      fileURLWithPath: ProcessInfo.processInfo.environment["HMDL_SHARED"] ?? "../shared",
      relativeTo: RecordedCases.root
    ).appendingPathComponent("spec/course")
  }

  static func walk(_ name: String) throws -> Walk {
    let path = folder.appendingPathComponent("cases/\(name).json").path
    let recorded = try Case(contentsOf: path)
    var walk = Walk(try recorded.record(lookingAtLast: true), title: name)
    walk.experiment = recorded
    return walk
  }

  /// The lesson that is nothing but some cases, opened at one of them.
  static func walk(_ names: [String], at name: String) throws -> Walk {
    let cases = try names.map { name in
      LessonCase(
        name: name,
        case: try Case(contentsOf: folder.appendingPathComponent("cases/\(name).json").path))
    }
    let lesson = Lesson(
      id: "views", title: "Views", summary: "", cases: cases, labels: [:], introduction: [],
      contents: [])
    return Walk(try LessonRun(lesson, case: name))
  }

  static func subject(
    _ walk: Walk, _ part: Stop.Part, _ layer: String? = nil, update: Int = 1, cell: [Int]? = nil,
    covered: [(TensorName, TraceKind, String?)] = [], glyphs: Glyphs = .unicode
  ) throws -> StopSubject {
    let stop = try #require(
      Timeline(walk.trace).stops.first {
        $0.part == part && $0.update == update
          && $0.layer.map { walk.trace.header.names[$0] } == layer
      })
    var hidden = CoveredCells()
    for (tensor, kind, layer) in covered {
      hidden.cover(
        tensor, of: try #require(walk.trace.position(kind, layer: layer, update: update)))
    }
    let names: [Stop.Part: (TraceKind, TensorName)] = [
      .sum: (.weightedSum, .weightedSum), .activation: (.activation, .output),
      .delta: (.delta, .delta), .gradient: (.gradient, .weights),
      .correction: (.parameters, .weights), .input: (.input, .input), .loss: (.loss, .loss),
    ]
    let address = cell.flatMap { index in
      names[part].flatMap { kind, tensor in
        walk.trace.position(kind, layer: layer, update: update)
          .map { CellAddress(event: $0, tensor: tensor, index: index) }
      }
    }
    return StopSubject(walk: walk, stop: stop, cell: address, covered: hidden, glyphs: glyphs)
  }

  /// A number that an independent program computed for the course.
  static func number(
    _ name: String, _ tensor: String, _ layer: String?, _ index: [Int], update: Int = 1
  ) throws
    -> Double
  {
    struct Known: Decodable {
      let `case`: String?
      let update: Int?
      let tensor: String
      let layer: String?
      let index: [Int]?
      let value: Double?
    }
    struct File: Decodable { let numbers: [Known] }
    let data = try Data(contentsOf: folder.appendingPathComponent("numbers.json"))
    let known = try JSONDecoder().decode(File.self, from: data).numbers.first {
      $0.case == name && $0.tensor == tensor && $0.layer == layer && $0.index == index
        && $0.update == update
    }
    return try #require(known?.value)
  }

  /// Nothing is wider or longer than the room, in any glyphs; plain text has no drawing in it.
  static func expectFits(
    _ make: (Glyphs) throws -> any StopView, _ location: SourceLocation = #_sourceLocation
  ) throws {
    for glyphs in [Glyphs.unicode, .ascii] {
      let view = try make(glyphs)
      for room in rooms {
        for pane in [view.upper(room), view.lower(room)].compactMap({ $0 }) {
          #expect(pane.lines.count <= room.rows, "\(room)", sourceLocation: location)
          for line in pane.lines {
            let text = glyphs.spell(line.text)
            #expect(text.count <= room.columns, "\(room): \(text)", sourceLocation: location)
          }
        }
      }
      let plain = view.plain()
      #expect(!plain.isEmpty, sourceLocation: location)
      for line in plain.map(glyphs.spell) {
        #expect(line.count <= 78, "\(line)", sourceLocation: location)
        #expect(
          !line.contains { "─│═▶◀█┤\u{1b}\t".contains($0) }, "\(line)", sourceLocation: location)
      }
    }
  }
}
