/// Colours of 24 bits by way of curses, which knows them only for terminal types whose description
/// says so: `xterm-direct` beside `xterm-256color`, and so on.
///
/// The other way, to redefine entries of the terminal's own table, is not taken: when it ends, curses
/// would reset the whole table, the user's own colours as well.
package enum DirectColor {
  /// The type to try first: that of exact colours, where COLORTERM says that the terminal shows
  /// them; nil where it does not say so, or where the type is of another kind.
  package static func type(beside type: String, environment: [String: String]) -> String? {
    guard ["truecolor", "24bit"].contains(environment["COLORTERM"]?.lowercased()) else {
      return nil
    }
    let base = type.hasSuffix("-256color") ? String(type.dropLast("-256color".count)) : type
    return base.isEmpty || base.contains("-") ? nil : base + "-direct"
  }

  /// How curses calls a colour: -1 is the terminal's own, others are the number in the table, or
  /// where colours are exact the 24 bits.
  package static func number(of color: TerminalColor?, depth: ColorDepth) -> Int32 {
    guard let color else { return -1 }
    guard depth == .exact else { return Int32(color.index) }
    let rgb = color.rgb
    return Int32(rgb.red << 16 | rgb.green << 8 | rgb.blue)
  }
}
