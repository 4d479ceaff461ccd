import Testing

@testable import TerminalKit

@Suite struct GlyphsTests {
  /// The table of the signs of the lesson.
  @Test(arguments: [
    ("══▶", "==>"), ("──▶", "-->"), ("◀══", "<=="), ("─", "-"), ("│", "|"), ("·", "."), ("×", "*"),
    ("Σ", "sum"), ("δ", "d"), ("∂W", "gW"), ("≈", "~="), ("█", "#"), ("◀", "<"), ("←", "<-"),
    ("→", "->"),
  ])
  func `a sign has its spelling`(_ sign: String, _ spelling: String) {
    #expect(translate(sign, to: .ascii) == spelling)
    #expect(translate(sign, to: .unicode) == sign)
  }

  @Test func `nothing but printable ASCII is left`() {
    for value in UInt32(0)...0x2fff {
      guard let scalar = Unicode.Scalar(value) else { continue }
      let cell = Glyphs.ascii.cell(Character(scalar))
      let ascii = cell.asciiValue.map { (0x20..<0x7f).contains($0) }
      #expect(ascii == true, "U+\(String(value, radix: 16)) became \(cell)")
    }
  }

  @Test func `letters lose their accents`() {
    #expect(translate("Fréchet, naïve, Gödel", to: .ascii) == "Frechet, naive, Godel")
  }

  @Test func `the bars make a ramp without repetition`() {
    let ramp = " ▁▂▃▄▅▆▇█".map { Glyphs.ascii.cell($0) }
    #expect(Set(ramp).count == 9)
  }
}
