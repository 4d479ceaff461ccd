import Testing

@testable import TerminalKit

@Suite struct RGBTests {
  /// WCAG's examples.
  @Test func `contrast is the standard's`() {
    #expect(abs(RGB(0, 0, 0).contrast(with: RGB(255, 255, 255)) - 21) < 1e-9)
    #expect(abs(RGB(128, 128, 128).contrast(with: RGB(255, 255, 255)) - 3.95) < 0.01)
    #expect(abs(RGB(255, 0, 0).luminance - 0.2126) < 1e-9)
  }

  @Test func `hexadecimal is as SVG writes it`() {
    #expect(RGB(255, 135, 0).hexadecimal == "#ff8700")
    #expect(RGB(hexadecimal: 0xff8700) == RGB(255, 135, 0))
  }
}
