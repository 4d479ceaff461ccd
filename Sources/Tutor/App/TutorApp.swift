import Foundation
import TerminalKit

/// The tutor at work: events in, screens out, until the reader has enough.
package struct TutorApp {
  private var model: Model
  private let terminal: any Terminal
  /// The directory that saved views go to.
  private let directory: URL

  package init(
    _ walk: Walk, terminal: any Terminal,
    directory: URL = URL(fileURLWithPath: FileManager.default.currentDirectoryPath)
  ) {
    model = Model(walk)
    self.terminal = terminal
    self.directory = directory
  }

  /// Returns when the reader quits or the terminal is gone; the terminal is left as it was found.
  package mutating func run() {
    defer { terminal.close() }
    show()
    while true {
      let event = terminal.nextEvent(timeoutMilliseconds: nil)
      let effects: [Effect]
      switch event {
      case .key(let key): effects = receive(.key(key))
      case .click(let row, let column):
        let target = view.cell(atRow: row, column: column)
        effects = receive(.click(row: row, column: column, target: target))
      case .scroll(_, _, let up): effects = receive(.scroll(up: up))
      case .resize, .resumed: effects = []
      case .paste:
        model.message = "pasted text is ignored"
        effects = []
      case .timeout: continue
      case .endOfInput: return
      }
      for effect in effects {
        switch effect {
        case .quit: return
        case .saveView: saveView()
        }
      }
      show()
    }
  }

  private var view: TutorView {
    TutorView(model: model, size: terminal.size, glyphs: terminal.glyphs)
  }

  private mutating func receive(_ message: Message) -> [Effect] {
    let (next, effects) = model.updated(message)
    model = next
    return effects
  }

  private func show() { terminal.show(view.screen()) }

  /// The screen as text, beside the reader's own files; never over one of them.
  private mutating func saveView() {
    for number in 1...999 {
      let name = "hmdl-view-\(number).txt"
      let url = directory.appendingPathComponent(name)
      guard !FileManager.default.fileExists(atPath: url.path) else { continue }
      do {
        try Data((view.screen().text + "\n").utf8).write(to: url, options: .withoutOverwriting)
        model.message = "saved as \(name)"
      } catch {
        model.message = "cannot save \(name) here; is the directory writable?"
      }
      return
    }
    model.message = "there are 999 saved views here already; remove some"
  }
}
