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
}
