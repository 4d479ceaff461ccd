import Engine
import TerminalKit
import Tracer

/// The points of a batch and lines through them: the neuron as it stands, and where each run of the lesson leads it.
struct FitView: StopView {
  static let name = "fit"

  let subject: StopSubject

  init(_ subject: StopSubject) { self.subject = subject }

  private var header: TraceHeader { subject.trace.header }

  /// A line y = w x + b with its letter.
  private struct Fit {
    let letter: Character
    let name: String
    let w: Double
    let b: Double
    let loss: Double?
    let isOwn: Bool
  }

  /// A sample: what was measured, and where its cell stands.
  private struct Point {
    let x: Double
    let y: Double
    let isChosen: Bool
    let cell: CellAddress?
  }

  private static func isLine(_ header: TraceHeader) -> Bool {
    header.layers.count == 1 && header.layers[0].kind is DenseKind
      && header.layers[0].activation == .identity && header.inputShape.count == 1
      && header.shapes.last?.count == 1
  }

  private var refusal: String? {
    guard Self.isLine(header) else {
      return
        "A fit shows one neuron with one input and no activation function; this network is another."
    }
    return points.isEmpty ? "This trace holds no points yet." : nil
  }

  private var points: [Point] {
    let update = subject.stop.update
    guard let input = subject.trace.position(.input, layer: nil, update: update),
      let x = subject.trace.events[input].event.tensors[.input],
      let loss = subject.trace.position(.loss, layer: nil, update: update),
      let y = subject.trace.events[loss].event.tensors[.target]
    else { return [] }
    let sample = subject.sample
    let isSampleCell =
      subject.cell.map {
        [.input, .weightedSum, .output, .initialError, .delta].contains($0.tensor)
      } ?? false
    return x.elements.indices.map { place in
      Point(
        x: Double(x.elements[place]), y: Double(y.elements[place]),
        isChosen: isSampleCell && place == sample, cell: cell(ofSample: place))
    }
  }

  /// The cell of another sample in the tensor of the chosen one.
  private func cell(ofSample sample: Int) -> CellAddress? {
    guard var cell = subject.cell, cell.index.count == 2,
      let kind = subject.walk.names.event(of: cell)?.kind,
      [.input, .weightedSum, .activation, .initialError, .delta].contains(kind)
    else { return nil }
    cell.index[0] = sample
    return cell
  }

  // MARK: - Lines

  private func parameters(_ trace: Trace, after update: Int) -> (w: Double, b: Double)? {
    guard let event = trace.position(.parameters, layer: trace.header.names[0], update: update),
      let w = trace.events[event].event.tensors[.weights]?.elements.first,
      let b = trace.events[event].event.tensors[.bias]?.elements.first
    else { return nil }
    return (Double(w), Double(b))
  }

  /// The neuron as it stands at the stop, drawn as points.
  private var now: Fit? {
    let update = subject.stop.part == .correction ? subject.stop.update : subject.stop.update - 1
    let title = update == 0 ? "start" : "now"
    return parameters(subject.trace, after: update).map {
      let loss = subject.trace.position(.loss, layer: nil, update: update + 1)
      let value = loss.flatMap { $0 < subject.horizon ? subject.trace.events[$0].event.value : nil }
      return Fit(letter: "·", name: title, w: $0.w, b: $0.b, loss: value, isOwn: true)
    }
  }

  /// Where the runs of the lesson end; none before the loss of the first is known.
  private var ends: [Fit] {
    guard let loss = subject.trace.position(.loss, layer: nil, update: subject.stop.update),
      loss < subject.horizon
    else { return [] }
    let runs = subject.cases.filter { Self.isLine($0.trace.header) }
    let own = subject.walk.run?.name ?? subject.walk.title
    let prefix = commonPrefix(runs.map(\.name))
    return zip(runs, "abcdefghijklmnpqrstuvwxyz").compactMap { run, letter in
      let steps = run.trace.events.last { $0.event.kind == .parameters }?.update ?? 0
      return parameters(run.trace, after: steps).map {
        let last = run.trace.position(.loss, layer: nil, update: steps + 1)
        return Fit(
          letter: letter, name: "\(run.name.dropFirst(prefix)) after \(steps)", w: $0.w, b: $0.b,
          loss: last.flatMap { run.trace.events[$0].event.value }, isOwn: run.name == own)
      }
    }
  }

