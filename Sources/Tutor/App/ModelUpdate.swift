import Engine
import TerminalKit
import Tracer

/// What the world tells the tutor.
enum Message: Equatable, Sendable {
  case key(Key)
  case click(row: Int, column: Int, target: CellAddress?)
  case scroll(up: Bool)
}

/// What the tutor asks of the world.
enum Effect: Equatable, Sendable {
  case quit
  case saveView
}

extension Model {
  /// One message, one new state; the only place where the state changes.
  func updated(_ message: Message) -> (model: Model, effects: [Effect]) {
    var model = self
    let effects = model.receive(message)
    return (model, effects)
  }

  private mutating func receive(_ message: Message) -> [Effect] {
    self.message = nil
    switch message {
    case .scroll(let up):
      move(up ? -1 : 1)
      return []
    case .click(_, _, let target):
      if let target { click(target) }
      return []
    case .key(let key): return receive(key)
    }
  }

  private mutating func receive(_ key: Key) -> [Effect] {
    switch mode {
    case .prompt(let prompt, let text):
      receive(key, prompt: prompt, text: text)
      return []
    case .letter(let returning):
      receiveLetter(key, returning: returning)
      return []
    case .help, .words:
      mode = .steps
      return []
    case .list(let row):
      receive(key, listRow: row)
      return []
    case .cells where moveCell(key): return []
    case .cells, .steps: break
    }
    guard let action = Keymap.standard.action(for: key) else { return [] }
    return perform(action)
  }

  private mutating func perform(_ action: Action) -> [Effect] {
    switch action {
    case .quit: return [.quit]
    case .redraw: break  // the terminal writes the screen anew by itself
    case .save: return [.saveView]
    case .help: mode = .help
    case .hint: mode = .words
    case .lessons: mode = .list(timeline.position)
    case .enterCells: mode = .cells
    case .leave: leave()
    case .nextMap: turnFocus(1)
    case .previousMap: turnFocus(-1)
    case .nextSlice: turnSlice(1)
    case .previousSlice: turnSlice(-1)
    case .scale: turnScale()
    case .view: showsStoredKernel.toggle()
    case .consumers: panel = panel == .consumers ? .rule : .consumers
    case .check: runCheck()
    case .edit: beginEdit()
    case .undo: undo()
    default: walk(action)
    }
    return []
  }

  /// The actions that move along the timeline.
  private mutating func walk(_ action: Action) {
    let before = timeline.position
    switch action {
    case .nextStep: move(1)
    case .previousStep: move(-1)
    case .nextSection: jumpSection(1)
    case .previousSection: jumpSection(-1)
    case .nextLayer: timeline.jumpLayer(1)
    case .previousLayer: timeline.jumpLayer(-1)
    case .nextPhase: timeline.jumpPhase(1)
    case .previousPhase: timeline.jumpPhase(-1)
    case .firstStep: timeline.seek(0)
    case .lastStep: timeline.seek(timeline.stops.count - 1)
    case .goTo: mode = .prompt(.goTo, "")
    case .search: mode = .prompt(.search, "")
    case .sameCell: findSameLayer()
    case .toggleBreak: toggleBreak()
    case .nextBreak: runToBreak(1)
    case .previousBreak: runToBreak(-1)
    case .mark: mode = .letter(returning: false)
    case .returnToMark: mode = .letter(returning: true)
    default: break
    }
    if timeline.position != before { arrive() }
  }

  /// A new stop begins with its target and its rule.
  mutating func arrive() {
    focus = 0
    check = nil
    panel = .rule
    if mode == .cells { mode = .steps }
  }

  mutating func move(_ distance: Int) {
    let before = timeline.position
    timeline.step(distance)
    if timeline.position == before {
      message =
        distance > 0 ? "this is the last step; g returns to the first" : "this is the first step"
    } else {
      arrive()
    }
  }

  private mutating func jumpSection(_ direction: Int) {
    guard let run = walk.run else {
      timeline.jump(direction) { $0.update }
      return
    }
    timeline.jump(direction) { "\($0.update) \(run.text(for: $0).section)" }
  }

  /// One level up; never out of the tutor.
  private mutating func leave() {
    if panel != .rule {
      panel = .rule
    } else if mode == .cells {
      mode = .steps
    } else if focus != 0 {
      focus = 0
    } else {
      message = "q quits"
    }
  }

  private mutating func turnScale() {
    let all = ScaleMode.allCases
    let next = ((all.firstIndex(of: scaleMode) ?? 0) + 1) % all.count
    scaleMode = all[next]
    message = "scale of the colours: over the \(scaleMode.rawValue)"
  }

  private mutating func findSameLayer() {
    guard let here = stop else { return }
    if !timeline.find(1, where: { $0.layer == here.layer }) {
      message = "no other step is about this layer"
    }
  }

  private mutating func toggleBreak() {
    if breaks.remove(timeline.position) == nil {
      breaks.insert(timeline.position)
      message = "break set; c runs to it"
    } else {
      message = "break cleared"
    }
  }

  private mutating func runToBreak(_ direction: Int) {
    let found =
      direction > 0
      ? breaks.filter { $0 > timeline.position }.min()
      : breaks.filter { $0 < timeline.position }.max()
    if let found { timeline.seek(found) } else { message = "no break that way; b sets one" }
  }
}
