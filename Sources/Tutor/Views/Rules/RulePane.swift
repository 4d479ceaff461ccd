import Engine
import TerminalKit
import Tracer

/// The rule with its formula in symbols and with the numbers of one cell.
///
/// All figures come from the trace. Of what does not fit into the room the longest forms go first;
/// the result of the chosen cell stays to the last.
struct RulePane: Sendable {
  let provenance: Provenance
  let names: CellNames

  init(provenance: Provenance, names: CellNames) {
    self.provenance = provenance
    self.names = names
  }

  /// The formula in symbols, the same with the numbers of a cell, the result, and what follows.
  ///
  /// - Parameters:
  ///   - cell: nil at stops that compute nothing.
  ///   - stop: cells recorded after it are not computed yet.
  ///   - columns: the width; from 60 on a blank stands before each line.
  ///   - rows: the height.
  ///   - options: how the kernel is laid out, and the characters to use.
  /// - Returns: at most `rows` lines of at most `columns` cells; the first is the formula, and
  ///   one is always the result.
  func lines(
    for cell: CellAddress?, stop: Stop, columns: Int, rows: Int,
    options: RuleOptions = RuleOptions()
  ) -> [Line] {
    text(for: cell, stop: stop, columns: columns, rows: rows, options: options)
      .fitted(columns: columns, rows: rows, glyphs: options.glyphs)
  }

  /// What there is to say in a room of that size, before the lines are chosen.
  func text(
    for cell: CellAddress?, stop: Stop?, columns: Int, rows: Int, options: RuleOptions
  ) -> RuleText {
    if let stop, cell == nil || [.noGradient, .noDelta, .noCorrection].contains(stop.part) {
      return SkippedRule(trace: provenance.trace, annotator: names.annotator).text(for: stop)
    }
    guard let cell else { return RuleText() }
    guard stop.map({ cell.event < $0.events.upperBound }) ?? true,
      let subject = subject(cell, columns: columns, rows: rows, options: options)
    else { return pending(cell) }
    return subject.text()
  }

  /// The cell with the room that is left for the body of its rule; nil when there is no such cell.
  func subject(
    _ cell: CellAddress, columns: Int, rows: Int, options: RuleOptions
  ) -> RuleSubject? {
    let margin = columns >= RuleText.fullWidth ? 1 : 0
    let room = Size(columns: columns - margin, rows: max(rows - 2, 0))
    return RuleSubject(cell, in: provenance, names: names, options: options, room: room)
  }

  /// A cell that is not recorded, or not yet.
  private func pending(_ cell: CellAddress) -> RuleText {
    var text = RuleText()
    text.name = names.name(of: cell)
    text.statements = [Line("\(text.name) ·"), Line("not computed yet"), Line("·")]
    text.formula =
      names.event(of: cell).map { names.annotator.annotation(of: $0).formula } ?? text.name
    text.places = names.places(of: cell)
    text.results = [Line("\(text.name) is not computed yet"), Line("not computed yet")]
    return text
  }
}

extension RuleSubject {
  /// What the pane says, by the way the cell was computed.
  func text() -> RuleText {
    switch derivation.kind {
    case .given: given()
    case .sum(let layer): header.presentation(of: layer).sumText(self)
    case .activation(let function): activation(function)
    case .loss(let loss): self.loss(loss)
    case .initialError(let loss): initialError(loss)
    case .softmaxDelta: softmaxDelta()
    case .sentBack(let layer): header.presentation(of: layer).sentBackText(self)
    case .deltaFromError: deltaHandedOn()
    case .gradient where cell.tensor == .bias: biasGradient()
    case .gradient(let layer): header.presentation(of: layer).gradientText(self)
    case .correction, .corrected: update(of: derivation.kind)
    }
  }
}
