import Testing

@testable import Engine

@Suite struct WinogradTablesTests {
  /// The identity behind the algorithm, along one axis: Aᵀ[(G·g) ∘ (Bᵀ·d)] is the correlation of d and g.
  @Test(arguments: [3, 5])
  func `as many products as points make the outputs of a tile`(kernelSize k: Int) throws {
    let tables = try #require(WinogradTables(kernelSize: k))
    let m = WinogradTables.tileSize
    #expect(tables.count == m + k - 1)
    var random = RandomSource(seed: 2)
    let d = (0..<tables.count).map { _ in random.normal() }
    let g = (0..<k).map { _ in random.normal() }
    func rows(_ table: [Double], times x: [Double]) -> [Double] {
      (0..<table.count / x.count).map { row in
        x.indices.reduce(0) { $0 + table[row * x.count + $1] * x[$1] }
      }
    }
    let kernel = rows(tables.kernelTable, times: g)
    let input = rows(tables.inputTable, times: d)
    let output = tables.outputTable
    for o in 0..<m {
      let got = d.indices.reduce(0) { $0 + output[$1 * m + o] * kernel[$1] * input[$1] }
      let wanted = g.indices.reduce(0) { $0 + g[$1] * d[o + $1] }
      #expect(abs(got - wanted) < 1e-12)
    }
  }

  @Test func `other kernels have no such form`() {
    #expect([1, 7, 9].allSatisfy { WinogradTables(kernelSize: $0) == nil })
  }
}
