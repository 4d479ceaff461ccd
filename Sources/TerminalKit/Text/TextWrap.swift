/// Breaks text into lines.
package enum TextWrap {
  /// Breaks at spaces; words that are longer than a line are cut.
  ///
  /// - Parameters:
  ///   - text: runs of white space count as one space.
  ///   - width: in characters, each of which takes one cell; at least 1.
  ///   - indent: how far the lines after the first are indented; given up where there is no room.
  /// - Returns: lines of at most `width` characters.
  package static func lines(_ text: String, width: Int, indent: Int = 0) -> [String] {
    let width = max(width, 1)
    let margin = String(repeating: " ", count: indent < width ? indent : 0)
    var lines: [String] = []
    var line = ""
    var isStarted = false
    func end() {
      lines.append(line)
      line = margin
      isStarted = false
    }
    for word in text.split(whereSeparator: \.isWhitespace) {
      var rest = word
      if isStarted, line.count + 1 + rest.count > width { end() }
      if isStarted { line += " " }
      while line.count + rest.count > width {
        let room = width - line.count
        line += rest.prefix(room)
        rest = rest.dropFirst(room)
        end()
      }
      line += rest
      isStarted = true
    }
    if isStarted { lines.append(line) }
    return lines
  }
}
