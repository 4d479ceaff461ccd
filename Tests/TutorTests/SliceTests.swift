import Engine
import Testing

@testable import Tutor

@Suite struct SliceTests {
  static let shapes: [(shape: Shape, fold: Shape?, isKernel: Bool)] = [
    ([2, 5, 4, 3], nil, false), ([3, 3, 2, 4], nil, true), ([3, 18], [3, 3, 2], false),
    ([2, 3], nil, false), ([2, 20], nil, false), ([7], nil, false), ([1], nil, false),
  ]

  @Test(arguments: shapes.indices)
  func `every cell has its place in the slice that holds it`(at: Int) throws {
    let (shape, fold, isKernel) = Self.shapes[at]
    for offset in 0..<shape.count {
      let index = shape.index(at: offset)
      let slice = Slice(of: shape, holding: index, fold: fold, isKernel: isKernel)
      let place = try #require(slice.place(of: index))
      #expect(slice.index(row: place.row, column: place.column) == index)
    }
  }

  @Test(arguments: shapes.indices)
  func `neighbours lead through all slices and back`(at: Int) {
    let (shape, fold, isKernel) = Self.shapes[at]
    let start = [Int](repeating: 0, count: shape.rank)
    var index = start
    var seen: Set<String> = []
    let count = Slice.count(of: shape, fold: fold, isKernel: isKernel)
    for _ in 0..<count {
      let slice = Slice(of: shape, holding: index, fold: fold, isKernel: isKernel)
      seen.insert("\(slice.layout)")
      let next = slice.neighbour(of: index, in: shape, direction: 1)
      let after = Slice(of: shape, holding: next, fold: fold, isKernel: isKernel)
      #expect(after.neighbour(of: next, in: shape, direction: -1) == index)
      index = next
    }
    #expect(index == start && seen.count == count)
  }
}
