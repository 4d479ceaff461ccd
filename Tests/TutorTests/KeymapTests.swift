import Testing

@testable import Tutor

@Suite struct KeymapTests {
  @Test func `every action has a key and no key has two`() {
    let bindings = Keymap.standard.bindings
    #expect(Set(bindings.map(\.action)) == Set(Action.allCases))
    let keys = bindings.flatMap(\.keys)
    #expect(Set(keys).count == keys.count)
  }

  @Test(arguments: 0...200) func `the footer fits`(columns: Int) {
    #expect(Keymap.standard.footer(columns: columns).count <= max(columns, 1))
  }

  @Test func `quit and help stay in the footer to the last`() {
    #expect(Keymap.standard.footer(columns: 24).contains("q quit"))
  }
}
