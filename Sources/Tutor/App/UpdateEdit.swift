import TerminalKit
import Engine
import Tracer

/// Changing a number, and checking one by finite differences.
extension Model {
  /// What `e` would change: the focused weight or pixel, or the weight whose gradient is looked at.
  private func editable(
    at cell: CellAddress?
  ) -> (change: Case.Edit, name: String, old: Float)? {
    guard let cell, walk.experiment != nil else { return nil }
    let recorded = walk.trace.events[cell.event]
    let (event, update) = (recorded.event, recorded.update)
    func parameter(_ tensor: TensorName, _ layer: String, _ update: Int)
      -> (Case.Edit, String, Float)?
    {
      guard let source = walk.trace.parametersBefore(update: update, layer: layer),
        let old = walk.provenance.value(
          at: CellAddress(event: source, tensor: tensor, index: cell.index))
      else { return nil }
      let place: Case.Edit.Place = tensor == .weights ? .weight(layer: layer) : .bias(layer: layer)
      let name = walk.names.name(
        of: CellAddress(event: source, tensor: tensor, index: cell.index))
      return (Case.Edit(update: update, place: place, index: cell.index, value: old), name, old)
    }
    switch (event.kind, event.layer) {
    case (.input, _):
      guard let old = walk.provenance.value(at: cell) else { return nil }
      return (
        Case.Edit(update: update, place: .input, index: cell.index, value: old),
        walk.names.name(of: cell), old
      )
    case (.parameters, let layer?):
      // Parameters stand behind the update that made them, but before the one that reads them.
      let isBefore = cell.event < (stop?.events.lowerBound ?? 0) || update == 0
      return parameter(cell.tensor, layer, isBefore ? update + 1 : update)
    case (.gradient, let layer?), (.correction, let layer?):
      return parameter(cell.tensor, layer, update)
    default: return nil
    }
  }

  /// Whether `e` has something to change at a cell.
  func isEditable(_ cell: CellAddress?) -> Bool { editable(at: cell) != nil }

  /// Whether `f` has something to check at a cell.
  func isCheckable(_ cell: CellAddress?) -> Bool {
    guard walk.experiment != nil, let cell else { return false }
    return CheckedTensor(
      cell.tensor, of: walk.trace.events[cell.event].event, in: walk.trace.header) != nil
  }

  /// What the line to type a number in says above itself.
  var editQuestion: String? {
    editable(at: focusedCell).map {
      "\($0.name) is \(Numbers.exact($0.old)): type a number, Enter keeps it, Esc drops it"
    }
  }

  mutating func beginEdit() {
    guard walk.experiment != nil else {
      message = Self.noExperiment
      return
    }
    guard isEditable(focusedCell) else {
      message = "choose a weight or a pixel first: Tab goes to the kernels and to X"
      return
    }
    ask(.edit)
    message = editQuestion
  }

  /// A text that is no number stays in its line, to be mended.
  mutating func finishEdit(_ field: TextField) -> [TutorRequest] {
    guard let (change, name, old) = editable(at: focusedCell) else { return [] }
    switch NumberText.float(field.trimmed) {
    case .failure(let refusal):
      ask(.edit, field.text)
      message = refusal.reason
      return []
    case .success(let value):
      var edit = CellEdit(change: change, name: name, old: old)
      edit.change.value = value
      return record(
        wantedEdits + [edit],
        note:
          "\(name): \(Numbers.exact(old)) → \(Numbers.exact(value)); all that follows is computed anew, u undoes"
      )
    }
  }

  mutating func undo() -> [TutorRequest] {
    guard let last = wantedEdits.last else {
      message = "nothing to undo"
      return []
    }
    return record(
      wantedEdits.dropLast(), note: "\(last.name) is \(Numbers.exact(last.old)) again")
  }

  /// The edits that hold when what is being computed is done.
  private var wantedEdits: [CellEdit] {
    if case .recording(let edits) = pending?.task { edits } else { edits }
  }

  /// Asks for a run of the experiment with the edits; the recorded original stays beside it.
  private mutating func record(_ edits: [CellEdit], note: String) -> [TutorRequest] {
    let stopping: [TutorRequest] = isChecking ? [.stopChecking] : []
    return stopping + [.record(edits, note: note), begin(.recording(edits))]
  }

  mutating func take(_ outcome: Result<Walk, Refusal>, edits: [CellEdit], note: String) {
    pending = nil
    switch outcome {
    case .success(let walk):
      self.walk = walk
      self.edits = edits
      check = nil
      if panel == .check { panel = .rule }
      message = note
    case .failure(let refusal): message = refusal.reason
    }
  }

  // MARK: - The check

  /// Why a trace can only be looked at.
  private static let noExperiment =
    "this trace lacks the parameters or the input to compute from: it can be read, not changed or checked"

  /// The update that computes with a cell: parameters after an update belong to the next.
  private func updateOf(_ cell: CellAddress) -> Int {
    let recorded = walk.trace.events[cell.event]
    return recorded.event.kind == .parameters ? recorded.update + 1 : recorded.update
  }

  /// Asks to move the number under the cursor a little both ways and to measure the loss.
  mutating func beginCheck() -> [TutorRequest] {
    guard panel != .check else {
      panel = .rule
      return []
    }
    guard walk.experiment != nil else {
      message = Self.noExperiment
      return []
    }
    guard let cell = focusedCell else {
      message = "nothing is computed at this step: go to one with numbers and choose one to check"
      return []
    }
    if case .recording = pending?.task {
      message = "the run is still being computed anew: check when it is done"
      return []
    }
    return [.check(cell, update: updateOf(cell)), begin(.check(cell))]
  }

  mutating func take(check outcome: Result<CheckFigures, Refusal>, of cell: CellAddress) {
    pending = nil
    switch outcome {
    case .success(let figures):
      check = figures
      panel = .check
    case .failure(let refusal): message = refusal.reason
    }
  }

  /// A check of a cell that is no longer chosen is wanted no more.
  mutating func dropStaleCheck() -> [TutorRequest] {
    guard case .check(let cell) = pending?.task, cell != focusedCell else { return [] }
    pending = nil
    return [.stopChecking]
  }

  private var isChecking: Bool { if case .check = pending?.task { true } else { false } }

  private mutating func begin(_ task: Pending.Task) -> TutorRequest {
    lastPending += 1
    pending = Pending(number: lastPending, task: task)
    return .remind(number: lastPending)
  }
}

/// What is being computed while keys go on.
struct Pending: Equatable, Sendable {
  enum Task: Equatable, Sendable {
    case check(CellAddress)
    case recording([CellEdit])
  }

  var number: Int
  var task: Task
  /// Whether it takes long enough to be worth a word.
  var isSlow = false

  var words: String {
    switch task {
    case .check: "computing the check: the loss with this number moved both ways; Esc drops it"
    case .recording(let edits):
      edits.isEmpty
        ? "computing the run without edits; Esc drops it"
        : "computing all that follows \(edits.last?.name ?? "the edit") anew; Esc drops the edit"
    }
  }

  var dropped: String {
    switch task {
    case .check: "the check is dropped"
    case .recording: "dropped: the numbers are as they were"
    }
  }

  var stopping: TutorRequest {
    switch task {
    case .check: .stopChecking
    case .recording: .stopRecording
    }
  }
}
