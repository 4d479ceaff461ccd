import TerminalKit

/// What a rule pane says of one cell, in several lengths, before it is fitted to a room.
///
/// Of every part the first alternative that fits is taken, so the longest stands first.
struct RuleText: Equatable, Sendable {
  /// `S_A[j,k,q] = b[q] + Σ W[a,b,p,q] × X[j+a-1, k+b-1, p]`.
  var formula = ""
  /// The chosen cell beside the formula: `cell j=3  k=2  map q=0`.
  var places: [String] = []
  /// `Σ W×X + b`, for panes too narrow for the formula.
  var short = ""
  /// The same with numbers, from all products to none; alternatives, not a sequence.
  var bodies: [[Line]] = []
  /// `S_A[3,2,0] = 1 - .1 = .9`, at last `S_A[3,2,0] = .9`.
  var results: [Line] = []
  /// What follows from the result; a blank line separates, the last are dropped first.
  var notes: [Line] = []
  /// Name and value for narrow panes, `S_A[3,2,0]` and `.9`.
  var name = ""
  var value = ""
  var relation = "="
  /// `.2 + .4 + .4 - .1`, for narrow panes.
  var numbers: [Steps] = []

  /// How the value comes about in numbers, with the value in as many decimals as the steps have.
  struct Steps: Equatable, Sendable, ExpressibleByStringLiteral {
    let text: String
    /// The value and what is said behind it; nil for the usual ones.
    var end: (value: String, note: String)?

    init(_ text: String) { self.text = text }
    init(stringLiteral text: String) { self.text = text }
    init(_ sum: PrintedSum, _ text: String? = nil) {
      self.text = text ?? sum.text
      end = (sum.total.text, sum.note)
    }

    static func == (left: Steps, right: Steps) -> Bool {
      left.text == right.text && left.end?.value == right.end?.value
        && left.end?.note == right.end?.note
    }
  }

  /// Set where nothing is computed: narrow panes show these lines instead of an equation.
  var statements: [Line] = []
  var formulaStyle = Style.plain

  /// From this width on lines keep a blank before them and formulas are written out.
  static let fullWidth = 60

  /// At most `rows` lines of at most `columns` cells: the formula first, the result always.
  func fitted(columns: Int, rows: Int, glyphs: Glyphs) -> [Line] {
    guard columns > 0, rows > 0 else { return [] }
    let fit = Fitting(columns: columns, rows: rows, glyphs: glyphs)
    return (columns >= Self.fullWidth ? full(fit) : nil) ?? narrow(fit)
  }

  // MARK: - Wide panes

  private func full(_ fit: Fitting) -> [Line]? {
    guard let result = results.lazy.compactMap(fit.line).first else { return nil }
    guard fit.rows > 1 else { return [result] }
    let heads =
      places.map { Line("\(formula)    \($0)", formulaStyle) }
      + [Line(formula, formulaStyle), Line("\(name) = \(short)"), Line(short, formulaStyle)]
    guard let head = heads.lazy.compactMap(fit.line).first else { return nil }
    let room = fit.rows - 2
    let body = bodies.lazy.compactMap { fit.block($0, rows: room) }.first ?? []
    let after = notes.compactMap { $0.text.isEmpty ? $0 : fit.line($0) }
    return fit.joined(head, body, result, after)
  }

  // MARK: - Narrow panes

  /// `NAME = rule` and `= numbers = value`, or one below the other where even that is too wide.
  private func narrow(_ fit: Fitting) -> [Line] {
    guard statements.isEmpty else {
      let lines = statements.compactMap(fit.line).prefix(fit.rows)
      return lines.isEmpty ? [fit.nothing] : Array(lines)
    }
    let equals = " \(relation) "
    let end = [Span(value, .bold)]
    let head = fit.rows > 1 ? fit.line(Line("\(name) = \(short)")) : nil
    let sum = numbers.lazy.compactMap { steps in
      fit.line(
        Line([
          Span("= \(steps.text)\(equals)"), Span(steps.end?.value ?? value, .bold),
          Span(steps.end?.note ?? ""),
        ]))
    }.first
    if let head, let sum, !short.isEmpty {
      let body = bodies.lazy.compactMap { fit.block($0, rows: fit.rows - 2) }.first ?? []
      return fit.joined(head, body, sum, [])
    }
    if fit.rows > 1, fit.line(Line(name + equals + value)) == nil, let named = fit.line(Line(name)),
      let result = fit.line(Line([Span(String(equals.dropFirst()))] + end))
    {
      return Array(([named, result] + rest(fit)).prefix(fit.rows))
    }
    let named = [
      Line([Span(name + equals)] + end), Line([Span(String(equals.dropFirst()))] + end), Line(end),
    ]
    guard let result = named.lazy.compactMap(fit.line).first else { return [fit.nothing] }
    return Array(([result] + rest(fit)).prefix(fit.rows))
  }

  private func rest(_ fit: Fitting) -> [Line] {
    let rule = short.isEmpty ? nil : fit.line(Line("= \(short)"))
    let figures = numbers.lazy.compactMap { fit.line(Line("\(relation) \($0.text)")) }.first
    return [rule, figures].compactMap { $0 }
  }
}

extension RuleText {
  /// A room to fit lines into.
  struct Fitting {
    let columns: Int
    let rows: Int
    let glyphs: Glyphs

    /// The line as it is spelled, with the margin of wide panes; nil when it is too wide.
    func line(_ line: Line) -> Line? {
      let spelled = line.spelled(glyphs)
      let placed = columns >= RuleText.fullWidth && spelled.width > 0 ? " " + spelled : spelled
      return placed.width <= columns ? placed : nil
    }

    /// The lines, if all fit.
    func block(_ lines: [Line], rows: Int) -> [Line]? {
      let placed = lines.compactMap(line)
      let wanted = lines.count { !$0.isBlank }
      return placed.count == lines.count && wanted <= rows ? placed : nil
    }

    /// Head, body, result, notes; blank lines give way first, then notes from the last.
    func joined(_ head: Line, _ body: [Line], _ result: Line, _ notes: [Line]) -> [Line] {
      var before = [head] + body
      var after = notes
      while before.count + 1 + after.count > rows, let blank = before.lastIndex(where: \.isBlank) {
        before.remove(at: blank)
      }
      while before.count + 1 + after.count > rows, let blank = after.lastIndex(where: \.isBlank) {
        after.remove(at: blank)
      }
      after = Array(after.prefix(max(0, rows - before.count - 1)))
      while after.last?.isBlank == true { after.removeLast() }
      return before + [result] + after
    }

    /// What stands where not even a number fits.
    var nothing: Line { Line(glyphs == .ascii ? "." : "…", .dim) }
  }
}

extension Line {
  var isBlank: Bool { spans.allSatisfy { $0.text.allSatisfy { $0 == " " } } }

  /// The same in the characters of a terminal, which may make it longer.
  func spelled(_ glyphs: Glyphs) -> Line {
    glyphs == .unicode ? self : Line(spans.map { Span(glyphs.spell($0.text), $0.style) })
  }
}
