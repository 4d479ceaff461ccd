import TerminalKit
import Engine
import Tracer

/// What is shown: a recorded run and all that explains it.
package struct Walk: Sendable {
  package var title: String
  package var trace: Trace
  var annotator: Annotator
  package var classes: [String]
  /// The lesson whose words go with the trace; nil for a trace of its own.
  package var run: LessonRun?
  /// What the trace was recorded from, and can be again with numbers changed; nil when the trace lacks what that takes.
  package var experiment: Case?

  var provenance: Provenance { Provenance(trace) }
  /// What cells are called, with the letters and the classes of the lesson.
  var names: CellNames { CellNames(trace: trace, annotator: annotator, classes: classes) }

  /// A trace from a file, its layers under their own names.
  package init(_ trace: Trace, title: String) {
    self.title = title
    self.trace = trace
    annotator = Annotator(header: trace.header)
    classes = []
    experiment = Case(rerunning: trace, name: title)
  }

  package init(_ run: LessonRun) {
    title = run.lesson.id
    trace = run.trace
    annotator = run.annotator
    classes = run.experiment.classes
    self.run = run
    experiment = run.experiment
  }

  /// The same experiment with numbers changed, recorded anew.
  ///
  /// - Throws: `NetworkError` when the changed experiment does not fit its network.
  func recorded(with edits: [Case.Edit]) throws -> Walk {
    guard var changed = experiment else { return self }
    changed.edits = edits
    if let run {
      return Walk(
        try LessonRun(run.lesson, case: run.name, with: changed, companions: run.companions))
    }
    var walk = self
    walk.trace = try changed.record()
    walk.experiment = changed
    return walk
  }
}

/// A change of one number before an update, from which everything after it is computed anew.
struct CellEdit: Equatable, Sendable {
  var change: Case.Edit
  /// As the reader reads it: `W_B[1,1,0,0]`.
  var name: String
  var old: Float
}

/// The whole state of the tutor. Only `update` changes it.
struct Model: Sendable {
  enum Mode: Equatable, Sendable {
    /// Keys walk the steps.
    case steps
    /// Arrows walk the cells.
    case cells
    case prompt(Prompt, TextField)
    /// Waits for the letter of a mark.
    case letter(returning: Bool)
  }

  enum Prompt: Equatable, Sendable { case goTo, search, edit, save }

  /// What is laid over the explanation of the chosen cell.
  enum Panel: Equatable, Sendable { case rule, consumers, check }

  /// The recorded run, as it was before any edit.
  let original: Walk
  var walk: Walk
  var timeline: Timeline
  var mode = Mode.steps
  /// What `mode` goes back to when the reader has typed: steps or cells.
  var modeBeforePrompt = Mode.steps
  var panel = Panel.rule
  /// The chosen cell of each tensor, by layer and tensor name, so that it stays the same from update to update.
  var chosen: [String: [Int]] = [:]
  /// Which map of the scene the arrows move in; 0 is the target.
  var focus = 0
  var scaleMode = ScaleMode.layer
  var showsStoredKernel = false
  var edits: [CellEdit] = []
  var breaks: Set<Int> = []
  var marks: [Character: Int] = [:]
  var lastSearch = ""
  /// One line to the reader, gone with the next key.
  var message: String?
  /// The outcome of `f`.
  var check: CheckFigures?
  /// What is being computed.
  var pending: Pending?
  /// The number of the last thing that was computed.
  var lastPending = 0
  /// What the reader of a lesson adds; nil for traces of their own.
  var guide: Guide?

  init(_ walk: Walk) {
    original = walk
    self.walk = walk
    timeline = Timeline(walk.trace)
  }

  var stop: Stop? { timeline.current }
  var scenes: SceneBuilder { SceneBuilder(provenance: walk.provenance, names: walk.names) }

  // MARK: - The chosen cells

  static func key(_ cell: CellAddress, in trace: Trace) -> String {
    let event = trace.events[cell.event].event
    // Parameters, their gradients and steps share a place; so do S, Y and delta of a layer.
    let isParameter = [.parameters, .gradient, .correction].contains(event.kind)
    let family = isParameter ? cell.tensor.rawValue : event.kind == .input ? "X" : "map"
    return "\(event.layer ?? "")/\(family)"
  }

  /// The chosen cell of the stop's target.
  var targetCell: CellAddress? {
    guard let stop, let target = scenes.target(of: stop), let start = scenes.middle(of: target)
    else { return nil }
    // Where nothing is computed the delta stays on show, at its own cell.
    let shown = timeline.stops.first {
      [.noGradient, .noDelta].contains(stop.part) && $0.part == .delta
        && $0.update == stop.update && $0.layer == stop.layer
    }
    let words = walk.run?.cell(for: shown ?? stop)?.index
    var cell = start
    cell.index = chosen[Self.key(start, in: walk.trace)] ?? words ?? start.index
    let shape = walk.trace.events[target.event].tensor(target.tensor)?.shape
    return shape?.offset(of: cell.index) == nil ? start : cell
  }

  var scene: Scene {
    guard let stop, let cell = targetCell else { return Scene(maps: [], heading: Heading([])) }
    return scenes.scene(of: stop, cell: cell)
  }

  /// The maps that Tab walks: the target first, then what it comes from.
  var focusable: [TensorMap] {
    let maps = scene.maps.filter { $0.role != .sibling && $0.role != .next }
    var seen: Set<String> = []
    return (maps.filter { $0.role == .target } + maps.filter { $0.role != .target }).filter {
      seen.insert("\($0.cell.event) \($0.cell.tensor) \($0.isKernel ? "k" : "")").inserted
    }
  }

  /// The cell that is explained: the focused map's chosen cell.
  var focusedCell: CellAddress? {
    guard focus > 0 else { return targetCell }
    let maps = focusable
    guard maps.indices.contains(focus) else { return targetCell }
    var cell = maps[focus].cell
    let shape = walk.trace.events[cell.event].tensor(cell.tensor)?.shape
    if let index = chosen["focus/" + Self.key(cell, in: walk.trace)],
      shape?.offset(of: index) != nil
    {
      cell.index = index
    }
    return cell
  }

  /// Chooses a cell in the focused map.
  mutating func choose(_ cell: CellAddress) {
    let key = Self.key(cell, in: walk.trace)
    chosen[focus > 0 ? "focus/" + key : key] = cell.index
    check = nil
    if panel == .check { panel = .rule }
  }
}
