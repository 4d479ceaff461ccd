/// A page with lines over the page below, to read or to choose one of; it scrolls when they do not fit.
package struct SheetPage: Page {
  package enum Action: Hashable, Sendable, CaseIterable {
    case up, down, pageUp, pageDown, first, last, choose, close
  }

  package enum Message: Sendable, Equatable {
    case action(Action)
    /// The wheel was turned by some lines.
    case scroll(Int)
    case choose(line: Int)
  }

  package enum Form: Equatable, Sendable {
    /// Everything from a row on.
    case cover(top: Int)
    /// A box in the middle, with lines of at most so many columns.
    case box(columns: Int)
  }

  package let title: String
  package let form: Form
  /// The key that opened the sheet, which also closes it, and how the key bar calls it.
  package let closing: (key: Key, name: String)
  /// The lines, broken for a number of columns.
  package let lines: @Sendable (_ columns: Int, _ glyphs: Glyphs) -> [Line]
  /// The message to the page below when a line is chosen; nil where there is nothing to choose.
  package let choice: (@Sendable (_ line: Int) -> any Sendable)?
  package private(set) var firstLine = 0
  package private(set) var chosen: Int

  /// Lines to be read.
  package init(
    _ title: String, form: Form, closing: (key: Key, name: String),
    lines: @escaping @Sendable (_ columns: Int, _ glyphs: Glyphs) -> [Line]
  ) {
    (self.title, self.form, self.closing, self.lines) = (title, form, closing, lines)
    choice = nil
    chosen = 0
  }

  /// Lines to choose from.
  package init(
    _ title: String, form: Form, closing: (key: Key, name: String), rows: [Line], chosen: Int,
    choice: @escaping @Sendable (_ line: Int) -> any Sendable
  ) {
    (self.title, self.form, self.closing) = (title, form, closing)
    lines = { _, _ in rows }
    self.choice = choice
    self.chosen = chosen
  }

  /// Some letters are keys too, as in other programs that show text.
  package static let keys = KeyTable<Action>([
    .init(.up, [.up, .character("k")], names: "↑ k", help: "a line up", short: "↑"),
    .init(.down, [.down, .character("j")], names: "↓ j", help: "a line down", short: "↓"),
    .init(
      .pageUp, [.pageUp, .character("b")], names: "PgUp b", help: "a page up", short: "PgUp"),
    .init(
      .pageDown, [.pageDown, .character(" ")], names: "PgDn Space", help: "a page down",
      short: "PgDn"),
    .init(.first, [.home, .character("g")], names: "Home g", help: "the first line"),
    .init(.last, [.end, .character("G")], names: "End G", help: "the last line"),
    .init(.choose, [.enter], names: "Enter", help: "go to the chosen line"),
    .init(
      .close, [.escape, .character("q")], names: "Esc q", help: "close", short: "Esc"),
  ])

  package func message(for event: TerminalEvent, on surface: Surface) -> Message? {
    switch event {
    case .key(closing.key): .action(.close)
    case .key(let key): Self.keys.action(for: key).map(Message.action)
    case .scroll(_, _, let up): .scroll(up ? -3 : 3)
    case .click(let row, let column):
      view(on: surface, over: nil).link(at: Position(row: row, column: column)) as? Message
    default: nil
    }
  }

  package mutating func update(_ message: Message, on surface: Surface) -> [Effect<Message>] {
    let page = Plan(self, surface)
    switch message {
    case .scroll(let lines): move(lines, page)
    case .choose(let line): return choose(line)
    case .action(let action):
      switch action {
      case .up: move(-1, page)
      case .down: move(1, page)
      case .pageUp: move(-max(page.room - 1, 1), page)
      case .pageDown: move(max(page.room - 1, 1), page)
      case .first: move(-page.lines.count, page)
      case .last: move(page.lines.count, page)
      case .choose: return choose(chosen)
      case .close: return [.close()]
      }
    }
    return []
  }

  private mutating func move(_ distance: Int, _ page: Plan) {
    if choice == nil {
      firstLine = max(0, min(page.first + distance, page.lines.count - page.room))
    } else {
      chosen = max(0, min(chosen + distance, page.lines.count - 1))
    }
  }

  private func choose(_ line: Int) -> [Effect<Message>] {
    choice.map { [.close(returning: $0(line))] } ?? []
  }
}

