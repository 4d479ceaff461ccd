import Engine
import TerminalKit
import Tracer

/// How the rule pane is to be drawn.
struct RuleOptions: Equatable, Sendable {
  /// Rule 1 through a convolution: the kernel as it is stored instead of turned by half a turn.
  var storedKernel = false
  /// Only ASCII characters.
  var ascii = false

  var glyphs: Glyphs { ascii ? .ascii : .unicode }
}

/// One computed cell with all that is needed to tell how it came about.
struct RuleSubject {
  let provenance: Provenance
  let names: CellNames
  var cell: CellAddress
  var derivation: Derivation
  let event: TraceEvent
  let update: Int
  /// The layer of the cell; nil at the input and the loss.
  let layer: Int?
  let options: RuleOptions
  /// How many columns and lines the body may take.
  let room: Size

  var annotator: Annotator { names.annotator }
  var header: TraceHeader { names.header }
  var terms: [Term] { derivation.terms }
  var name: String { names.name(of: cell) }
  var value: Figure { Figure(derivation.value) }

  /// nil when the trace has no such cell.
  init?(
    _ cell: CellAddress, in provenance: Provenance, names: CellNames, options: RuleOptions,
    room: Size
  ) {
    var cell = cell
    // The winner of a window is told by the window.
    if cell.tensor == .argmax { cell.tensor = .weightedSum }
    guard let derivation = provenance.derivation(of: cell) else { return nil }
    self.provenance = provenance
    self.names = names
    self.cell = cell
    self.derivation = derivation.resolved(in: provenance)
    event = provenance.trace.events[cell.event].event
    update = provenance.trace.events[cell.event].update
    layer = names.header.index(of: event.layer)
    self.options = options
    self.room = room
  }

  /// The recorded number at another cell as a figure.
  func figure(at cell: CellAddress, decimals: Int = 3) -> Figure? {
    provenance.value(at: cell).map { Figure($0, decimals: decimals) }
  }

  /// A text with formula, place, name and result in place; the families add what is theirs.
  func plainText(short: String) -> RuleText {
    var text = RuleText()
    text.formula = annotator.annotation(of: event).formula
    text.places = names.places(of: cell)
    text.short = short
    text.name = name
    text.value = value.text
    text.relation = [value].relation
    text.results = [equation([], relation: [value].relation)]
    return text
  }

  // MARK: - Lines

  /// `S_A[3,2,0] = 1 - .1 = .9`: the name, how it comes about, the value in bold.
  func equation(_ steps: [String], relation: String, decimals: Int = 3) -> Line {
    let start = ([name] + steps).joined(separator: " = ")
    let shown = Figure(derivation.value, decimals: decimals)
    return Line([Span("\(start) \(relation) "), Span(shown.text, .bold)])
  }

  /// Terms that make up the cell's value, `scale × Σ parts`, as they are printed.
  func printed(_ parts: [Double], scale: Double = 1, decimals: Int = 3) -> PrintedSum {
    PrintedSum(parts, total: Double(derivation.value), scale: scale, decimals: decimals)
  }

  /// `S_A[3,2,0] = 1 - .1 = .9` with the value in as many decimals as the sum has.
  func equation(_ steps: String, _ sum: PrintedSum, relation: String? = nil) -> Line {
    Line([
      Span("\(name) = \(steps) \(relation ?? sum.relation) "), Span(sum.total.text, .bold),
      Span(sum.note),
    ])
  }

  /// `-.524×.5`, the signal or delta in its palette, the weight in that of weights; products of 0
  /// are dim.
  func product(_ term: Term, strongest: Double = 1) -> Line {
    guard !term.isOutside || term.factors.first?.cell != nil else { return Line("out", .dim) }
    let isNothing = term.product == 0 || term.isOutside
    var spans: [Span] = []
    for (position, factor) in term.factors.enumerated() {
      let isPadding = term.isOutside && factor.cell == nil
      let style = isNothing ? .dim : style(of: factor, strongest: strongest)
      if position > 0 { spans.append(Span("×", isNothing ? .dim : .plain)) }
      spans.append(Span(isPadding ? "out" : Figure(factor.value).text, style))
    }
    return Line(spans)
  }

  /// The colour of a factor as text: its sign, and its size among the factors of its kind.
  private func style(of factor: Factor, strongest: Double) -> Style {
    let palette = factor.role.map(Palette.of) ?? .signals
    guard let step = Ink.step(of: factor.value, scale: 2 * strongest), step != 0 else {
      return .plain
    }
    return .mark(palette, step < 0 ? step - 3 : step + 3)
  }

  /// The largest magnitude among the terms' factors: the scale of their colours.
  func strongest(_ terms: [Term]) -> Double {
    terms.flatMap(\.factors).map { abs($0.value) }.filter(\.isFinite).max() ?? 1
  }
}

extension Derivation {
  /// Where a cell only hands on another's value, the way that one was computed: Y = S without an
  /// activation function, and the delta that a flatten layer lays out again. The cell's own gate stays.
  fileprivate func resolved(in provenance: Provenance) -> Derivation {
    var result = self
    func isRelay(_ kind: Kind) -> Bool {
      guard case .sentBack(let layer) = kind else { return false }
      return provenance.trace.header.onlyRelays(layer)
    }
    while isRelay(result.kind) || result.kind == .activation(.identity),
      let source = result.terms.first?.factors.first?.cell,
      let inner = provenance.derivation(of: source), inner.kind != .given
    {
      guard !isRelay(result.kind) || inner.gate == nil else { break }
      (result.kind, result.terms) = (inner.kind, inner.terms)
      result.influences = inner.influences
    }
    return result
  }
}

/// Sums of terms as figures.
extension RuleSubject {
  /// Σ of the products.
  func sum(_ terms: some Sequence<Term>) -> Figure {
    Figure(terms.reduce(0) { $0 + $1.product })
  }

  /// `=` when every factor and the sum are shown in full.
  func relation(_ terms: [Term], _ result: Figure) -> String {
    let isExact = terms.allSatisfy { term in
      term.product == 0 || term.factors.allSatisfy { Figure($0.value).isExact }
    }
    return isExact && result.isExact ? "=" : "≈"
  }

  /// `=` when all factors and the value are shown in full, or when a factor of 0 decides.
  func relation(product factors: [Figure]) -> String {
    factors.contains { $0.value == 0 } && derivation.value == 0 ? "=" : (factors + [value]).relation
  }

  /// The index of a cell as its name has it, without its last axes: `(2,1,0)`, `(2,1)`.
  func coordinates(of cell: CellAddress, dropping last: Int = 0) -> String {
    "(\(names.indices(of: cell).dropLast(last).joined(separator: ",")))"
  }
}
