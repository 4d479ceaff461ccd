import Engine
import TerminalKit
import Tracer

/// The screen of a lesson: the tutor with the lesson's words, or a page that is all text.
struct ReaderView: Sendable {
  let model: ReaderModel
  let size: Size
  var glyphs = Glyphs.unicode

  private var stage: TutorView { TutorView(model: model.stage, size: size, glyphs: glyphs) }

  func screen() -> Screen {
    guard model.isCover else { return stage.screen() }
    if let refusal = Screen.needsMoreRoom(size, glyphs) { return refusal }
    return cover()
  }

  /// What a click means.
  func message(at position: Position) -> TutorMessage? {
    if model.isCover {
      return (cover().link(at: position) as? ReaderAction).map(TutorMessage.reader)
    }
    switch stage.screen().link(at: position) {
    case let link as CardLink: return .option(link.option)
    case let action as ReaderAction: return .reader(action)
    case let mark as Guide.Mark: return .goToItem(mark.item)
    default: return stage.link(at: position).map(TutorMessage.click)
    }
  }

  // MARK: - Pages of text

  private func cover() -> Screen {
    var screen = Screen(size: size, glyphs: glyphs)
    let title = " \(model.lesson.id)   \(pageName)"
    screen.put(
      Line(title, .bold).padded(to: max(size.columns - 2, 0))
        + Line([Span("?", link: ReaderAction.help)]), row: 0, column: 0)
    let room = max(size.rows - 2, 1)
    let scrolls = drawBody(
      on: &screen, in: Rect(row: 1, column: 0, columns: size.columns, rows: room))
    if let message = model.stage.message {
      screen.put(" " + message, row: size.rows - 1, column: 0, style: .accent)
    } else {
      screen.put(
        keyBar(scrolls: scrolls).line(columns: size.columns, glyphs: glyphs),
        row: size.rows - 1, column: 0)
    }
    return screen
  }

  /// Draws what stands between the title and the keys, and answers whether there is more than fits.
  private func drawBody(on screen: inout Screen, in rect: Rect) -> Bool {
    if case .exhibit(let page) = model.item {
      let view = ExhibitView(
        exhibit: page.exhibit, state: model.exhibits[page.exhibit.key] ?? ExhibitState(),
        words: { exhibitLines(page, $0) }, scroll: model.scroll)
      return view.draw(on: &screen, in: rect)
    }
    let lines = coverLines(columns: rect.columns)
    let first = max(0, min(model.scroll, lines.count - rect.rows))
    for (row, line) in lines.dropFirst(first).prefix(rect.rows).enumerated() {
      screen.put(line, row: rect.row + row, column: 0)
    }
    return lines.count > rect.rows
  }

  private var pageName: String {
    switch model.item {
    case .start: "start"
    case .end: "end"
    default: "step \(model.session.stepNumber(at: model.position)) of \(model.session.stepCount)"
    }
  }

  private func keyBar(scrolls: Bool) -> KeyBar<ReaderAction> {
    let keys = ReaderKeymap.covers
    let isLast = model.position == model.session.items.count - 1
    var entries: [KeyBar<ReaderAction>.Entry] = []
    if !isLast {
      entries.append(keys.entry(.next, word: model.position == 0 ? "begins" : "next", rank: 9))
    }
    if model.position > 0 { entries.append(keys.entry(.previous, word: "back", rank: 6)) }
    if scrolls {
      entries.append(keys.entry(.optionUp, .optionDown, word: "scroll", rank: 7, separator: ""))
    }
    if model.score.all > 0, model.score.right < model.score.all {
      entries.append(keys.entry(.nextQuestion, word: "questions only", rank: 4))
    }
    entries.append(keys.entry(.leave, word: "leave", rank: 8))
    return KeyBar(entries)
  }

  /// The text of the page, broken for a number of columns.
  func coverLines(columns: Int) -> [Line] {
    switch model.item {
    case .start: startLines(columns)
    case .end: endLines(columns)
    case .exhibit(let exhibit): exhibitLines(exhibit, columns)
    case .beat, .question: []
    }
  }

  private func paragraph(
    _ text: String, _ columns: Int, _ style: Style = .plain, indent: String = ""
  ) -> [Line] {
    guard !text.isEmpty else { return [] }
    let margin = columns >= 40 ? " " : ""
    let width = max(min(columns, 90) - margin.count - indent.count - 1, 1)
    return TextWrap.lines(glyphs.spell(text), width: width).map {
      Line(margin + indent + $0, style)
    }
  }

  private func startLines(_ columns: Int) -> [Line] {
    let lesson = model.lesson
    var lines = [Line()] + paragraph(lesson.title, columns, .bold)
    lines += paragraph(lesson.question, columns, .accent)
    lines += [Line()]
    for text in model.session.run(of: .start).introduction {
      lines += paragraph(text, columns) + [Line()]
    }
    if !lesson.abilities.isEmpty {
      lines += paragraph("Afterwards you can", columns)
      lines += lesson.abilities.flatMap { paragraph("- " + $0, columns, indent: " ") } + [Line()]
    }
    var facts: [String] = []
    if let minutes = lesson.minutes { facts.append("\(minutes) minutes") }
    facts.append("\(model.session.stepCount) steps")
    if model.score.all > 0 {
      facts.append("\(model.score.right) of \(model.score.all) questions answered")
    }
    if !lesson.needs.isEmpty { facts.append("needs \(lesson.needs.joined(separator: ", "))") }
    lines += paragraph(facts.joined(separator: "   "), columns, .dim) + [Line()]
    lines += paragraph("signs", columns, .dim)
    lines += TutorSheets.signs.flatMap { paragraph($0, columns, .dim, indent: " ") }
    return lines
  }

  private func endLines(_ columns: Int) -> [Line] {
    let lesson = model.lesson
    let scope = model.session.run(of: .end).scope(update: 1)
    var lines = [Line()] + paragraph("\(lesson.title): the end", columns, .bold) + [Line()]
    for text in lesson.conclusion { lines += paragraph(text.filled(in: scope), columns) + [Line()] }
    if !lesson.abilities.isEmpty {
      lines += paragraph("Now you can", columns)
      lines += lesson.abilities.flatMap { paragraph("- " + $0, columns, indent: " ") } + [Line()]
    }
    let (right, all) = model.score
    if all > 0 {
      let rest = right < all ? "; Q goes to the next one that is open" : ": all of them"
      lines +=
        paragraph("\(right) of \(all) questions answered\(rest)", columns, .accent) + [Line()]
    }
    if let next = Course.lesson(after: lesson.id) {
      lines += paragraph("Next: \(next)", columns)
    }
    return lines
  }

  private func exhibitLines(_ exhibit: LessonExhibit, _ columns: Int) -> [Line] {
    let scope = model.session.run(of: .start).scope(update: 1)
    var lines = [Line()] + paragraph(exhibit.title, columns, .bold) + [Line()]
    for text in exhibit.paragraphs {
      lines += paragraph(text.filled(in: scope), columns) + [Line()]
    }
    lines += paragraph("try it: \(exhibit.exhibit.command)", columns, .dim) + [Line()]
    return lines
  }
}
