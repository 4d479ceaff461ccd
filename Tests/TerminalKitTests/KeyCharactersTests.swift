import Testing

@testable import TerminalKit

@Suite struct KeyCharactersTests {
  @Test(arguments: [
    (0x71, Key.character("q")), (0x20, .character(" ")), (0xe9, .character("é")),
    (0x0d, .enter), (0x0a, .enter), (0x09, .tab), (0x1b, .escape), (0x7f, .backspace),
    (0x08, .backspace), (0x0c, .control("l")), (0x01, .control("a")), (0x1a, .control("z")),
  ])
  func `a character is a key`(_ value: Int, _ key: Key) {
    #expect(Key(controlOrCharacter: UInt32(value)) == key)
  }

  @Test(arguments: [0x00, 0x1c, 0x1f, 0x80, 0x9b, 0xd800, 0x11_0000])
  func `other characters are none`(_ value: Int) {
    #expect(Key(controlOrCharacter: UInt32(value)) == nil)
  }
}
