/// The meaning of a cell's colour; `Theme` says which colour that is on a given terminal.
package enum Ink: Hashable, Sendable {
  case plain
  case accent
  /// The cell that is explained: the accent as background, whatever its number would look like.
  case chosen
  case warning
  case dim
  /// One of thirteen steps from -6, most negative, to 6, most positive: the background of the
  /// cell, with the text in the colour that contrasts more. Steps beyond the ends count as ends.
  case heat(Palette, Int)
  /// The colour of that step as foreground on the ground of the terminal: for bars and marks.
  /// The inner steps are hardly lighter than the ground; bars take ±3 and beyond.
  case mark(Palette, Int)
  /// Two pixels of a picture, in greys from 0, black, to `lastGrey`, white: the brighter one as foreground, the
  /// other as background. Without greys the characters alone tell bright from dark.
  case greys(front: Int, back: Int)
}

/// How a cell is drawn.
package struct Style: Hashable, Sendable {
  package var ink: Ink = .plain
  package var bold = false
  package var underline = false
  package var reverse = false

  package init(
    ink: Ink = .plain, bold: Bool = false, underline: Bool = false, reverse: Bool = false
  ) {
    self.ink = ink
    self.bold = bold
    self.underline = underline
    self.reverse = reverse
  }

  package static let plain = Style()
  package static let bold = Style(bold: true)
  package static let underline = Style(underline: true)
  package static let reverse = Style(reverse: true)
  package static let accent = Style(ink: .accent)
  /// The one look of the chosen cell in maps, thumbnails, lists, tables and charts.
  package static let chosen = Style(ink: .chosen, bold: true)
  package static let warning = Style(ink: .warning)
  package static let dim = Style(ink: .dim)

  package static func heat(_ palette: Palette, _ step: Int) -> Style {
    Style(ink: .heat(palette, Ink.clamp(step)))
  }

  package static func mark(_ palette: Palette, _ step: Int) -> Style {
    Style(ink: .mark(palette, Ink.clamp(step)))
  }
}

extension Ink {
  /// The brightest grey.
  package static let lastGrey = 7

  /// The largest step of a palette, and the smallest with a minus.
  package static let lastStep = 6

  package static func clamp(_ step: Int) -> Int {
    max(-lastStep, min(lastStep, step))
  }

  /// The step of a value on a scale that is symmetric about 0.
  ///
  /// step = sign(value) × ⌈6 |value| / scale⌉, so that only an exact 0 has step 0 and the whole
  /// scale has step ±6; nil for nan and the infinities, and when the scale is not positive.
  package static func step(of value: Double, scale: Double) -> Int? {
    guard value.isFinite, scale.isFinite, scale > 0 else { return nil }
    let share = min(1, abs(value) / scale)
    let size = Int((Double(lastStep) * share).rounded(.up))
    return value < 0 ? -size : size
  }
}
