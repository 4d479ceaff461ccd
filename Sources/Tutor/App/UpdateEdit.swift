import Engine
import Tracer

/// Changing a number, and checking one by finite differences.
extension Model {
  /// What `e` would change: the focused weight or pixel, or the weight whose gradient is looked at.
  private var editable: (change: Case.Edit, name: String, old: Float)? {
    guard let cell = focusedCell, walk.run != nil else { return nil }
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
      let name = "\(tensor)_\(walk.annotator.label(of: layer))\(cell.index)"
      return (Case.Edit(update: update, place: place, index: cell.index, value: old), name, old)
    }
    switch (event.kind, event.layer) {
    case (.input, _):
      guard let old = walk.provenance.value(at: cell) else { return nil }
      return (
        Case.Edit(update: update, place: .input, index: cell.index, value: old), "X\(cell.index)",
        old
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

  mutating func beginEdit() {
    guard walk.run != nil else {
      message = "a trace from a file cannot be edited; record a case and open its lesson"
      return
    }
    guard let (_, name, old) = editable else {
      message = "choose a weight or a pixel first: Tab goes to the kernels and to X"
      return
    }
    mode = .prompt(.edit, "")
    message = "\(name) is \(old): type a number, Enter keeps it, Esc drops it"
  }

  mutating func finishEdit(_ text: String) {
    guard let (change, name, old) = editable, let run = walk.run else { return }
    guard let value = Float(text.trimmingPrefix(" ")), value.isFinite else {
      message = "\"\(text)\" is no number; the old value stays"
      return
    }
    var edit = CellEdit(change: change, name: name, old: old)
    edit.change.value = value
    edits.append(edit)
    record(run.lesson)
    message = "\(name): \(old) → \(value); all that follows is computed anew, u undoes"
  }

  mutating func undo() {
    guard let run = walk.run, let last = edits.popLast() else {
      message = "nothing to undo"
      return
    }
    record(run.lesson)
    message = "\(last.name) is \(last.old) again"
  }

  /// Runs the experiment with the edits; the recorded original stays beside it.
  private mutating func record(_ lesson: Lesson) {
    do {
      var changed = lesson.case
      changed.edits = edits.map(\.change)
      walk = edits.isEmpty ? original : Walk(try LessonRun(lesson, with: changed))
    } catch {
      message = "\(error)"
    }
  }

  /// The update that computes with a cell: parameters after an update belong to the next.
  private func updateOf(_ cell: CellAddress) -> Int {
    let recorded = walk.trace.events[cell.event]
    return recorded.event.kind == .parameters ? recorded.update + 1 : recorded.update
  }

  /// Moves the number under the cursor a little both ways and measures the loss.
  mutating func runCheck() {
    guard let cell = focusedCell, let run = walk.run else {
      message = "a check needs the experiment; a trace from a file holds its numbers only"
      return
    }
    guard panel != .check else {
      panel = .rule
      return
    }
    do {
      check = try CheckFigures(
        of: cell, in: walk, run: run, update: updateOf(cell))
      panel = .check
    } catch {
      message = "\(error)"
    }
  }
}
