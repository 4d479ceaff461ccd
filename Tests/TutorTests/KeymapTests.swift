import Testing

@testable import Tutor

@Suite struct KeymapTests {
  @Test func `every action has a key and no key has two`() {
    for table in [Keymap.steps, Keymap.onlyCells] {
      let keys = table.bindings.flatMap(\.keys)
      #expect(Set(keys).count == keys.count)
    }
    let bound = Keymap.steps.bindings + Keymap.onlyCells.bindings
    #expect(Set(bound.map(\.action)) == Set(Action.allCases))
  }

  @Test func `what keys do among the cells comes before what they do among the steps`() {
    #expect(Keymap.steps.action(for: .right) == .nextStep)
    #expect(Keymap.cells.action(for: .right) == .cellRight)
    #expect(Keymap.cells.action(for: .character(" ")) == .nextStep)
    #expect(Keymap.cells.action(for: .character("f")) == .checkDerivative)
  }
}
