import Engine
import TerminalKit

/// Samples side by side with their captions, as lines of text.
package struct SampleSheet {
  package let data: Dataset
  package let rows: [Int]
  package let columns: Int
  /// Whether half blocks and colours can be shown.
  package let isColored: Bool
  private let factor: Int
  private let perLine: Int

  private static let gap = 2

  /// - Parameters:
  ///   - data: where the samples are.
  ///   - chosen: which of them; nil for as many from the first as fill the terminal.
  ///   - size: of the terminal.
  ///   - isColored: whether half blocks and colours can be shown.
  package init(_ data: Dataset, chosen: [Int]?, size: Size, isColored: Bool) {
    self.data = data
    self.isColored = isColored
    columns = max(size.columns, 1)
    guard data.sampleShape.isPicture else {
      (factor, perLine) = (1, 1)
      rows = chosen ?? Array(0..<min(max(size.rows - 3, 1), data.count))
      return
    }
    let (height, width) = (data.sampleShape[0], data.sampleShape[1])
    // Two samples side by side, when more than one is shown; a heading above and the prompt below take two lines.
    let room = chosen?.count == 1 ? columns : (columns - Self.gap) / 2
    let lines = max(size.rows - 4, 1)
    let wanted = max((width + room - 1) / max(room, 1), (height + 2 * lines - 1) / (2 * lines))
    factor = max(1, min(wanted, max(width, height)))
    let shown = (
      width: (width + factor - 1) / factor, lines: (height + 2 * factor - 1) / factor / 2
    )
    perLine = max(1, (columns + Self.gap) / (shown.width + Self.gap))
    let bands = max(1, (size.rows - 2) / (shown.lines + 2))
    rows = chosen ?? Array(0..<min(perLine * bands, data.count))
  }

  /// `12: cat`, the sample's number in its part and its class.
  func caption(_ row: Int) -> String {
    if let name = data.className(ofRow: row) { return "\(row): \(name)" }
    let values = target(row).map { TrainingProgress.number(Double($0)) }
    return "\(row): \(values.joined(separator: " "))"
  }

  /// All lines, captions above their samples.
  package var lines: [String] {
    guard data.sampleShape.isPicture else { return rows.map(numbers) }
    var lines: [String] = []
    for start in stride(from: 0, to: rows.count, by: perLine) {
      let band = rows[start..<min(start + perLine, rows.count)]
      let pictures = band.map { picture(of: $0) }
      if !lines.isEmpty { lines.append("") }
      let width = pictures.first?.width ?? 0
      lines.append(
        band.map { row in
          let text = String(caption(row).prefix(max(width, band.count == 1 ? columns : width)))
          return text + String(repeating: " ", count: max(0, width - text.count))
        }.joined(separator: String(repeating: " ", count: Self.gap)).trimmedAtEnd)
      for line in 0..<(pictures.first?.lineCount ?? 0) {
        let parts = pictures.map { isColored ? $0.blocks(line: line) : $0.letters(line: line) }
        let text = parts.joined(separator: String(repeating: " ", count: Self.gap))
        lines.append(isColored ? text : text.trimmedAtEnd)
      }
    }
    return lines
  }

  private func picture(of row: Int) -> SamplePicture {
    let shape = data.sampleShape
    return SamplePicture(
      sample(row), rows: shape[0], columns: shape[1], channels: shape[2], factor: factor)
  }

  /// A sample that is no picture: its caption and as many numbers as fit.
  private func numbers(_ row: Int) -> String {
    let numbers = sample(row).map { TrainingProgress.number(Double($0)) }
    let text = caption(row) + "  " + numbers.joined(separator: " ")
    return text.count <= columns ? text : String(text.prefix(max(columns - 1, 0))) + "…"
  }

  private func sample(_ row: Int) -> [Float] {
    let count = data.sampleShape.count
    return [Float](unsafeUninitializedCapacity: count) { buffer, initialized in
      if let base = buffer.baseAddress { data.copySample(row, into: base) }
      initialized = count
    }
  }

  private func target(_ row: Int) -> [Float] {
    guard case .values(let values) = data.answers else { return [] }
    let size = values.shape.sample.count
    return Array(values.elements[row * size..<(row + 1) * size])
  }
}

extension Shape {
  /// Whether samples of this shape can be drawn: height, width, and one channel or three.
  fileprivate var isPicture: Bool { rank == 3 && (self[2] == 1 || self[2] == 3) }
}

extension String {
  /// Without the spaces at its end.
  fileprivate var trimmedAtEnd: String {
    var text = self[...]
    while text.last == " " { text.removeLast() }
    return String(text)
  }
}
