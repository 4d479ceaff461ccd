import TestSupport
import Testing

@testable import TerminalKit

@Suite struct SheetPageTests {
  private static let usual = Size(columns: 40, rows: 12)

  private static func sheet(_ count: Int, form: SheetPage.Form = .cover(top: 2)) -> SheetPage {
    SheetPage("numbers", form: form, closing: (.character("?"), "?")) { _, _ in
      (0..<count).map { Line("line \($0)") }
    }
  }

  private static func list(_ count: Int) -> SheetPage {
    SheetPage(
      "numbers", form: .cover(top: 2), closing: (.character("L"), "L"),
      rows: (0..<count).map { Line("line \($0)") }, chosen: 5, choice: { $0 })
  }

  /// The first and the last line in sight after some events.
  private func sight(_ sheet: SheetPage, _ events: [TerminalEvent], size: Size = usual) -> [String]
  {
    let screen = Program.play(sheet, events.map(ScriptedTerminal.Step.event), size: size).last
    let lines = screen?.lines.filter { $0.hasPrefix("line") } ?? []
    return [lines.first, lines.last].compactMap { $0 }
  }

  @Test func `every line is reached by arrows, pages, ends and the wheel`() {
    let sheet = Self.sheet(30)
    #expect(sight(sheet, []) == ["line 0", "line 7"])
    #expect(sight(sheet, [.key(.down), .key(.down), .key(.up)]) == ["line 1", "line 8"])
    #expect(sight(sheet, [.key(.pageDown)]) == ["line 7", "line 14"])
    #expect(sight(sheet, [.key(.end)]) == ["line 22", "line 29"])
    #expect(sight(sheet, [.key(.end), .key(.down)]) == ["line 22", "line 29"])
    #expect(sight(sheet, [.key(.end), .key(.pageUp)]) == ["line 15", "line 22"])
    #expect(sight(sheet, [.key(.end), .key(.home)]) == ["line 0", "line 7"])
    #expect(
      sight(sheet, [.scroll(row: 5, column: 5, up: false)]) == ["line 3", "line 10"])
    #expect(sight(sheet, [.scroll(row: 5, column: 5, up: true)]) == ["line 0", "line 7"])
  }

  @Test func `it says which part is in sight, and how it is closed`() throws {
    let first = try #require(Program.play(Self.sheet(30), [], size: Self.usual).last)
    #expect(first.lines[2].contains(" 1–8 of 30 ▼ ─"))
    #expect(first.lines[11] == " ↑ ↓ scroll  PgUp PgDn page  Esc ? close")
    let last = try #require(Program.play(Self.sheet(30), [.key(.end)], size: Self.usual).last)
    #expect(last.lines[2].contains(" 23–30 of 30 ▲ ─"))
    let short = try #require(Program.play(Self.sheet(3), [], size: Self.usual).last)
    #expect(!short.text.contains("of 3"))
    #expect(short.lines[11] == " Esc ? close")
  }

  @Test(arguments: [Key.escape, .character("q"), .character("?")])
  func `Esc, q and the key that opened it close it, and no other does`(key: Key) {
    #expect(Program.play(Self.sheet(30), [.key(key), .key(.down)]).count == 1)
    for other in [Key.down, .enter, .tab, .character("x"), .character("L")] {
      #expect(Program.play(Self.sheet(30), [.key(other)]).count == 2)
    }
  }

  @Test func `a click on the key bar presses the key`() throws {
    let screen = try #require(Program.play(Self.sheet(30), [], size: Self.usual).last)
    let bar = screen.lines[11]
    let column = bar.distance(
      from: bar.startIndex, to: try #require(bar.range(of: "PgDn")).lowerBound)
    #expect(
      sight(Self.sheet(30), [.click(row: 11, column: column)]) == ["line 7", "line 14"])
  }

  @Test func `a line is chosen by Enter or by a click`() {
    func choice(_ events: [TerminalEvent]) -> Int? {
      struct Below: Page {
        typealias Message = Int
        let list: SheetPage
        var chosen: Int?
        func opening() -> [Effect<Int>] { [.open(list)] }
        func message(for event: TerminalEvent, on surface: Surface) -> Int? { nil }
        mutating func update(_ message: Int, on surface: Surface) -> [Effect<Int>] {
          chosen = message
          return []
        }
        func view(on surface: Surface, over below: Screen?) -> Screen {
          var screen = Screen(size: surface.size)
          screen.put(chosen.map { "chose \($0)" } ?? "nothing", row: 0, column: 0)
          return screen
        }
      }
      let shown = Program.play(
        Below(list: Self.list(30)), events.map(ScriptedTerminal.Step.event), size: Self.usual)
      return shown.last?.lines[0].split(separator: " ").last.flatMap { Int($0) }
    }
    #expect(choice([.key(.enter)]) == 5)
    #expect(choice([.key(.down), .key(.down), .key(.enter)]) == 7)
    #expect(choice([.key(.home), .key(.up), .key(.enter)]) == 0)
    #expect(choice([.click(row: 4, column: 3)]) == 2)
    #expect(choice([.key(.escape)]) == nil)
  }

  @Test func `a box is as wide as its lines and lies in the middle`() throws {
    let below = Screen(size: Self.usual)
    let screen = Self.sheet(3, form: .box(columns: 30)).view(
      on: Surface(size: Self.usual), over: below)
    #expect(screen.lines[3].hasPrefix("   ─ numbers ─"))
    #expect(screen.lines[4] == "     line 0")
    #expect(screen.lines[7].contains("Esc ? close"))
  }

  @Test func `every size can be drawn`() {
    for columns in 0...50 {
      for rows in 0...15 {
        let surface = Surface(size: Size(columns: columns, rows: rows))
        for sheet in [Self.sheet(30), Self.sheet(0), Self.sheet(30, form: .box(columns: 20))] {
          var sheet = sheet
          for message in [SheetPage.Message.action(.last), .action(.pageUp), .scroll(2)] {
            _ = sheet.update(message, on: surface)
          }
          #expect(sheet.view(on: surface, over: nil).size == surface.size)
        }
      }
    }
  }
}
