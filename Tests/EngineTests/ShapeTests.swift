import Engine
import Testing

@Suite struct ShapeTests {
  @Test func `offset and index are inverse`() {
    let shape: Shape = [2, 3, 4]
    for offset in 0..<shape.count {
      #expect(shape.offset(of: shape.index(at: offset)) == offset)
    }
    #expect(shape.offset(of: [1, 2, 3]) == 23)
  }

  @Test func `an index outside has no offset`() {
    let shape: Shape = [2, 3]
    #expect(shape.offset(of: [2, 0]) == nil)
    #expect(shape.offset(of: [0, -1]) == nil)
    #expect(shape.offset(of: [0]) == nil)
  }
}
