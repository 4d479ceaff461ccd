/// What a page is drawn on, as far as a page may know it.
package struct Surface: Hashable, Sendable {
  package var size: Size
  package var glyphs = Glyphs.unicode
  /// The colours in which the terminal shows a style.
  package var theme = Theme()

  package init(size: Size, glyphs: Glyphs = .unicode, theme: Theme = Theme()) {
    self.size = size
    self.glyphs = glyphs
    self.theme = theme
  }
}
