import Engine
import Tracer

/// The rule with its formula in symbols and with the numbers of one cell.
///
/// All figures come from the trace. Of what does not fit into the room the longest forms go first;
/// the result of the chosen cell stays to the last.
struct RulePane: Sendable {
  let provenance: Provenance
  let names: CellNames

  init(provenance: Provenance, annotator: Annotator, classes: [String]) {
    self.provenance = provenance
    names = CellNames(trace: provenance.trace, annotator: annotator, classes: classes)
  }

  /// The formula in symbols, the same with the numbers of a cell, the result, and what follows.
  ///
  /// - Parameters:
  ///   - cell: nil at stops that compute nothing.
  ///   - stop: cells recorded after it are not computed yet.
  /// - Returns: at most `rows` lines of at most `columns` cells; the first is the formula, and
  ///   one is always the result.
  func lines(
    for cell: CellAddress?, stop: Stop, columns: Int, rows: Int,
    options: RuleOptions = RuleOptions()
  ) -> [Line] {
    text(for: cell, stop: stop, columns: columns, rows: rows, options: options)
      .fitted(columns: columns, rows: rows, glyphs: options.glyphs)
  }

  private func text(
    for cell: CellAddress?, stop: Stop, columns: Int, rows: Int, options: RuleOptions
  ) -> RuleText {
    let margin = columns >= RuleText.fullWidth ? 1 : 0
    let room = Size(columns: columns - margin, rows: max(rows - 2, 0))
    guard let cell, ![.noGradient, .noDelta, .noCorrection].contains(stop.part) else {
      return SkippedRule(trace: provenance.trace, annotator: names.annotator).text(for: stop)
    }
    guard cell.event < stop.events.upperBound,
      let subject = RuleSubject(cell, in: provenance, names: names, options: options, room: room)
    else { return pending(cell) }
    return subject.text()
  }

  /// A cell that is not recorded, or not yet.
  private func pending(_ cell: CellAddress) -> RuleText {
    var text = RuleText()
    text.name = names.name(of: cell)
    text.value = "·"
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
    case .convolution: convolution(size: windowSize)
    case .dense: dense()
    case .maximum: maximum(size: windowSize)
    case .mean: mean(size: windowSize)
    case .relay: relay()
    case .mask: mask()
    case .activation(let function): activation(function)
    case .loss(let loss): self.loss(loss)
    case .initialError(let loss): initialError(loss)
    case .softmaxDelta: softmaxDelta()
    case .deltaFromConvolution: deltaFromConvolution()
    case .deltaFromDense: deltaFromDense()
    case .deltaFromMaximum: deltaFromMaximum()
    case .deltaFromMean: deltaFromMean()
    case .deltaFromMask: deltaFromMask()
    case .deltaFromRelay, .deltaFromError: deltaHandedOn()
    case .kernelGradient: kernelGradient()
    case .denseGradient: denseGradient()
    case .biasGradient: biasGradient()
    case .correction, .corrected: update(of: derivation.kind)
    }
  }

  /// Rows and columns of the kernel or window that a forward cell looks through.
  private var windowSize: Int {
    guard let layer else { return 1 }
    return switch header.layers[layer] {
    case .convolution(let size, _, _), .maxPooling(let size), .averagePooling(let size): size
    default: 1
    }
  }
}
