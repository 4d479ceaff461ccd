import Testing
import Tracer

@testable import Tutor

@Suite struct TraceListingTests {
  private let listing: TraceListing

  init() throws {
    listing = TraceListing(trace: try LessonLibrary.lesson("four-layer").case.record())
  }

  @Test func `all events, one a line`() {
    let lines = listing.table(layer: nil)
    #expect(lines.count == 100)
    #expect(
      lines[0].split(separator: " ") == [
        "step", "update", "phase", "kind", "layer", "rule", "what",
      ])
    #expect(
      lines[5].split(separator: " ") == [
        "4", "1", "forward", "weightedSum", "c0", "-", "S", "1×6×6×2",
      ])
    #expect(lines.contains { $0.contains("no tunable parameters") })
    #expect(lines.contains { $0.contains("loss 1.28155") })
    #expect(listing.table(layer: "c0").count == 1 + 1 + 3 * 7)
  }

  @Test func `one event in full`() throws {
    let lines = try listing.event(4, tensor: nil)
    #expect(lines[0] == "step 4  update 1  forward  weightedSum  layer c0")
    #expect(lines.contains("S  1×6×6×2"))
    #expect(lines.count { $0.contains("map ") } == 2)
    #expect(try listing.event(8, tensor: .argmax).contains("argmax  1×3×3×2"))
    #expect(try listing.event(8, tensor: .argmax).contains { $0.hasPrefix("S ") } == false)
  }

  @Test func `one cell with its terms and its users`() throws {
    let lines = try listing.cell(4, tensor: nil, index: [0, 3, 2, 0])
    #expect(lines.contains { $0.hasPrefix("4:S_c0[3,2,0] = .9") })
    #expect(lines.contains("   .2  = X .5 at 3:X[2,3,0] × W .4 at 0:W_c0[0,2,0,0]"))
    #expect(lines.contains { $0.contains("sum of 10") })
    #expect(lines.contains { $0.hasPrefix("used by ") })
    let delta = try listing.cell(24, tensor: .delta, index: [0, 3, 2, 0])
    #expect(delta.contains { $0.contains("= sum × ReLU' 1 at 4:S_c0[3,2,0]") })
    #expect(try listing.cell(4, tensor: .weightedSum, index: [3, 2, 0]) == lines)
    #expect(
      try listing.cell(14, tensor: nil, index: [0]).contains { $0.hasPrefix("14:loss = 1.28") })
  }

  @Test func `what is not there is told with what is`() {
    func sentence(_ body: () throws -> [String]) -> String {
      do {
        return try body().joined()
      } catch {
        return "\(error)"
      }
    }
    #expect(
      sentence { try listing.event(4, tensor: .output) }
        == "There is no tensor Y at step 4 in this trace; it has S.")
    #expect(
      sentence { try listing.cell(4, tensor: .weightedSum, index: [0, 6, 0, 0]) }
        == "There is no cell 0,6,0,0 of S in this trace; it has S[0…0,0…5,0…5,0…1].")
    #expect(
      sentence { try listing.cell(19, tensor: nil, index: [0]) }
        == "There is no number at step 19 in this trace; it has none.")
  }
}
