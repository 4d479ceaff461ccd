import Engine
import TerminalKit
import Tracer

/// The lines around the panes: where we are, the way through the network, the timeline.
struct FrameLines: Sendable {
  let trace: Trace
  let annotator: Annotator
  let timeline: Timeline
  /// What a lesson adds; nil for traces of their own, and where the reader looks around.
  var guide: Guide?

  private var header: TraceHeader { trace.header }

  // MARK: - Where we are

  /// ` four-layer  update 1/3  step  1/24  FORWARD at A    loss ·  ?`
  func status(title: String, columns: Int, note: String = "") -> Line {
    guard let stop = timeline.current else { return Line(" \(title)  empty trace") }
    let steps = timeline.stops(ofUpdate: stop.update).count
    let updates = fullUpdates
    let last = number(ofUpdate: max(updates, 1))
    let count = "\(number(ofUpdate: stop.update))/\(last)"
    let place = stop.update > updates && updates > 0 ? "after update \(last)" : "update \(count)"
    let right = "loss \(loss(of: stop))  ?"
    let step = guide?.step ?? (stop.number, steps)
    let counter = "\(step.number)/\(step.count) "
    let forms = [
      (
        " \(title)  \(place)  step \(padded(step.number, 2))/\(step.count)  ", phrase(of: stop),
        right + " "
      ),
      ("\(title) \(count) \(counter)", shortPhrase(of: stop), right),
      ("\(count) \(counter)", shortPhrase(of: stop), right),
      (counter, shortPhrase(of: stop), ""),
    ]
    let lines = forms.map { start, phrase, end in
      let line = Line(start) + Line(phrase, .bold) + Line(note, .accent)
      let parts = end.split(separator: "?", omittingEmptySubsequences: false).map {
        Span(String($0))
      }
      let help = Span("?", link: TutorLink.action(.showHelp))
      let tail = Line(parts.count < 2 ? parts : [parts[0], help, parts[1]])
      return line.width + end.count < columns
        ? line.padded(to: columns - end.count) + tail : line + Line(" ") + tail
    }
    return lines.first { $0.width <= columns } ?? lines[lines.count - 1]
  }

  private func padded(_ number: Int, _ width: Int) -> String {
    let text = String(number)
    return String(repeating: " ", count: max(width - text.count, 0)) + text
  }

  /// What an update is called: its number since the start of the training.
  func number(ofUpdate update: Int) -> Int { header.number(ofUpdate: update) }

  /// Updates that end with a correction; a look at the end is none.
  var fullUpdates: Int {
    timeline.stops.last { $0.part == .correction || $0.part == .noCorrection }?.update
      ?? (timeline.stops.last?.update ?? 0)
  }

  func phrase(of stop: Stop) -> String {
    let label = stop.layer.map { annotator.labels[$0] }
    let total = timeline.backwardSteps(ofUpdate: stop.update)
    let backward = stop.backwardStep.map { "BACKWARD \($0)/\(total) " } ?? "BACKWARD "
    switch stop.part {
    case .input: return "FORWARD"
    case .sum, .activation: return "FORWARD at \(label ?? "")"
    case .loss: return "LOSS"
    case .initialError: return backward + "initial error"
    case .delta: return backward + "Rule 1 at \(label ?? "")"
    case .gradient, .noGradient: return backward + "Rule 2 at \(label ?? "")"
    case .noDelta: return backward + "below \(label ?? "")"
    case .correction: return "UPDATE: correct \(label ?? "")"
    case .noCorrection: return "UPDATE: nothing to correct"
    }
  }

  private func shortPhrase(of stop: Stop) -> String {
    let label = stop.layer.map { annotator.labels[$0] } ?? ""
    switch stop.part {
    case .input: return "FORWARD"
    case .sum, .activation: return "FORWARD \(label)"
    case .loss: return "LOSS"
    case .initialError: return "BACK E"
    case .delta: return "RULE 1 \(label)"
    case .gradient, .noGradient: return "RULE 2 \(label)"
    case .noDelta: return "RULE 1 -"
    case .correction: return "UPDATE \(label)"
    case .noCorrection: return "UPDATE -"
    }
  }

  /// The loss of the update, once it is computed.
  private func loss(of stop: Stop) -> String {
    guard let event = trace.position(.loss, layer: nil, update: stop.update),
      event < stop.events.upperBound, let value = trace.events[event].event.value
    else { return "·" }
    return Numbers.loss(value)
  }

  // MARK: - The way through the network

  /// `X ══▶ [A conv ReLU] ──▶ B …`; on the way back the arrows turn round and start at E.
  func network(columns: Int) -> Line {
    guard let stop = timeline.current else { return Line() }
    for (detail, arrows) in [(2, Arrows.long), (1, .long), (0, .short), (0, .tight)] {
      let line = network(stop, detail: detail, arrows)
      if line.width <= columns { return line }
    }
    return window(network(stop, detail: 0, .tight), columns: columns)
  }

  /// How much room the arrows between layers take.
  private enum Arrows { case long, short, tight }

