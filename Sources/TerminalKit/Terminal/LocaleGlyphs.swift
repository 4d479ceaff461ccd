import Foundation

extension DisplayOptions {
  /// The characters for standard output: those that the user asked for, or those of the locale.
  package func glyphsOfLocale() -> Glyphs {
    setlocale(LC_CTYPE, "")
    return glyphs(codeset: String(cString: nl_langinfo(CInt(CODESET))))
  }
}
