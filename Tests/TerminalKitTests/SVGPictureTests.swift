import Foundation
import Testing

@testable import TerminalKit

#if canImport(FoundationXML)
  import FoundationXML
#endif

@Suite struct SVGPictureTests {
  /// Collects the text and the colours of a picture as a reader of XML sees them.
  private final class Reader: NSObject, XMLParserDelegate {
    var text = ""
    var fills: [String] = []

    func parser(
      _ parser: XMLParser, didStartElement name: String, namespaceURI: String?,
      qualifiedName: String?, attributes: [String: String]
    ) {
      if let fill = attributes["fill"] { fills.append(fill) }
    }

    func parser(_ parser: XMLParser, foundCharacters characters: String) { text += characters }
  }

  @Test func `it is XML that holds all characters and the colours of the theme`() {
    var screen = Screen(size: Size(columns: 12, rows: 2))
    screen.put("a<b & \"c\">d", row: 0, column: 0)
    screen.put("x", row: 1, column: 3, style: .heat(.signals, 6))
    let parser = XMLParser(data: Data(screen.svg(ground: .dark).utf8))
    let reader = Reader()
    parser.delegate = reader
    #expect(parser.parse())
    #expect(reader.text.contains("a<b & \"c\">d") && reader.text.contains("x"))
    let look = Theme(ground: .dark).appearance(of: .heat(.signals, 6))
    for color in [look.background, look.foreground] {
      let hex = color?.hex ?? ""
      #expect(reader.fills.contains(hex))
    }
  }

  @Test func `colours are written as in HTML`() {
    #expect(TerminalColor(208).hex == "#ff8700")
    #expect(TerminalColor(16).hex == "#000000")
  }
}
