import Engine
import TerminalKit
import Tracer

/// The lines in which the reader types, the list of steps, and marks.
extension Model {
  mutating func receive(_ key: Key, prompt: Prompt, text: String) {
    switch key {
    case .escape:
      mode = prompt == .edit ? .cells : .steps
    case .backspace: mode = .prompt(prompt, String(text.dropLast()))
    case .character(let character) where text.count < 40:
      mode = .prompt(prompt, text + String(character))
    case .enter:
      mode = .steps
      switch prompt {
      case .goTo: go(to: text)
      case .search: search(text)
      case .edit: finishEdit(text)
      }
    default: break
    }
  }

  /// `12` is step 12 of this update, `2/12` step 12 of update 2.
  private mutating func go(to text: String) {
    let parts = text.split(separator: "/").map { Int($0) }
    guard let here = stop, let number = parts.last ?? nil, parts.count <= 2 else {
      message = "type a step such as 12, or update and step such as 2/12"
      return
    }
    let update = parts.count == 2 ? parts[0] : here.update
    guard
      let found = timeline.stops.firstIndex(where: { $0.update == update && $0.number == number })
    else {
      message = "there is no step \(text)"
      return
    }
    timeline.seek(found)
    arrive()
  }

  /// Finds the next step whose title, formula or words hold the text.
  private mutating func search(_ text: String) {
    let wanted = (text.isEmpty ? lastSearch : text).lowercased()
    guard !wanted.isEmpty else { return }
    lastSearch = wanted
    let (walk, frame) = (
      walk, FrameLines(trace: walk.trace, annotator: walk.annotator, timeline: timeline)
    )
    let found = timeline.find(1) { stop in
      let events = stop.events.map { walk.annotator.annotation(of: walk.trace.events[$0].event) }
      let words = walk.run?.text(for: stop).short ?? ""
      let all = events.map { "\($0.title) \($0.formula)" } + [words, frame.phrase(of: stop)]
      return all.contains { $0.lowercased().contains(wanted) }
    }
    if found { arrive() } else { message = "no other step says \"\(wanted)\"" }
  }

  mutating func receiveLetter(_ key: Key, returning: Bool) {
    mode = .steps
    guard case .character(let letter) = key, letter.isLetter else {
      message = "a mark is a letter"
      return
    }
    if !returning {
      marks[letter] = timeline.position
      message = "marked; ' \(letter) returns here"
    } else if let place = marks[letter] {
      timeline.seek(place)
      arrive()
    } else {
      message = "there is no mark \(letter); m \(letter) sets it"
    }
  }

  mutating func receive(_ key: Key, listRow row: Int) {
    switch key {
    case .up, .character("k"): mode = .list(max(row - 1, 0))
    case .down, .character("j"): mode = .list(min(row + 1, timeline.stops.count - 1))
    case .home: mode = .list(0)
    case .end: mode = .list(timeline.stops.count - 1)
    case .enter:
      mode = .steps
      timeline.seek(row)
      arrive()
    default: mode = .steps
    }
  }
}
