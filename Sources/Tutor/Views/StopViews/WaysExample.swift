import Engine
import TerminalKit
import Tracer

/// Two neighbouring sums of a picture of one row, computed in every way.
struct WaysExample: Sendable {
  private let row: RowConvolution
  private let bias: Double
  /// The cells of the two sums, with the chosen one among them where it can be.
  private let cells: [CellAddress]
  private let chosen: CellAddress?
  private let state: [CellText.State]

  /// nil where the layer of the stop is not one kernel of three taps on a row of one map.
  init?(_ subject: StopSubject) {
    guard let table = ColumnsTable(subject), table.form == .forward, table.kernelSize == 3,
      table.channels == 1, table.source.shape[1] == 1, table.source.shape[2] >= 4
    else { return nil }
    let width = table.source.shape[2]
    let choice = table.choice(of: subject.cell)
    let cell = choice.column.map { table.cell(ofColumn: $0) } ?? choice.pixel?.index ?? [0, 0, 1]
    let (sample, column) = (cell[0], cell[2])
    // Two sums whose windows lie in the picture.
    let start = min(max(column - 1, 0), width - 4)
    func value(_ cell: CellAddress) -> Double? {
      subject.provenance.value(at: cell).map(Double.init)
    }
    let pixels = (start..<start + 4).compactMap { value(table.source.cell([sample, 0, $0, 0])) }
    let taps = (3..<6).compactMap { value(table.weight(kernel: choice.kernel, row: $0)) }
    guard let row = RowConvolution(pixels: pixels, taps: taps),
      let bias = table.bias.flatMap({ value($0.cell([choice.kernel])) })
    else { return nil }
    (self.row, self.bias) = (row, bias)
    cells = [1, 2].map { table.result.cell([sample, 0, start + $0, choice.kernel]) }
    chosen = choice.column.map { table.sum(kernel: choice.kernel, column: $0) }
    state = cells.map { subject.text.state(of: $0) }
  }

  // MARK: - Numbers

  private static func text(_ value: Double) -> String { Numbers.rule(value) }

  /// What is computed here, or the sign that it is not to be seen.
  private func shown(_ value: Double) -> String { hidden ?? Self.text(value) }

  /// `?` while a question asks for one of the sums, `·` before they are computed.
  private var hidden: String? {
    state.contains(.covered) ? "?" : state.contains(.notComputed) ? "·" : nil
  }

  private func sum(_ position: Int) -> Span {
    Span(
      shown(row.sums[position] + bias), cells[position] == chosen ? .chosen : .bold,
      link: TutorLink.cell(cells[position]))
  }

  private var biasText: String {
    bias == 0 ? "" : bias < 0 ? " - \(Self.text(-bias))" : " + \(Self.text(bias))"
  }

  private var listed: (pixels: String, taps: String) {
    (
      row.pixels.map(Self.text).joined(separator: " "),
      row.taps.map(Self.text).joined(separator: " ")
    )
  }

  var title: String {
    "Pixels \(listed.pixels), taps \(listed.taps), sums \(sum(0).text) and \(sum(1).text)."
  }

  var heading: Heading {
    let given = "pixels \(listed.pixels)   taps \(listed.taps)"
    return Heading(
      "ways", "\(given)   sums \(sum(0).text) and \(sum(1).text)", given, "four ways")
  }

  // MARK: - Lines

  /// As much as fits: all ways in full, else the matrix product is left out, else only counts.
  func lines(in room: Size) -> [Line] {
    let full = blocks(width: room.columns, isFull: true)
    let short = blocks(width: room.columns, isFull: false)
    let choices = [full, [full[0], full[2], full[3]], [full[0], full[2]], [full[2]], short]
    let block = choices.first { $0.reduce(0) { $0 + $1.count } <= room.rows } ?? short
    return Array(block.flatMap { $0 }.filter { $0.width <= room.columns }.prefix(room.rows))
  }

  /// The lines of each way.
  func blocks(width: Int, isFull: Bool) -> [[Line]] {
    guard isFull else {
      return [("definition", "6"), ("Winograd", "4"), ("FFT", "4 complex")].map { name, count in
        let forms = [" \(name): \(count) products", " \(name) \(count)", " \(count)"]
        return [Line(forms.first { $0.count <= width } ?? "")]
      }
    }
    return [
      flow("definition", [definition(0), definition(1), Line("6 products", .dim)], width),
      flow("GEMM", matrix, width), flow("Winograd", minimal, width),
      flow("FFT", spectra(width), width),
    ]
  }

