import Engine
import TerminalKit
import Tracer

/// The lines in which the reader types, and marks.
extension Model {
  /// Whether the last line belongs to what the reader types.
  var isTyping: Bool {
    switch mode {
    case .prompt, .letter: true
    case .steps, .cells: false
    }
  }

  /// Opens a line to type in; when it is finished the arrows do what they did before.
  mutating func ask(_ prompt: Prompt, _ text: String = "") {
    if !isTyping { modeBeforePrompt = mode }
    mode = .prompt(prompt, TextField(text: text))
  }

  mutating func askLetter(returning: Bool) {
    modeBeforePrompt = mode
    mode = .letter(returning: returning)
  }

  mutating func receive(_ key: Key, prompt: Prompt, field: TextField) -> [TutorRequest] {
    var field = field
    if prompt == .save, key == .tab { field.text = SavedView.nextEnding(of: field.text) }
    let outcome = field.receive(key)
    mode = .prompt(prompt, field)
    switch outcome {
    case .typing:
      if prompt == .edit { message = editQuestion }
      return []
    case .cancelled:
      mode = modeBeforePrompt
      return []
    case .finished:
      mode = modeBeforePrompt
      switch prompt {
      case .goTo:
        if guide != nil { return [.goToStep(field.trimmed)] }
        go(to: field.trimmed)
      case .search:
        if guide != nil { return [.search(field.trimmed)] }
        search(field.trimmed)
      case .edit: return finishEdit(field)
      case .save: return field.trimmed.isEmpty ? [] : [.save(name: field.trimmed)]
      }
      return []
    }
  }

  mutating func paste(_ text: String) {
    guard case .prompt(let prompt, var field) = mode else {
      message = "pasted text is ignored: only a line to type in takes it"
      return
    }
    field.insert(text)
    mode = .prompt(prompt, field)
    if prompt == .edit { message = editQuestion }
  }

  /// `12` is step 12 of this update, `2/12` step 12 of update 2.
  private mutating func go(to text: String) {
    let parts = text.split(separator: "/").map { Int($0.filter { $0 != " " }) }
    guard let here = stop, let number = parts.last ?? nil, parts.count <= 2 else {
      message = "type a step such as 12, or update and step such as 2/12"
      return
    }
    let header = walk.trace.header
    let update = parts.count == 2 ? parts[0] : header.number(ofUpdate: here.update)
    guard
      let found = timeline.stops.firstIndex(where: {
        header.number(ofUpdate: $0.update) == update && $0.number == number
      })
    else {
      message = "there is no step \(text)"
      return
    }
    go(toPosition: found)
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
    mode = modeBeforePrompt
    guard key != .escape else { return }
    guard case .character(let letter) = key, letter.isLetter else {
      message = "a mark is a letter"
      return
    }
    if !returning {
      marks[letter] = timeline.position
      message = "marked; ' \(letter) returns here"
    } else if let place = marks[letter] {
      go(toPosition: place)
    } else {
      message = "there is no mark \(letter); m \(letter) sets it"
    }
  }

  /// A view that could not be saved is not lost: its name may be mended.
  mutating func take(saved outcome: Result<String, Refusal>, name: String) {
    switch outcome {
    case .success(let name): message = "saved as \(name)"
    case .failure(let refusal):
      if !isTyping { ask(.save, name) }
      message = refusal.reason
    }
  }
}
