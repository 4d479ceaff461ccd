import Engine
import Foundation
import TestSupport
import Testing
import Tracer

@testable import TerminalKit
@testable import Tutor

/// The four-layer lesson as it stands on the screen.
@Suite struct TutorViewTests {
  static func lesson() throws -> Model {
    Model(Walk(try LessonRun(LessonLibrary.lesson("four-layer"))))
  }

  /// The golden screens of the lesson: their names, and the keys that lead from its start to each.
  static let scenes: [(name: String, keys: String)] = [
    ("start", ""), ("sum-of-A", "l"), ("sum-of-B", "lll"), ("pooling", "lllll"),
    ("relay", "llllll"), ("softmax", "llllllll"), ("loss", "lllllllll"),
    ("initial-error", "llllllllll"), ("rule1-Y", "lllllllllll"), ("rule2-Y", "llllllllllll"),
    ("rule1-P", "lllllllllllll"), ("rule2-P-skipped", "llllllllllllll"),
    ("rule1-B", "lllllllllllllll"), ("rule2-B", "llllllllllllllll"),
    ("rule1-A", "lllllllllllllllll"), ("correction-B", "llllllllllllllllllllll"),
    ("consumers", "llw"), ("check", "llllllllllllllllf"), ("help", "l?"), ("last", "G"),
  ]

  static func screen(_ keys: String, _ size: Size) throws -> Screen {
    try Play.screen(keys, size: size)
  }

  @Test(arguments: scenes.indices, [Size(columns: 80, rows: 24), Size(columns: 200, rows: 60)])
  func `screens of the lesson`(at: Int, size: Size) throws {
    let (name, keys) = Self.scenes[at]
    expectGolden(try Self.screen(keys, size), "four-layer-\(name)")
  }

  @Test(
    arguments: [0, 1, 3, 5, 10, 12, 15, 17],
    [Size(columns: 40, rows: 12), Size(columns: 20, rows: 5), Size(columns: 110, rows: 36)])
  func `screens in other rooms`(at: Int, size: Size) throws {
    let (name, keys) = Self.scenes[at]
    expectGolden(try Self.screen(keys, size), "four-layer-\(name)")
  }

  /// The widest layout once took the rule of the shown delta for that of the step.
  @Test func `a rule that is not computed says so at every size`() throws {
    for size in [(36, 11), (80, 24), (120, 40), (160, 45), (200, 60)] {
      let text = try Self.screen(
        String(repeating: "l", count: 14), Size(columns: size.0, rows: size.1)
      ).text
      #expect(text.contains("Rule 2: not computed"), "at \(size)")
    }
  }

  @Test func `v lays the kernels out as they are stored at every size`() throws {
    let keys = String(repeating: "l", count: 17)
    for size in [Size(columns: 80, rows: 24), Size(columns: 200, rows: 60)] {
      #expect(try Self.screen(keys, size).text != Self.screen(keys + "v", size).text)
    }
    let wide = try Self.screen(keys + "v", Size(columns: 200, rows: 60)).text
    #expect(wide.contains("as stored"))
  }

  @Test func `below 20 by 5 it says what it needs`() throws {
    #expect(try Self.screen("", Size(columns: 19, rows: 9)).lines[0] == "need 20x5 (is 19x9)")
    #expect(
      try Self.screen("", Size(columns: 32, rows: 3)).lines[0] == "need 20x5 (is 32x3), q quits")
  }

  /// Views are total: any model, any size, no trap and nothing outside.
  @Test func `random keys at random sizes never trap`() throws {
    var random = RandomSource(seed: 7)
    let keys: [Key] =
      Keymap.cells.bindings.flatMap(\.keys).filter { $0 != .character("q") }
      + [.character("7"), .character("."), .backspace, .pageUp, .pageDown]
    let events = (0..<400).flatMap { _ -> [TerminalEvent] in
      let key = keys[Int(random.integer(through: UInt32(keys.count - 1)))]
      let size = Size(
        columns: Int(random.integer(through: 210)) + 1, rows: Int(random.integer(through: 62)) + 1)
      let click = TerminalEvent.click(
        row: Int(random.integer(through: 30)), column: Int(random.integer(through: 100)))
      return [.key(key), .resize(size)] + (random.integer(through: 9) == 0 ? [click] : [])
    }
    for screen in try Play.lesson(events.map(ScriptedTerminal.Step.event)) {
      #expect(screen.lines.count == screen.size.rows)
      let size = screen.size
      if let cursor = screen.cursor {
        #expect(cursor.row < size.rows && cursor.column < size.columns)
      }
    }
  }
}