  /// A name and its parts, on as many lines as they take.
  private func flow(_ name: String, _ parts: [Line], _ width: Int) -> [Line] {
    let margin = width >= 60 ? 13 : 2
    var lines = [Line(" " + name, .bold).padded(to: margin)]
    if width < 60 { lines = [Line(" \(name)", .bold), Line("  ")] }
    var isEmpty = true
    for part in parts where margin + part.width <= width {
      let last = lines[lines.count - 1]
      if !isEmpty, last.width + 3 + part.width > width {
        lines.append(Line(String(repeating: " ", count: margin)) + part)
      } else {
        lines[lines.count - 1] = last + Line(isEmpty ? "" : "   ") + part
      }
      isEmpty = false
    }
    return lines
  }

  private func definition(_ position: Int) -> Line {
    let products = row.taps.indices.map {
      "\(Self.text(row.pixels[position + $0]))×\(Self.text(row.taps[$0]))"
    }
    return Line("\(products.joined(separator: " + "))\(biasText) = ") + Line([sum(position)])
  }

  private var matrix: [Line] {
    let columns = (0..<3).map { "\(Self.text(row.pixels[$0])) \(Self.text(row.pixels[$0 + 1]))" }
    return [
      Line("[\(listed.taps)] × [\(columns.joined(separator: "; "))]\(biasText) = [")
        + Line([sum(0)])
        + " " + Line([sum(1)]) + "]",
      Line("6 products", .dim),
    ]
  }

  private var minimal: [Line] {
    let products = row.minimalProducts
    let each = products.enumerated().map { number, product in
      Line(
        "m\(number + 1) (\(combined(product.pixelShares)))×\(Self.text(product.tapSum)) = "
          + shown(product.value))
    }
    let sums = (0..<2).map { position -> Line in
      let used = products.enumerated().filter { $0.element.shares[position] != 0 }
      let text = used.enumerated().map { place, item in
        let isMinus = item.element.shares[position] < 0
        return (isMinus ? "-" : place == 0 ? "" : "+") + "m\(item.offset + 1)"
      }
      return Line("\(text.joined())\(biasText) = ") + Line([sum(position)])
    }
    return each + sums + [Line("4 products", .dim)]
  }

  /// The pixels that count, those with a plus first: `3+2`, `1-2`.
  private func combined(_ shares: [Double]) -> String {
    let terms = zip(shares, row.pixels).filter { $0.0 != 0 }
    let ordered = terms.filter { $0.0 > 0 } + terms.filter { $0.0 < 0 }
    return ordered.enumerated().map { place, term in
      let value = term.0 * term.1
      let text = value < 0 ? Self.text(value) : (place == 0 ? "" : "+") + Self.text(value)
      return value == 0 && term.0 < 0 ? "-0" : text
    }.joined()
  }

  private func spectra(_ width: Int) -> [Line] {
    let product = hidden ?? Self.list(row.productSpectrum)
    let (pixels, taps) = (Self.list(row.pixelSpectrum), Self.list(row.tapSpectrum))
    let whole = "\(pixels) × \(taps) = \(product)"
    let back = row.sumsOfSpectra.map { shown($0 + bias) }
    return (whole.count + 13 <= width ? [whole] : [pixels, "× \(taps)", "= \(product)"]).map {
      Line($0)
    } + [
      Line("back: \(back[0]) and \(back[1])\(bias == 0 ? "" : ", bias added")"),
      Line("4 complex products", .dim),
    ]
  }

  private static func list(_ numbers: [RowConvolution.Complex]) -> String {
    "(\(numbers.map(text).joined(separator: ", ")))"
  }

  /// `-1-4i`, `5`, `2i`; what rounding leaves of 0 is 0.
  private static func text(_ number: RowConvolution.Complex) -> String {
    func clean(_ value: Double) -> Double { abs(value) < 1e-12 ? 0 : value }
    let (real, imaginary) = (clean(number.real), clean(number.imaginary))
    guard imaginary != 0 else { return text(real) }
    let size = abs(imaginary) == 1 ? "" : text(abs(imaginary))
    let start = real == 0 ? (imaginary < 0 ? "-" : "") : text(real) + (imaginary < 0 ? "-" : "+")
    return "\(start)\(size)i"
  }
}