extension SheetPage {
  /// Where the lines of a sheet are on a surface.
  private struct Plan {
    let lines: [Line]
    /// The rectangle of the sheet: its first row holds the title, its last one the key bar.
    let rect: Rect
    /// How many lines are visible.
    let room: Int
    /// The first visible line.
    let first: Int

    init(_ sheet: SheetPage, _ surface: Surface) {
      let size = surface.size
      switch sheet.form {
      case .cover(let wanted):
        let top = max(0, min(wanted, size.rows - 4))
        rect = Rect(row: top, column: 0, columns: size.columns, rows: size.rows - top)
        lines = sheet.lines(size.columns, surface.glyphs)
      case .box(let columns):
        let width = min(columns, max(size.columns - 4, 1))
        lines = sheet.lines(width, surface.glyphs)
        let widest = max(lines.map(\.width).max() ?? 0, min(width, 40))
        let box = Size(
          columns: min(size.columns, widest + 4), rows: min(size.rows, lines.count + 2))
        rect = Rect(
          row: (size.rows - box.rows) / 2, column: (size.columns - box.columns) / 2,
          columns: box.columns, rows: box.rows)
      }
      room = max(rect.rows - 2, 1)
      let last = max(lines.count - room, 0)
      // A chosen line is kept in the middle.
      first = max(
        0, min(sheet.choice == nil ? sheet.firstLine : sheet.chosen - room / 2, last))
    }
  }

  package func view(on surface: Surface, over below: Screen?) -> Screen {
    var screen = below ?? Screen(size: surface.size, glyphs: surface.glyphs)
    let plan = Plan(self, surface)
    screen.clear(plan.rect)
    screen.cursor = nil
    screen.put(heading(plan), row: plan.rect.row, column: plan.rect.column)
    let margin = form == .cover(top: 0) || isCover ? 0 : 2
    for (row, line) in plan.lines.dropFirst(plan.first).prefix(plan.room).enumerated() {
      let index = plan.first + row
      let place = Rect(
        row: plan.rect.row + 1 + row, column: plan.rect.column, columns: plan.rect.columns, rows: 1)
      screen.put(
        line, row: place.row, column: place.column + margin, limit: plan.rect.columns - margin)
      guard choice != nil else { continue }
      screen.link(place, to: Message.choose(line: index))
      if index == chosen { screen.style(place) { $0.reverse = true } }
    }
    let bar = keyBar(plan).line(columns: plan.rect.columns, glyphs: surface.glyphs)
    screen.put(
      bar.mapLinks { ($0 as? Action).map(Message.action) }, row: plan.rect.row + plan.rect.rows - 1,
      column: plan.rect.column)
    return screen
  }

  private var isCover: Bool { if case .cover = form { true } else { false } }

  /// `─ help ──────── 1–8 of 36 ▼ ─`: the title, and what part is in sight if it is not all.
  private func heading(_ plan: Plan) -> Line {
    let columns = plan.rect.columns
    var mark = ""
    if plan.lines.count > plan.room {
      let last = min(plan.first + plan.room, plan.lines.count)
      let arrows = (plan.first > 0 ? "▲" : "") + (last < plan.lines.count ? "▼" : "")
      mark = " \(plan.first + 1)–\(last) of \(plan.lines.count) \(arrows) ─"
    }
    let start = "─ \(title) "
    let fill = columns - start.count - mark.count
    let head =
      fill >= 0
      ? start + String(repeating: "─", count: fill)
      : String(start.prefix(max(columns - mark.count, 0)))
    return Line(head, .dim) + Line(mark, .accent)
  }

  /// What keys do here: scrolling is named where there is something to scroll.
  package func keyBar(on surface: Surface) -> KeyBar<Action> { keyBar(Plan(self, surface)) }

  private func keyBar(_ plan: Plan) -> KeyBar<Action> {
    let keys = Self.keys
    var entries: [KeyBar<Action>.Entry] = []
    if choice != nil {
      entries += [
        keys.entry(.up, .down, word: "choose", rank: 3, separator: " "),
        keys.entry(.choose, word: "go", rank: 4),
      ]
    } else if plan.lines.count > plan.room {
      entries.append(keys.entry(.up, .down, word: "scroll", rank: 3, separator: " "))
    }
    if plan.lines.count > plan.room {
      entries.append(keys.entry(.pageUp, .pageDown, word: "page", rank: 2, separator: " "))
    }
    entries.append(
      KeyBar.Entry(
        keys: [.init(label: "Esc", action: .close), .init(label: closing.name, action: .close)],
        separator: " ", word: "close", rank: 9))
    return KeyBar(entries)
  }
}
