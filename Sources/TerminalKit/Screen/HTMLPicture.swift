extension Screen {
  /// The screen as text with colours for a page of the web: what stands between `<pre>` and `</pre>`.
  ///
  /// - Parameters:
  ///   - depth: how many colours; `none` leaves attributes alone.
  ///   - ground: dark or light: what the page behind it is.
  /// - Returns: one line per row.
  package func html(colors depth: ColorDepth = .full, ground: Ground = .dark) -> String {
    let theme = Theme(ground: ground, depth: depth)
    var text = ""
    for row in 0..<size.rows {
      var (run, style) = ("", "")
      func flush() {
        guard !run.isEmpty else { return }
        text += style.isEmpty ? run : "<span style=\"\(style)\">\(run)</span>"
        run = ""
      }
      for column in 0..<size.columns {
        let cell = self[row, column]
        let next = theme.appearance(of: cell.style).css
        if next != style { flush() }
        style = next
        run += Self.escaped(cell.character)
      }
      flush()
      text += "\n"
    }
    return text
  }

  private static func escaped(_ character: Character) -> String {
    switch character {
    case "&": "&amp;"
    case "<": "&lt;"
    case ">": "&gt;"
    default: String(character)
    }
  }
}

extension Appearance {
  /// The declarations of CSS for this appearance; empty for plain text.
  fileprivate var css: String {
    let (front, back) = reverse ? (background, foreground) : (foreground, background)
    var parts: [String] = []
    if let front { parts.append("color:\(front.rgb.hexadecimal)") }
    if let back { parts.append("background:\(back.rgb.hexadecimal)") }
    if reverse, front == nil, back == nil { parts.append("filter:invert(1)") }
    if bold { parts.append("font-weight:bold") }
    if dim { parts.append("opacity:.6") }
    if underline { parts.append("text-decoration:underline") }
    return parts.joined(separator: ";")
  }
}
