extension Screen {
  /// The screen as a picture that scales: an SVG file of characters on a grid, in the colours of
  /// the theme, that a browser or a drawing program opens.
  ///
  /// Every character has its own place, so that no font shifts a column; the ground of cells of
  /// one colour in a row is one rectangle.
  ///
  /// - Parameters:
  ///   - depth: how many colours; `none` leaves attributes alone.
  ///   - ground: dark or light, which is the colour of the sheet as well.
  /// - Returns: the text of the file.
  package func svg(colors depth: ColorDepth = .full, ground: Ground = .dark) -> String {
    let sheet = SVGSheet(theme: Theme(ground: ground, depth: depth))
    let width = size.columns * SVGSheet.cell.width
    let height = size.rows * SVGSheet.cell.height
    var lines = [
      "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 \(width) \(height)\" "
        + "width=\"\(width)\" height=\"\(height)\" "
        + "font-family=\"'DejaVu Sans Mono', Menlo, Consolas, monospace\" "
        + "font-size=\"\(SVGSheet.fontSize)\" xml:space=\"preserve\">",
      "<rect width=\"100%\" height=\"100%\" fill=\"\(sheet.ground.hexadecimal)\"/>",
    ]
    for row in 0..<size.rows {
      let runs = runs(row: row)
      lines += runs.compactMap { sheet.rectangle($0, row: row) }
      lines += runs.compactMap { sheet.text($0, row: row) }
    }
    return (lines + ["</svg>", ""]).joined(separator: "\n")
  }

  /// The stretches of one style in a row.
  private func runs(row: Int) -> [SVGSheet.Run] {
    var runs: [SVGSheet.Run] = []
    for column in 0..<size.columns {
      let cell = self[row, column]
      if runs.last?.style == cell.style {
        runs[runs.count - 1].text.append(cell.character)
      } else {
        runs.append(SVGSheet.Run(column: column, text: String(cell.character), style: cell.style))
      }
    }
    return runs
  }
}

/// What the pictures of all cells have in common.
private struct SVGSheet {
  /// Pixels; DejaVu Sans Mono is .602 of its size wide.
  static let cell = (width: 9, height: 18)
  static let fontSize = 15
  private static let baseline = 13

  struct Run {
    let column: Int
    var text: String
    let style: Style
  }

  let theme: Theme
  /// The colours of a cell that has none of its own.
  let ground: RGB
  private let ink: RGB

  init(theme: Theme) {
    self.theme = theme
    let (dark, light) = (RGB(16, 16, 16), RGB(228, 228, 228))
    ground = theme.ground == .dark ? dark : RGB(255, 255, 255)
    ink = theme.ground == .dark ? light : dark
  }

  /// Foreground and, where it is not the sheet's, background.
  private func colors(_ style: Style) -> (foreground: RGB, background: RGB?, look: Appearance) {
    let look = theme.appearance(of: style)
    let front = look.foreground?.rgb ?? ink
    let back = look.background?.rgb
    return look.reverse ? (back ?? ground, front, look) : (front, back, look)
  }

  func rectangle(_ run: Run, row: Int) -> String? {
    guard let color = colors(run.style).background else { return nil }
    let (width, height) = Self.cell
    return "<rect x=\"\(run.column * width)\" y=\"\(row * height)\" "
      + "width=\"\(run.text.count * width)\" height=\"\(height)\" fill=\"\(color.hexadecimal)\"/>"
  }

  func text(_ run: Run, row: Int) -> String? {
    let (foreground, _, look) = colors(run.style)
    guard look.underline || run.text.contains(where: { $0 != " " }) else { return nil }
    let places = (0..<run.text.count).map { String((run.column + $0) * Self.cell.width) }
    var attributes = "fill=\"\(foreground.hexadecimal)\""
    if look.bold { attributes += " font-weight=\"bold\"" }
    if look.dim { attributes += " opacity=\"0.6\"" }
    if look.underline { attributes += " text-decoration=\"underline\"" }
    return "<text x=\"\(places.joined(separator: " "))\" "
      + "y=\"\(row * Self.cell.height + Self.baseline)\" \(attributes)>\(escaped(run.text))</text>"
  }

  private func escaped(_ text: String) -> String {
    text.replacing("&", with: "&amp;").replacing("<", with: "&lt;").replacing(">", with: "&gt;")
  }
}
