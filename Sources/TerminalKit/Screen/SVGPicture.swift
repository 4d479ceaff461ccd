extension Screen {
  /// The screen as a picture (SVG 1.1) in the colours that it has on a terminal, its text still text.
  package func svg(ground: Ground = .dark) -> String {
    let theme = Theme(ground: ground, depth: .full)
    let paper = ground == .dark ? TerminalColor(234) : .white
    let ink = ground == .dark ? TerminalColor(252) : .black
    var (boxes, texts) = ("", "")
    for row in 0..<size.rows {
      for stretch in stretches(row, theme) {
        let look = stretch.look
        var (front, back) = (look.foreground ?? ink, look.background)
        if look.reverse { (front, back) = (back ?? paper, front) }
        let place = (x: stretch.column * Self.cell.width, y: row * Self.cell.height)
        if let back {
          boxes +=
            "<rect x=\"\(place.x)\" y=\"\(place.y)\" width=\"\(stretch.text.count * Self.cell.width)\""
            + " height=\"\(Self.cell.height)\" fill=\"\(back.hex)\"/>\n"
        }
        guard stretch.text.contains(where: { $0 != " " }) else { continue }
        texts +=
          "<text x=\"\(place.x)\" y=\"\(place.y + Self.baseline)\" fill=\"\(front.hex)\""
          + look.svgAttributes + " textLength=\"\(stretch.text.count * Self.cell.width)\">"
          + Self.escaped(stretch.text) + "</text>\n"
      }
    }
    let (width, height) = (size.columns * Self.cell.width, size.rows * Self.cell.height)
    return """
      <svg xmlns="http://www.w3.org/2000/svg" width="\(width)" height="\(height)" \
      viewBox="0 0 \(width) \(height)" font-family="monospace" font-size="\(Self.fontSize)" \
      xml:space="preserve">
      <rect width="\(width)" height="\(height)" fill="\(paper.hex)"/>
      \(boxes)\(texts)</svg>

      """
  }

  /// A cell in the units of the picture; a font of 14 units is 8.4 wide.
  private static let cell = (width: 9, height: 18)
  private static let (fontSize, baseline) = (15, 14)

  private struct Stretch {
    var column: Int
    var text: String
    var look: Appearance
  }

  /// A row as the stretches of one appearance each.
  private func stretches(_ row: Int, _ theme: Theme) -> [Stretch] {
    var stretches: [Stretch] = []
    for column in 0..<size.columns {
      let cell = self[row, column]
      let look = theme.appearance(of: cell.style)
      if let last = stretches.indices.last, stretches[last].look == look {
        stretches[last].text.append(cell.character)
      } else {
        stretches.append(Stretch(column: column, text: String(cell.character), look: look))
      }
    }
    return stretches
  }

  private static func escaped(_ text: String) -> String {
    text.replacing("&", with: "&amp;").replacing("<", with: "&lt;").replacing(">", with: "&gt;")
  }
}

extension Appearance {
  fileprivate var svgAttributes: String {
    (bold ? " font-weight=\"bold\"" : "") + (underline ? " text-decoration=\"underline\"" : "")
      + (dim ? " opacity=\".6\"" : "")
  }
}

extension TerminalColor {
  /// As in `#d78700`.
  package var hex: String {
    let (red, green, blue) = rgb
    return "#"
      + [red, green, blue].map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
  }
}
