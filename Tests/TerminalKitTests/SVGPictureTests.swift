import Foundation
import Testing

@testable import TerminalKit

#if canImport(FoundationXML)
  import FoundationXML
#endif

@Suite struct SVGPictureTests {
  private var screen: Screen {
    var screen = Screen(size: Size(columns: 6, rows: 2))
    screen.put("a<&", row: 0, column: 0)
    screen.put("bc", row: 0, column: 3, style: .heat(.signals, 6))
    screen.put("d", row: 1, column: 1, style: .reverse)
    screen.put("e", row: 1, column: 2, style: .underline)
    return screen
  }

  @Test func `it is XML with a place for every character`() {
    let svg = screen.svg()
    let parser = XMLParser(data: Data(svg.utf8))
    #expect(parser.parse(), "\(String(describing: parser.parserError))")
    #expect(svg.contains("viewBox=\"0 0 54 36\""))
    #expect(svg.contains("<text x=\"0 9 18\" y=\"13\" fill=\"#e4e4e4\">a&lt;&amp;</text>"))
    #expect(svg.contains("<text x=\"27 36\" y=\"13\" fill=\"#000000\">bc</text>"))
  }

  @Test func `backgrounds lie below in one piece`() throws {
    let svg = screen.svg()
    let block = "<rect x=\"27\" y=\"0\" width=\"18\" height=\"18\" fill=\"#ffaf5f\"/>"
    let place = try #require(svg.range(of: block))
    let text = try #require(svg.range(of: ">bc<"))
    #expect(place.upperBound < text.lowerBound)
    #expect(svg.contains("<rect x=\"9\" y=\"18\" width=\"9\" height=\"18\" fill=\"#e4e4e4\"/>"))
    #expect(svg.contains("fill=\"#101010\">d</text>"))
    #expect(svg.contains("text-decoration=\"underline\">e</text>"))
  }

  @Test func `light ground, exact colours and none`() {
    let light = screen.svg(ground: .light)
    #expect(light.contains("<rect width=\"100%\" height=\"100%\" fill=\"#ffffff\"/>"))
    let exact = Palette.signals.color(step: 6, on: .dark, isExact: true).rgb.hexadecimal
    #expect(screen.svg(colors: .exact).contains("fill=\"\(exact)\""))
    #expect(!screen.svg(colors: .none).contains("#ffaf5f"))
    #expect(Screen(size: Size(columns: 0, rows: 0)).svg().hasSuffix("</svg>\n"))
  }
}