  /// How many letters all names begin with, up to a hyphen.
  private func commonPrefix(_ names: [String]) -> Int {
    guard names.count > 1, let first = names.first, let hyphen = first.firstIndex(of: "-") else {
      return 0
    }
    let prefix = first[...hyphen]
    return names.allSatisfy { $0.hasPrefix(prefix) } ? prefix.count : 0
  }

  // MARK: - Screen

  func upper(_ room: Size) -> StopPane {
    if let refusal {
      return StopPane(Self.name, saying: refusal, room: room, glyphs: subject.glyphs)
    }
    let (ends, points) = (ends, points)
    let table = legend(ends)
    let width = table.width
    // The picture gives way to the numbers only where both have no room.
    let picture = room.columns - width - 2
    let heading = Heading(
      Self.name,
      ends.isEmpty
        ? "\(points.count) points and the line as it stands"
        : "\(points.count) points, the line as it stands, and where the runs lead it",
      "\(points.count) points")
    guard room.rows > 2, picture >= 24 else {
      // One below the other, or the picture alone.
      guard room.rows >= 3, room.columns >= 12 else {
        return StopPane(heading: heading, lines: chosenLine(room))
      }
      let legend = width <= room.columns && room.rows >= 8 + table.rows.count ? table.lines() : []
      let drawn = draw(
        Size(columns: room.columns, rows: room.rows - legend.count), points, ends)
      return StopPane(heading: heading, lines: drawn + legend)
    }
    let lines = draw(
      Size(columns: min(picture, 100), rows: min(room.rows, 30)), points, ends)
    let rows = shownLegend(ends, table, room.rows)
    let columns = lines.map(\.width).max() ?? 0
    return StopPane(
      heading: heading,
      lines: (0..<max(lines.count, rows.count)).map { row in
        let left = lines.indices.contains(row) ? lines[row] : Line("")
        return rows.indices.contains(row) ? left.padded(to: columns) + Line("  ") + rows[row] : left
      })
  }

  /// The legend, and E of every sample below it where there is room.
  private func shownLegend(_ ends: [Fit], _ table: StopTable, _ rows: Int) -> [Line] {
    let own = ends.firstIndex(where: \.isOwn).map { $0 + 2 } ?? 0
    let lines = StopTable.window(
      table.lines(), head: 1, chosen: own,
      room: Size(columns: table.width, rows: rows))
    let errors = errors(table.width)
    return lines.count + errors.count <= rows ? lines + errors : lines
  }

  /// E of every sample in this run, in lines of a width.
  private func errors(_ width: Int) -> [Line] {
    guard
      let event = subject.trace.position(
        .initialError, layer: header.names.last, update: subject.stop.update),
      event < subject.horizon,
      let shape = subject.trace.events[event].event.tensors[.initialError]?.shape
    else { return [] }
    var lines: [Line] = [Line(" E of the points, from left to right:", .dim)]
    guard lines[0].width <= width else { return [] }
    var line = Line(" ")
    for sample in 0..<shape[0] {
      let span = subject.span(
        CellAddress(event: event, tensor: .initialError, index: [sample, 0])
      ) { Numbers.rule($0) }
      if line.width + span.text.count + 1 > width {
        lines.append(line)
        line = Line(" ")
      }
      line += Line([Span(" "), span])
    }
    return lines + [line]
  }

  private func legend(_ ends: [Fit]) -> StopTable {
    var table = StopTable(rows: [["", "", Line("w", .dim), Line("b", .dim), Line("loss", .dim)]])
    table.left = [0, 1]
    table.gap = 1
    table.rows += ([now].compactMap { $0 } + ends).map { fit in
      let style: Style = fit.isOwn ? .accent : .plain
      let isEnd = fit.letter != "·"
      return [
        Line(subject.glyphs.spell((fit.isOwn && isEnd ? ">" : " ") + String(fit.letter)), style),
        Line(fit.name, style), Line(Numbers.fixed(fit.w, decimals: 2)),
        Line(Numbers.fixed(fit.b, decimals: 2)),
        Line(fit.loss.map { Numbers.loss($0) } ?? subject.glyphs.spell("·")),
      ]
    }
    return table
  }

