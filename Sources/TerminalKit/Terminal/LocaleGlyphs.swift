import Foundation

extension DisplayOptions {
  /// The glyphs for standard output: what was asked for, or what the locale can write.
  package func glyphsOfLocale() -> Glyphs {
    setlocale(LC_CTYPE, "")
    return glyphs(codeset: String(cString: nl_langinfo(CInt(CODESET))))
  }
}
