import Engine
import Testing

@testable import Tracer

/// Leaky ReLU is recorded, explained and checked like every other activation.
@Suite struct LeakyReLUTraceTests {
  private func experiment() throws -> Case {
    let header = try TraceHeader(
      layers: StructureString.parse("C(3,2,lr);M(2);F();D(4,lr);D(3,lr);").layers,
      inputShape: [4, 4, 1], loss: .meanSquaredError, batchReduction: .mean,
      optimizer: OptimizerDescription(.sgd))
    return try .random(header: header, seed: 3, batch: 2, updates: 2)
  }

  @Test func `the terms of its outputs and deltas add up`() throws {
    let trace = try experiment().record()
    let provenance = Provenance(trace)
    var slopes: Set<Double> = []
    for (position, recorded) in trace.events.enumerated()
    where recorded.event.kind == .activation || recorded.event.kind == .delta {
      for (name, tensor) in recorded.event.tensors {
        for offset in tensor.elements.indices {
          let cell = CellAddress(
            event: position, tensor: name, index: tensor.shape.index(at: offset))
          let derivation = try #require(provenance.derivation(of: cell))
          let wanted = Double(tensor.elements[offset])
          #expect(
            abs(derivation.result - wanted) <= 1e-6 * max(1, abs(wanted)),
            "\(recorded.event.layer ?? "") \(name)\(cell.index): \(derivation.result), \(wanted)")
          if let gate = derivation.gate { slopes.insert(gate.value) }
        }
      }
    }
    #expect(slopes == [1, 0.01])
  }

  @Test func `its formula is that of the definition`() throws {
    let trace = try experiment().record()
    let event = try #require(trace.events.first { $0.event.kind == .activation })
    let annotation = Annotator(header: trace.header).annotation(of: event.event)
    #expect(annotation.title == "leaky ReLU: what is not positive shrinks to a hundredth")
    #expect(annotation.formula.contains("if S_c0[j,k,q] > 0, else 0.01 × S_c0[j,k,q]"))
  }

  @Test func `the check of its gradients agrees`() throws {
    let check = try GradientCheck(experiment(), update: 1)
    for tensor in check.tensors {
      let report = check.report(tensor)
      #expect(report.agrees && report.compared > 0, "\(report)")
    }
  }
}