  /// One line where nothing can be drawn: the line as it stands.
  private func chosenLine(_ room: Size) -> [Line] {
    guard room.rows > 0, let now else { return [] }
    let text = "w \(Numbers.fixed(now.w, decimals: 2)) b \(Numbers.fixed(now.b, decimals: 2))"
    let forms = [" y = w x + b, " + text, " " + text, Numbers.fixed(now.w, decimals: 2), ""]
    return [Line(forms.first { $0.count <= room.columns } ?? "")]
  }

  // MARK: - The picture

  private func draw(_ room: Size, _ points: [Point], _ ends: [Fit]) -> [Line] {
    let xs = points.map(\.x).filter(\.isFinite)
    let ys = points.map(\.y).filter(\.isFinite)
    guard let left = xs.min(), let right = xs.max(), let low = ys.min(), let high = ys.max() else {
      return []
    }
    let (width, height) = (right > left ? right - left : 1, high > low ? high - low : 1)
    // A margin on each side, so that no point stands at the edge.
    let (x0, y0) = (left - width / 12, low - height / 8)
    let (xRange, yRange) = (width * 7 / 6, height * 5 / 4)
    let labels = (0..<room.rows).map { row in
      Numbers.fixed(
        y0 + yRange * (1 - (Double(row) + 0.5) / Double(room.rows)), decimals: 1)
    }
    let margin = (labels.map(\.count).max() ?? 0) + 2
    let columns = room.columns - margin
    guard columns > 4 else { return chosenLine(room) }
    var cells = [[Span]](
      repeating: [Span](repeating: Span(" "), count: columns), count: room.rows)
    func row(_ y: Double) -> Int? {
      let share = (y - y0) / yRange
      guard share.isFinite, share >= 0, share < 1 else { return nil }
      return room.rows - 1 - Int(share * Double(room.rows))
    }
    // Own line last, so that it lies above the others.
    let lines = ends.filter { !$0.isOwn } + ends.filter(\.isOwn) + [now].compactMap { $0 }
    for fit in lines {
      for column in 0..<columns {
        let x = x0 + xRange * (Double(column) + 0.5) / Double(columns)
        guard let row = row(fit.w * x + fit.b) else { continue }
        let isEnd = fit.letter != "·"
        cells[row][column] = Span(
          subject.glyphs.spell(String(fit.letter)),
          isEnd ? (fit.isOwn ? .accent : .mark(.signals, -4)) : .bold)
      }
    }
    for point in points {
      let share = (point.x - x0) / xRange
      guard share.isFinite, let row = row(point.y) else { continue }
      let column = min(max(Int(share * Double(columns)), 0), columns - 1)
      cells[row][column] = Span(
        point.isChosen ? ">" : "O", point.isChosen ? .chosen : .mark(.signals, 5),
        link: point.cell.map { TutorLink.cell($0) })
    }
    return zip(labels, cells).map { label, row in
      Line([Span(label.leftPadded(to: margin - 1) + " ", .dim)] + joined(row))
    }
  }

  /// Neighbours that look alike in one span.
  private func joined(_ spans: [Span]) -> [Span] {
    spans.reduce(into: []) { joined, span in
      if let last = joined.last, last.style == span.style, last.link == nil, span.link == nil {
        joined[joined.count - 1].text += span.text
      } else {
        joined.append(span)
      }
    }
  }

  // MARK: - In words

  func plain() -> [String] {
    if let refusal { return TextWrap.lines(refusal, width: 78) }
    var samples = TextTable([
      .init("sample", .right), .init("x", .right), .init("measured", .right),
    ])
    samples.rows = points.enumerated().map {
      [String($0), Numbers.rule($1.x), Numbers.rule($1.y)]
    }
    var lines = TextTable([
      .init("line"), .init("w", .right), .init("b", .right), .init("loss", .right),
    ])
    lines.rows = ([now].compactMap { $0 } + ends).map {
      [
        $0.name, Numbers.fixed($0.w, decimals: 2), Numbers.fixed($0.b, decimals: 2),
        $0.loss.map { Numbers.loss($0) } ?? "not computed yet",
      ]
    }
    return ["The points:"] + samples.lines(width: 78)
      + ["The line y = w x + b as it stands, and after the updates of each run:"]
      + lines.lines(width: 78)
  }
}
