/// What the user asked for on the command line; nil leaves it to the terminal and its environment.
package struct DisplayOptions: Equatable, Sendable {
  package var ground: Ground?
  package var depth: ColorDepth?
  package var glyphs: Glyphs?
  package var mouse = true

  package init(
    ground: Ground? = nil, depth: ColorDepth? = nil, glyphs: Glyphs? = nil, mouse: Bool = true
  ) {
    self.ground = ground
    self.depth = depth
    self.glyphs = glyphs
    self.mouse = mouse
  }

  /// The theme for a terminal with that many colours: what was asked for goes before the
  /// environment, the environment before what the terminal can do.
  package func theme(colors: Int, environment: [String: String]) -> Theme {
    Theme(
      ground: ground ?? Ground(environment: environment) ?? .dark,
      depth: min(
        depth ?? ColorDepth(environment: environment) ?? .exact, ColorDepth(colors: colors)))
  }

  /// The glyphs for a locale with that character encoding.
  package func glyphs(codeset: String) -> Glyphs {
    if let glyphs { return glyphs }
    let name = codeset.uppercased().filter { $0 != "-" }
    return name == "UTF8" ? .unicode : .ascii
  }
}

extension Ground {
  /// From `COLORFGBG`, which some terminals set to "foreground;background": 7 and the bright
  /// colours are light, except 8, which is dark grey.
  package init?(environment: [String: String]) {
    guard let last = environment["COLORFGBG"]?.split(separator: ";").last, let color = Int(last)
    else { return nil }
    self = color == 7 || (9...15).contains(color) ? .light : .dark
  }
}

extension ColorDepth {
  /// No colours when `NO_COLOR` is there and not empty (no-color.org).
  package init?(environment: [String: String]) {
    guard environment["NO_COLOR"]?.isEmpty == false else { return nil }
    self = .none
  }

  /// What a terminal of that many colours can show.
  package init(colors: Int) {
    self = colors >= 1 << 24 ? .exact : colors >= 256 ? .full : colors >= 8 ? .sixteen : .none
  }
}
