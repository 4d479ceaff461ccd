/// Which terminals obey the sequences of others: a system often has no description of a new terminal.
enum TerminalKin {
  /// Terminals that say of themselves that they understand what xterm with 256 colours does.
  private static let likeXterm = [
    "xterm", "alacritty", "contour", "foot", "ghostty", "gnome", "iterm", "kitty", "konsole",
    "mintty", "mlterm", "nsterm", "rio", "rxvt", "st", "terminator", "termite", "vte", "wezterm",
    "zutty",
  ]
  private static let likeScreen = ["screen", "tmux"]

  /// The types to try for a terminal that has no description, the likeliest first; none for a name
  /// that is no kin of theirs.
  static func types(like type: String) -> [String] {
    if isOne(type, of: likeXterm) { return ["xterm-256color", "xterm"] }
    if isOne(type, of: likeScreen) { return ["screen-256color", "screen", "xterm-256color"] }
    return []
  }

  /// Names are those of the list alone or with an ending: `st`, `st-256color`, `foot+base`, but not `stv52`.
  private static func isOne(_ type: String, of names: [String]) -> Bool {
    names.contains(String(type.lowercased().prefix { $0 != "-" && $0 != "+" && $0 != "." }))
  }
}
