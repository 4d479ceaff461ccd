import Engine
import Foundation
import Testing
import Tracer

/// Every number of every trace must be the sum of the terms it is said to come from.
@Suite struct ProvenanceTests {
  static let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent()
  static let shared = URL(
    fileURLWithPath: ProcessInfo.processInfo.environment["HMDL_SHARED"] ?? "../shared",
    relativeTo: root)

  static var cases: [String] {
    let folder = shared.appendingPathComponent("reference/cases").path
    let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
    return [root.appendingPathComponent("lessons/four-layer.json").path]
      + names.filter { $0.hasSuffix(".json") }.sorted().map { "\(folder)/\($0)" }
  }

  @Test(arguments: cases)
  func `the terms of every cell add up to its value`(path: String) throws {
    let trace = try Case(contentsOf: path).record()
    let provenance = Provenance(trace)
    for (position, recorded) in trace.events.enumerated() {
      for (name, tensor) in recorded.event.tensors {
        let largest = tensor.elements.map { Double($0.magnitude) }.max() ?? 0
        for offset in stride(from: 0, to: tensor.count, by: max(tensor.count / 200, 1)) {
          let cell = CellAddress(
            event: position, tensor: name, index: tensor.shape.index(at: offset))
          let derivation = try #require(provenance.derivation(of: cell))
          let source = [.input, .loss].contains(recorded.event.kind) || recorded.update == 0
          if derivation.kind == .given {
            #expect(source || name == .mask, "\(recorded.event.kind) \(name) has no derivation")
            continue
          }
          let wanted = Double(tensor.elements[offset])
          #expect(
            abs(derivation.result - wanted) <= 2e-6 + 2e-5 * largest,
            "\(recorded.event.kind) \(recorded.event.layer ?? "") \(name)\(cell.index): terms say \(derivation.result), recorded is \(wanted)"
          )
        }
      }
    }
  }

  @Test(arguments: cases.prefix(4))
  func `a cell is among the sources of each of its consumers`(path: String) throws {
    let trace = try Case(contentsOf: path).record()
    let provenance = Provenance(trace)
    for (position, recorded) in trace.events.enumerated() {
      for (name, tensor) in recorded.event.tensors {
        let cell = CellAddress(
          event: position, tensor: name, index: tensor.shape.index(at: tensor.count / 2))
        for consumer in provenance.consumers(of: cell) {
          #expect(provenance.derivation(of: consumer.cell)?.sources.contains(cell) == true)
        }
      }
    }
  }

  /// Y_A[3,2,0] = .9 takes part in nine sums in each map of B.
  @Test func `one number of A takes part in eighteen sums of B`() throws {
    let provenance = Provenance(try Case(contentsOf: Self.cases[0]).record())
    let event = try #require(provenance.trace.position(.activation, layer: "c0", update: 1))
    let consumers = provenance.consumers(
      of: CellAddress(event: event, tensor: .output, index: [0, 3, 2, 0]))
    let sums = consumers.filter { $0.cell.tensor == .weightedSum }
    #expect(sums.count == 18)
    let upperLeft = try #require(sums.first { $0.cell.index == [0, 2, 1, 0] })
    #expect(abs(try #require(upperLeft.contribution) - 0.09) < 1e-6)
  }
}
