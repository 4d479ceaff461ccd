import Engine
import Foundation
import TerminalKit

/// A lesson for use without the program: a handout, the answers to it, a page of the web, a recording.
package struct LessonExport: Sendable {
  package enum Form: String, Sendable, CaseIterable {
    /// Text, its questions at the end, without answers.
    case plain
    /// The answers, for the teacher.
    case answers
    /// A page of the web that needs nothing else: screens as text with colours, answers folded.
    case html
    /// A recording of the way through the lesson with all questions answered (asciicast, version 2).
    case cast
  }

  private let session: LessonSession
  private let size: Size

  package init(_ session: LessonSession, size: Size = Size(columns: 80, rows: 24)) {
    (self.session, self.size) = (session, size)
  }

  package func text(_ form: Form) -> String {
    switch form {
    case .plain: handout()
    case .answers: answers()
    case .html: page()
    case .cast: recording()
    }
  }

  private var plain: PlainLesson { PlainLesson(session: session, glyphs: .unicode) }
  private var questions: [LessonQuestion] { session.items.compactMap(\.question) }

  // MARK: - On paper

  private func handout() -> String {
    var lines: [String] = []
    plain.write(askingAtEnd: true) { lines.append($0) }
    return lines.joined(separator: "\n") + "\n"
  }

  private func answers() -> String {
    var lines = ["\(session.lesson.title): answers", ""]
    for question in questions {
      let item = LessonItem.question(question, position: 0)
      let scope = session.scope(of: item)
      lines += plain.answer(to: question)
      for mistake in question.mistakes {
        lines += TextWrap.lines(
          "A known mistake (\(mistake.misconception.filled(in: scope))): "
            + mistake.explanation.filled(in: scope), width: PlainLesson.width)
      }
      lines.append("")
    }
    return lines.joined(separator: "\n")
  }

  // MARK: - The screens of the way through the lesson

  /// Each page, and after it, where it is a question, the same page answered.
  private var frames: [(item: LessonItem, screens: [Screen])] {
    session.items.enumerated().map { position, item in
      var model = ReaderModel(session)
      model.arrive(at: position)
      var screens = [screen(model)]
      if let question = item.question, question.kind != .open {
        screens.append(screen(LessonReplay(session, at: position).answered()))
      }
      return (item, screens)
    }
  }

  private func screen(_ model: ReaderModel) -> Screen {
    ReaderView(model: model, size: size).screen()
  }

  private func page() -> String {
    let lesson = session.lesson
    var body = "<h1>\(escaped(lesson.title))</h1>\n<p><b>\(escaped(lesson.question))</b></p>\n"
    for text in session.run(of: .start).introduction { body += "<p>\(escaped(text))</p>\n" }
    for (item, screens) in frames {
      if case .start = item { continue }
      body += "<pre>\(screens[0].html())</pre>\n"
      if let question = item.question {
        let answer = plain.answer(to: question).dropFirst().joined(separator: " ")
        body += "<details><summary>the answer</summary><p>\(escaped(answer))</p></details>\n"
      }
    }
    return """
      <!DOCTYPE html>
      <html lang="en">
      <meta charset="utf-8">
      <title>\(escaped(lesson.title))</title>
      <style>
      body { background: #101010; color: #e4e4e4; font-family: sans-serif; max-width: 54em; margin: 2em auto; padding: 0 1em }
      pre { font-family: "DejaVu Sans Mono", Menlo, Consolas, monospace; line-height: 1.2; border: 1px solid #444; padding: .5em; overflow-x: auto }
      </style>
      \(body)</html>

      """
  }

  private func escaped(_ text: String) -> String {
    text.replacing("&", with: "&amp;").replacing("<", with: "&lt;").replacing(">", with: "&gt;")
  }

  private func recording() -> String {
    let header = JSONValue.object([
      ("version", .whole(2)), ("width", .whole(size.columns)), ("height", .whole(size.rows)),
      ("title", .text(session.lesson.title)),
    ])
    var (lines, time) = ([header.line], 0.0)
    for (_, screens) in frames {
      for screen in screens {
        // The cursor goes home, every row is written anew; two seconds to read it.
        let rows = screen.ansi().split(separator: "\n", omittingEmptySubsequences: false)
          .prefix(size.rows).joined(separator: "\r\n")
        lines.append(
          JSONValue.list([
            .number(time), .text("o"), .text("\u{1b}[H\u{1b}[2J" + rows),
          ]).line)
        time += 2
      }
    }
    return lines.joined(separator: "\n") + "\n"
  }
}
