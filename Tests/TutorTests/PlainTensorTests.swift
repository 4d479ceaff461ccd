import Engine
import Testing
import Tracer

@testable import Tutor

@Suite struct PlainTensorTests {
  private func tensor(_ shape: Shape, limit: Int? = nil, isKernel: Bool = false) -> PlainTensor {
    PlainTensor(
      cell: CellAddress(event: 0, tensor: .weightedSum, index: []), shape: shape,
      isKernel: isKernel,
      cellWidth: 3, limit: limit
    ) { $0.index.map(String.init).joined() }
  }

  @Test func `one table a map, with row and column numbers`() {
    #expect(
      tensor([1, 2, 3, 2]).lines(width: 80) == [
        "map 0", "    0   1   2", "0 0000 0010 0020", "1 0100 0110 0120",
        "map 1", "    0   1   2", "0 0001 0011 0021", "1 0101 0111 0121",
      ])
  }

  @Test func `wide tables continue below`() {
    #expect(
      tensor([1, 1, 3, 1]).lines(width: 9) == [
        "    0   1", "0 0000 0010", "    2", "0 0020",
      ])
  }

  @Test func `kernels are named by the maps they join`() {
    #expect(
      tensor([1, 1, 1, 2], isKernel: true).lines(width: 80) == [
        "from map 0 to map 0", "0 0000", "from map 0 to map 1", "0 0001",
      ])
  }

  @Test func `long vectors are counted from the start of each line`() {
    #expect(
      tensor([1, 8]).lines(width: 80) == [
        "    0   1   2   3   4   5", "0  00  01  02  03  04  05", "6  06  07",
      ])
  }

  @Test func `what is left out is told`() {
    let lines = tensor([1, 20, 30, 40], limit: 2).lines(width: 80)
    #expect(lines.count == 2 * 4 + 1)
    #expect(lines.last == "Of 40 maps 20×30 at most 2 of each are shown.")
  }

  @Test func `no size and no room is a trap`() {
    for shape: Shape in [[0], [1], [1, 0], [1, 1, 1, 0], [0, 3], [2, 0, 3, 1]] {
      _ = tensor(shape).lines(width: 0)
    }
  }
}
