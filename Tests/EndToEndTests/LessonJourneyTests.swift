import Engine
import Foundation
import Testing
import Tracer

/// The whole four-layer lesson in a real terminal, forward and back; every number shown is held to the trace.
@Suite(.serialized, .enabled(if: TmuxSession.isInstalled, "tmux is not installed"))
struct LessonJourneyTests {
  private static let trace: Result<Trace, any Error> = Result {
    let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .deletingLastPathComponent().deletingLastPathComponent()
    return try Case(contentsOf: root.appendingPathComponent("lessons/four-layer.json").path)
      .record(lookingAtLast: true)
  }

  @Test(arguments: [(80, 24), (200, 60)])
  func `every step shows the numbers of the trace, forward and back`(size: (Int, Int)) throws {
    let trace = try Self.trace.get()
    let timeline = Timeline(trace)
    #expect(timeline.stops.count == 82)
    let session = try TmuxSession(["lesson", "four-layer"], columns: size.0, rows: size.1)
    try openAllQuestions(in: session)
    var forward: [[String]] = []
    var compared = 0
    for stop in timeline.stops {
      let screen = try #require(
        try turn("Right", in: session, to: stop), "step \(stop.number) of update \(stop.update)")
      compared += try compare(screen, stop, trace)
      forward.append(screen)
    }
    // Every step of A, B and P shows at least one map of 9 cells.
    #expect(compared > 82 * 20)
    for (index, stop) in timeline.stops.enumerated().reversed().dropFirst() {
      let screen = try #require(try turn("Left", in: session, to: stop))
      #expect(screen == forward[index], "back at step \(stop.number) of update \(stop.update)")
    }
    try session.send("q")
  }

  /// Opens the answers, so that no number is covered, and goes back to the start page.
  private func openAllQuestions(in session: TmuxSession) throws {
    _ = try #require(try session.screen { $0.contains { $0.contains("begins") } })
    var isDone = false
    while !isDone {
      try session.send("Q")
      let screen = try #require(
        try session.screen { screen in
          screen.contains { $0.contains("o show it") || $0.contains("all questions are answered") }
        })
      isDone = screen.contains { $0.contains("all questions are answered") }
      guard !isDone else { break }
      try session.send("o")
      _ = try #require(try session.screen { $0.contains { $0.contains("Enter go on") } })
    }
    try session.send("g", "g")
    _ = try #require(
      try session.screen {
        $0.first?.contains(" start ") == true || $0.contains { $0.contains("begins") }
      })
  }

  /// Turns pages until a stop is shown without a question; nil when it does not come.
  private func turn(_ key: String, in session: TmuxSession, to stop: Stop) throws -> [String]? {
    var last = Self.question(in: try session.screen())
    for _ in 0..<4 {
      try session.send(key)
      let page = try session.screen { screen in
        let question = Self.question(in: screen)
        return question == nil ? Self.isAt(stop, screen) : question != last
      }
      guard let page else { return nil }
      guard let question = Self.question(in: page) else { return page }
      last = question
    }
    return nil
  }

  /// The heading of the question that a page asks.
  private static func question(in screen: [String]) -> String? {
    screen.first { line in
      ["─ question ", "─ predict ", "─ do you remember?"].contains { line.hasPrefix($0) }
    }
  }

  /// Whether the status line names the stop.
  private static func isAt(_ stop: Stop, _ screen: [String]) -> Bool {
    guard let status = screen.first else { return false }
    let update = stop.update > 3 ? "after update 3" : "update \(stop.update)/3"
    let steps = stop.update > 3 ? 10 : 24
    let number = String(stop.number)
    let padded = String(repeating: " ", count: 2 - number.count) + number
    // The last line is drawn last: a screen without it is half a screen.
    return status.contains("\(update)  step \(padded)/\(steps) ")
      && screen.contains { $0.contains("q quit") }
  }

  /// Compares every map of numbers on the screen; returns how many cells there were.
  private func compare(_ screen: [String], _ stop: Stop, _ trace: Trace) throws -> Int {
    var compared = 0
    for map in ScreenMaps(screen).maps {
      let (kind, name, layer) = map.tensor
      guard let event = trace.position(kind, layer: layer, update: stop.update) else {
        Issue.record("step \(stop.number): the trace has no \(name) of \(layer ?? "the input")")
        continue
      }
      let tensor = try #require(trace.events[event].tensor(name))
      for (row, column, text) in map.cells {
        let offset = try #require(tensor.shape.offset(of: [0, row, column, map.channel]))
        let value = tensor.elements[offset]
        let fault = ScreenMaps.fault(
          text, value: value, isComputed: event < stop.events.upperBound)
        #expect(
          fault == nil,
          "update \(stop.update) step \(stop.number) \(name) of \(layer ?? "X") [\(row),\(column),\(map.channel)]: \"\(text)\" for \(value), \(fault ?? "")"
        )
        compared += 1
      }
    }
    return compared
  }
}
