import Testing

@testable import TerminalKit

@Suite struct LogAxisTests {
  private func fit(_ magnitudes: Double...) -> LogAxis? { LogAxis(fitting: magnitudes) }

  @Test func `it reaches from a power of ten below the data to one above it`() throws {
    let axis = try #require(fit(1, 0.066, 0, .nan, .infinity))
    #expect(axis.lowest == -2 && axis.highest == 0)
    #expect(abs(axis.share(of: 0.1) - 0.5) < 1e-12)
    #expect(axis.share(of: 1) == 1)
    let alone = try #require(fit(100, 100))
    #expect(alone.lowest == 1 && alone.highest == 3)
    #expect(fit(0, .nan) == nil && LogAxis(fitting: []) == nil)
  }

  @Test func `few powers are labelled with room between, many in even distances`() throws {
    let few = try #require(fit(1, 0.066)).ticks(rows: 10)
    #expect(few.map(\.label) == ["0.01", "0.1", "1"])
    #expect(few.map(\.row) == [0, 5, 9])
    let many = try #require(fit(1, 1e38)).ticks(rows: 10)
    #expect(many.map(\.label) == ["1e0", "1e10", "1e20", "1e30"])
    // Multiples of 20 alone would leave a single label.
    let bare = try #require(fit(11, 9e38)).ticks(rows: 7)
    #expect(bare.map(\.label) == ["1e10", "1e20", "1e30"])
    let tiny = try #require(fit(1e-45, 1)).ticks(rows: 3)
    #expect(tiny.map(\.label) == ["1e-40", "1e-20", "1e0"])
    #expect(fit(1, 10)?.ticks(rows: 0) == [])
  }

  /// Whatever the data: the ends are in, no two labels share a row, a label stands where its power is drawn.
  @Test func `every axis has labels where its powers are`() throws {
    for low in stride(from: -45, through: 38, by: 7) {
      for span in [0, 1, 2, 3, 5, 8, 13, 40, 83] {
        let axis = try #require(fit(1.5e1 * pow10(low), 1.5e1 * pow10(low + span)))
        for rows in 1...30 {
          let ticks = axis.ticks(rows: rows)
          #expect(!ticks.isEmpty && Set(ticks.map(\.row)).count == ticks.count)
          #expect(ticks.allSatisfy { (0..<rows).contains($0.row) })
          #expect(ticks.count <= max(1, rows))
          #expect(rows < 2 || ticks.count >= 2, "\(low) \(span) \(rows)")
        }
      }
    }
  }

  private func pow10(_ power: Int) -> Double { Double("1e\(power)") ?? 1 }
}
