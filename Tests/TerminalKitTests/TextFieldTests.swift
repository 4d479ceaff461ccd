import Testing

@testable import TerminalKit

@Suite struct TextFieldTests {
  @Test func `it takes characters, gives them back, ends by Enter and by Esc`() {
    var field = TextField(text: "a")
    #expect(field.receive(.character("b")) == .typing)
    #expect(field.receive(.character(" ")) == .typing)
    #expect(field.text == "ab ")
    #expect(field.trimmed == "ab")
    #expect(field.receive(.backspace) == .typing && field.receive(.backspace) == .typing)
    #expect(field.text == "a")
    #expect(field.receive(.up) == .typing && field.text == "a")
    #expect(field.receive(.control("u")) == .typing && field.text.isEmpty)
    #expect(field.receive(.backspace) == .typing)
    #expect(field.receive(.enter) == .finished)
    #expect(field.receive(.escape) == .cancelled)
  }

  @Test func `a paste is taken without its line ends and controls, and has an end`() {
    var field = TextField(text: "1")
    field.insert(" 0.25\r\n\u{1b}\t")
    #expect(field.text == "1 0.25")
    field.insert(String(repeating: "x", count: 9999))
    #expect(field.text.count == TextField.limit)
  }
}
