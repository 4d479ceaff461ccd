extension Screen {
  /// The screen as text with the escape sequences of colours and attributes (ECMA-48 SGR), so
  /// that it can be shown or stored without a terminal of its own; no cursor movement.
  package func ansi(colors depth: ColorDepth = .full, ground: Ground = .dark) -> String {
    let theme = Theme(ground: ground, depth: depth)
    var picture = ""
    for row in 0..<size.rows {
      var current = Appearance()
      for column in 0..<size.columns {
        let cell = self[row, column]
        let look = theme.appearance(of: cell.style)
        if look != current { picture += "\u{1b}[" + look.renditionCodes + "m" }
        current = look
        picture.append(cell.character)
      }
      if current != Appearance() { picture += "\u{1b}[0m" }
      picture += "\n"
    }
    return picture
  }
}

extension Appearance {
  /// The parameters of SGR that set this appearance and nothing else: 0 clears what was before.
  package var renditionCodes: String {
    var codes = ["0"]
    if bold { codes.append("1") }
    if dim { codes.append("2") }
    if underline { codes.append("4") }
    if reverse { codes.append("7") }
    if let foreground { codes.append(foreground.rendition(basic: 30, extended: 38)) }
    if let background { codes.append(background.rendition(basic: 40, extended: 48)) }
    return codes.joined(separator: ";")
  }
}

extension TerminalColor {
  fileprivate func rendition(basic: Int, extended: Int) -> String {
    if let exact { return "\(extended);2;\(exact.red);\(exact.green);\(exact.blue)" }
    return index < 8 ? "\(basic + index)" : "\(extended);5;\(index)"
  }
}
