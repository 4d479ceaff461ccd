import Engine
import TerminalKit
import TestSupport
import Testing
import Tracer

@testable import Tutor

/// The last row says what keys do at the place where it stands.
@Suite struct KeyBarTests {
  /// All that a key can change, but for the word that is said about it.
  private func state(_ model: Model) -> String {
    "\(model.timeline.position) \(model.mode) \(model.panel) \(model.focus) \(model.chosen) \(model.scaleMode) \(model.showsStoredKernel) \(model.pending.map { "\($0.task)" } ?? "")"
  }

  /// Every key that the row names does something in each of these models: at a first step or an edge
  /// at least one key of its entry does.
  private func check(_ model: Model, _ place: String) {
    for entry in model.keyBar.entries {
      let acts = entry.keys.map { item -> Bool in
        guard let key = model.keys.binding(of: item.action)?.keys.first,
          model.keys.action(for: key) == item.action
        else { return false }
        let (next, requests) = model.updated(.key(key))
        return !requests.isEmpty || state(next) != state(model)
      }
      let mayEnd = entry.keys.count > 1
      let isTrue = mayEnd ? acts.contains(true) : acts.allSatisfy { $0 }
      #expect(isTrue, "\(place): \(entry.keys.map(\.label)) \(entry.word)")
    }
  }

  @Test(arguments: ["", "<enter>"])
  func `at every step and every tensor of the lesson it is true`(mode: String) throws {
    var model = try Play.model("")
    for position in model.timeline.stops.indices {
      model.go(toPosition: position)
      for focus in 0..<max(model.focusable.count, 1) {
        let keys = String(repeating: "<tab>", count: focus) + mode
        check(try Play.model(keys, from: model), "step \(position + 1), tensor \(focus)")
      }
    }
  }

  @Test func `in a trace from a file, too`() throws {
    let run = try LessonRun(LessonLibrary.lesson("four-layer"))
    var model = Model(Walk(run.trace, title: "file"))
    for position in model.timeline.stops.indices {
      model.go(toPosition: position)
      check(model, "step \(position + 1)")
    }
  }

  @Test func `a trace that cannot be run again offers no edit and no check`() throws {
    let whole = try LessonRun(LessonLibrary.lesson("four-layer")).trace
    var forward = Trace(header: whole.header)
    for recorded in whole.events where recorded.update == 1 && recorded.event.phase == .forward {
      forward.append(recorded.event, update: 1)
    }
    var model = Model(Walk(forward, title: "file"))
    for position in model.timeline.stops.indices {
      model.go(toPosition: position)
      check(model, "step \(position + 1)")
      #expect(!model.keyBar.actions.contains(.editNumber))
      #expect(!model.keyBar.actions.contains(.checkDerivative))
    }
  }

  @Test func `among the cells it names what arrows do there`() throws {
    func bar(_ keys: String) throws -> String { try #require(try Play.screen(keys).lines.last) }
    #expect(try bar("l").hasPrefix(" ←h →l step"))
    let cells = try bar("l<enter>")
    #expect(cells.hasPrefix(" ↑↓←→ cell  Space step") && cells.contains("Esc steps"))
    #expect(try bar("llw").contains("w rule"))
    #expect(try bar(":17<enter>f").contains("f rule"))
  }

  @Test(arguments: 0...200) func `it fits, and quit stays to the last`(columns: Int) throws {
    for glyphs in [Glyphs.unicode, .ascii] {
      let text = try Self.start.get().keyBar.line(columns: columns, glyphs: glyphs).text
      #expect(text.count <= columns)
      #expect(columns < 1 || text.hasSuffix(columns < 7 ? "q" : "q quit"))
    }
  }

  private static let start = Result { try Play.model("l") }
}
