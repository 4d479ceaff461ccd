import Foundation
import Testing

@testable import Engine

@Suite struct JSONValueTests {
  @Test func `keys keep their order and numbers all digits`() {
    let value: JSONValue = [
      "event": "x", "b": .whole(3), "a": ["loss": .number(0.1), "tiny": .number(1e-300)],
    ]
    #expect(value.line == "{\"event\":\"x\",\"b\":3,\"a\":{\"loss\":0.1,\"tiny\":1e-300}}")
  }

  @Test func `what is no number is a string`() {
    let value: JSONValue = [
      "a": .number(.nan), "b": .number(.infinity), "c": .number(-.infinity),
    ]
    #expect(value.line == "{\"a\":\"nan\",\"b\":\"inf\",\"c\":\"-inf\"}")
  }

  @Test func `texts are escaped`() throws {
    let text = "a\"b\\c\nd\u{1}é"
    let line = JSONValue.text(text).line
    #expect(!line.contains("\n"))
    let read = try JSONSerialization.jsonObject(with: Data("[\(line)]".utf8)) as? [String]
    #expect(read == [text])
  }
}
