import Engine
import TerminalKit
import Tracer

/// A lesson as text from beginning to end: for screen readers, pipes and tests.
package struct PlainLesson {
  package static let width = 78

  private static let signs = """
    In the tables numbers below 1 have no 0 before the point. 0 is exactly 0, +~0 and -~0 are \
    smaller than .005 but not 0. x is off: ReLU gave 0 here, or shut the gate for the delta. Rows \
    and columns count from 0.
    """

  package let run: LessonRun
  package let glyphs: Glyphs

  package init(run: LessonRun, glyphs: Glyphs) {
    self.run = run
    self.glyphs = glyphs
  }

  /// Hands over the lesson line by line.
  package func write(_ line: (String) -> Void) {
    for text in [run.lesson.title] + run.introduction + [Self.signs] {
      paragraph(text).forEach(line)
      line("")
    }
    for stop in run.timeline.stops { lines(for: stop).forEach(line) }
  }

  /// All that is said of one stop, with a blank line at the end.
  package func lines(for stop: Stop) -> [String] {
    let text = run.text(for: stop)
    let plain = PlainStop(run: run, stop: stop, glyphs: glyphs)
    var blocks = [paragraph(heading(of: stop, text.title)) + paragraph(networkMap(at: stop))]
    blocks += ([text.short] + text.more).map(paragraph)
    blocks += plain.tensors() + [plain.rule()]
    if let notice = text.notice {
      blocks.append(
        paragraph("Question: \(notice.question)") + paragraph("Answer: \(notice.answer)"))
    }
    return blocks.filter { !$0.isEmpty }.flatMap { $0 + [""] }
  }

  /// Lines as the locale can write them.
  private func paragraph(_ text: String) -> [String] {
    TextWrap.lines(glyphs.spell(text), width: Self.width)
  }

  // MARK: - Where we are

  /// `Update 1 of 3, step 18 of 24, backward 8 of 10: Rule 1 at A`.
  private func heading(of stop: Stop, _ title: String) -> String {
    let header = run.trace.header
    let last = header.number(ofUpdate: run.updates)
    let update =
      run.isLast(stop)
      ? "After update \(last)" : "Update \(header.number(ofUpdate: stop.update)) of \(last)"
    let backward = stop.backwardStep.map {
      " \($0) of \(run.timeline.backwardSteps(ofUpdate: stop.update))"
    }
    return "\(update), step \(stop.number) of \(run.stops(with: stop)), "
      + "\(stop.phase.rawValue)\(backward ?? ""): \(title)"
  }

  /// `X -> [A conv ReLU] -> ... -> loss`, with arrows that point where the numbers go.
  private func networkMap(at stop: Stop) -> String {
    let isBackward = stop.phase == .backward || stop.phase == .update
    let names =
      ["X"] + run.trace.header.layers.indices.map(layerName) + [isBackward ? "E" : "loss"]
    let here: Int =
      switch (stop.part, stop.layer) {
      case (.input, _): 0
      case (_, let layer?): layer + 1
      default: names.count - 1
      }
    return names.enumerated().map { $0.offset == here ? "[\($0.element)]" : $0.element }
      .joined(separator: isBackward ? " <- " : " -> ")
  }

  private func layerName(_ index: Int) -> String {
    let label = run.annotator.labels[index]
    let name = run.trace.header.presentation(of: index).mapName
    return name.isEmpty ? label : "\(label) \(name)"
  }
}