  private func network(_ stop: Stop, detail: Int, _ arrows: Arrows) -> Line {
    let isBack = stop.phase == .backward || stop.phase == .update
    let end = isBack ? "E" : "loss"
    let here = position(of: stop)
    let names = ["X"] + header.layers.indices.map { name($0, detail: detail) } + [end]
    var line = Line(columnsIndent(detail))
    for (index, name) in names.enumerated() {
      if index > 0 {
        let passed = isBack ? index > here || stop.phase == .update : index <= here
        line += Line(
          arrow(back: isBack, passed: passed, arrows), passed ? .accent : .dim)
      }
      let isTunable = index > 0 && index <= header.layers.count && header.isTunable(index - 1)
      let isPlain = index > 0 && index <= header.layers.count && !isTunable
      let isHere = index == here
      line += Line([
        Span(
          isHere ? "[\(name)]" : name, isHere ? .bold : isPlain ? .dim : .plain,
          link: TutorLink.layer(index))
      ])
    }
    return line
  }

  private func columnsIndent(_ detail: Int) -> String { detail == 0 ? "" : " " }

  /// 0 is X, layers follow, behind them the loss.
  private func position(of stop: Stop) -> Int {
    switch stop.part {
    case .input: 0
    case .loss, .initialError: header.layers.count + 1
    default: (stop.layer ?? 0) + 1
    }
  }

  private func arrow(back: Bool, passed: Bool, _ arrows: Arrows) -> String {
    let shaft = passed ? "═" : "─"
    let shafts = arrows == .long ? shaft + shaft : shaft
    let arrow = back ? "◀" + shafts : shafts + "▶"
    return arrows == .tight ? arrow : " \(arrow) "
  }

  private func name(_ layer: Int, detail: Int) -> String {
    let label = annotator.labels[layer]
    guard detail > 0 else { return label }
    let presentation = header.presentation(of: layer)
    let isRoomy = detail == 2 && header.layers.count < 4
    let name = isRoomy ? presentation.longMapName : presentation.mapName
    return name.isEmpty ? label : "\(label) \(name)"
  }

  /// The part of a long line around the boxed layer.
  private func window(_ line: Line, columns: Int) -> Line {
    let text = Array(line.text)
    let box = text.firstIndex(of: "[") ?? 0
    let start = min(max(box - columns / 3, 0), max(text.count - columns, 0))
    var skipped = 0
    var rest = Line([])
    for span in line.spans {
      let characters = Array(span.text)
      let from = max(start - skipped, 0)
      skipped += characters.count
      guard from < characters.count else { continue }
      rest += Line([Span(String(characters[from...]), span.style, link: span.link)])
    }
    return rest
  }

  // MARK: - Timeline

  /// ` forward ##@······   loss ·   backward ··········   update ····`
  func timelineLine(update: Int? = nil, columns: Int) -> Line {
    guard let stop = timeline.current else { return Line() }
    if update == nil, let marks = guide?.marks, !marks.isEmpty, guide?.position == timeline.position
    {
      let line = marks.reduce(into: Line(" lesson ")) { $0 += lessonMark($1) }
      if line.width <= columns { return line }
    }
    let stops = timeline.stops(ofUpdate: update ?? stop.update)
    var line = Line(" ")
    for (name, phase) in [
      ("forward", TracePhase.forward), ("loss", .loss), ("backward", .backward),
      ("update", .update),
    ] {
      let own = stops.filter { $0.phase == phase }
      guard !own.isEmpty else { continue }
      line += Line("\(name) ") + own.reduce(into: Line([])) { $0 += mark($1, current: stop) }
      line += Line("   ")
    }
    return line.width <= columns ? line : marks(stops, columns: columns)
  }

  /// A page of a lesson: `?` is a question to answer, `+` one that is answered.
  private func lessonMark(_ mark: Guide.Mark) -> Line {
    switch mark.state {
    case .done: Line([Span("#", link: mark)])
    case .here: Line([Span("@", .accent, link: mark)])
    case .ahead: Line([Span("·", .dim, link: mark)])
    case .question: Line([Span("?", .dim, link: mark)])
    case .answered: Line([Span("+", link: mark)])
    }
  }

  private func mark(_ stop: Stop, current: Stop) -> Line {
    let link = TutorLink.stop(update: stop.update, number: stop.number)
    if stop.update == current.update, stop.number == current.number {
      return Line([Span("@", .accent, link: link)])
    }
    let isDone =
      stop.update < current.update
      || (stop.update == current.update && stop.number < current.number)
    return Line([isDone ? Span("#", link: link) : Span("·", .dim, link: link)])
  }

  /// One mark per stop without names; where even those are too long, a bar whose length is in proportion.
  func marks(_ stops: [Stop], columns: Int) -> Line {
    guard let current = timeline.current, columns > 0 else { return Line() }
    if stops.count <= columns {
      return stops.reduce(into: Line([])) { $0 += mark($1, current: current) }
    }
    let at = (current.number - 1) * columns / max(stops.count, 1)
    return (0..<columns).reduce(into: Line([])) { line, column in
      let stop = stops[column * stops.count / columns]
      let link = TutorLink.stop(update: stop.update, number: stop.number)
      line += Line([
        column < at
          ? Span("#", link: link)
          : column == at ? Span("@", .accent, link: link) : Span("·", .dim, link: link)
      ])
    }
  }
}
