import Engine
import Foundation
import TestSupport
import Testing

@testable import Tracer

/// Who uses a cell, against the derivations of all cells turned round.
@Suite struct ConsumersTests {
  /// Every cell of every event by the cells that its derivation names.
  private static func users(in provenance: Provenance) -> [CellAddress: [CellAddress: Double?]] {
    var users: [CellAddress: [CellAddress: Double?]] = [:]
    for (position, recorded) in provenance.trace.events.enumerated() {
      let loss = recorded.event.kind == .loss ? [TensorName.loss] : []
      for name in recorded.event.tensors.keys + loss {
        let shape = recorded.tensor(name)?.shape ?? []
        for offset in 0..<shape.count {
          let user = CellAddress(event: position, tensor: name, index: shape.index(at: offset))
          guard let derivation = provenance.derivation(of: user) else { continue }
          for source in Set(derivation.sources) {
            let terms = derivation.terms.filter { $0.factors.contains { $0.cell == source } }
            let sum = terms.reduce(0) { $0 + $1.product }
            users[source, default: [:]][user] = .some(
              terms.isEmpty ? nil : (derivation.gate?.value ?? 1) * sum)
          }
        }
      }
    }
    return users
  }

  private func expectAll(_ trace: Trace, cellsOfTensor most: Int) {
    let provenance = Provenance(trace)
    let users = Self.users(in: provenance)
    for (position, recorded) in trace.events.enumerated() {
      for (name, tensor) in recorded.event.tensors {
        for offset in stride(from: 0, to: tensor.count, by: max(tensor.count / most, 1)) {
          let cell = CellAddress(
            event: position, tensor: name, index: tensor.shape.index(at: offset))
          let found = provenance.consumers(of: cell)
          let wanted = users[cell] ?? [:]
          let what = "\(recorded.event.kind) \(recorded.event.layer ?? "") \(name)\(cell.index)"
          #expect(found.count == wanted.count, "\(what): \(found.count) of \(wanted.count)")
          for consumer in found {
            guard let contribution = wanted[consumer.cell] else {
              Issue.record("\(what) is no source of \(consumer.cell)")
              continue
            }
            let gap = abs((consumer.contribution ?? 0) - (contribution ?? 0))
            #expect(
              (consumer.contribution == nil) == (contribution == nil)
                && gap <= 1e-12 * abs(contribution ?? 0), "\(what) → \(consumer.cell)")
          }
        }
      }
    }
  }

  @Test(arguments: ProvenanceTests.cases)
  func `all consumers of a cell are found, and no others`(path: String) throws {
    let record = try Case(contentsOf: path).record()
    // Networks of some thousand cells only: each cell is derived here.
    guard record.header.shapes.reduce(0, { $0 + $1.count }) < 500 else { return }
    expectAll(record, cellsOfTensor: 6)
  }

  /// Every kind of layer on every other, softmax in the middle, rows that fill no window, penalties, a batch.
  @Test(arguments: [
    "C(3,2,r);M(2);DR(0.4);C(1,3,t);A(2);F();D(3,sm);D(2,s)", "M(2);C(3,2,s);DR(0.5);F();D(2)",
    "C(3,2,s);A(2);C(3,1);M(2);F();D(3,sm)",
  ])
  func `all consumers are found in odd networks`(network: String) throws {
    var header = try TraceHeader(
      layers: StructureString.parse(network).layers, inputShape: [5, 4, 2], loss: .meanSquaredError,
      batchReduction: .mean, optimizer: OptimizerDescription(.adam))
    header.regularization = Regularization(l1: 0, l2: 0.01)
    expectAll(
      try Case.random(header: header, seed: 3, batch: 2, updates: 2).record(), cellsOfTensor: 8)
  }

  /// 50,176 sums come into question: they were looked at only up to the 4,096th.
  @Test func `consumers on large maps are all found, and at once`() throws {
    let header = try TraceHeader(
      layers: StructureString.parse("C(3,64,r);C(3,64,r)").layers, inputShape: [28, 28, 1],
      loss: .meanSquaredError, batchReduction: .mean, optimizer: OptimizerDescription(.sgd))
    let provenance = Provenance(
      try Case.random(header: header, seed: 1, batch: 1, updates: 1).record())
    func position(_ kind: TraceKind, _ layer: String) throws -> Int {
      try #require(provenance.trace.position(kind, layer: layer, update: 1))
    }
    let output = CellAddress(
      event: try position(.activation, "c0"), tensor: .output, index: [0, 25, 20, 63])
    let start = ContinuousClock.now
    let users = provenance.consumers(of: output)
    let weight = CellAddress(
      event: try #require(provenance.trace.parametersBefore(update: 1, layer: "c1")),
      tensor: .weights, index: [2, 0, 63, 63])
    let readers = provenance.consumers(of: weight)
    // Some milliseconds when optimised.
    #expect(ContinuousClock.now - start < .seconds(4))
    #expect(users.count { $0.cell.tensor == .weightedSum } == 9 * 64)
    #expect(users.count { $0.cell.tensor == .weights } == 9 * 64)
    #expect(
      users.allSatisfy { provenance.derivation(of: $0.cell)?.sources.contains(output) == true })
    #expect(readers.count { $0.cell.tensor == .weightedSum } == 28 * 28)
    #expect(readers.count { $0.cell.tensor == .delta } == 28 * 28)
    #expect(readers.count { $0.cell.tensor == .weights } == 1)
  }

  /// docs/screens.md (o): Y_A[3,2,0] = .9 takes part in nine sums in each map of B.
  @Test func `one number of A takes part in eighteen sums of B`() throws {
    let provenance = Provenance(try Case(contentsOf: ProvenanceTests.cases[0]).record())
    let event = try #require(provenance.trace.position(.activation, layer: "c0", update: 1))
    let consumers = provenance.consumers(
      of: CellAddress(event: event, tensor: .output, index: [0, 3, 2, 0]))
    let sums = consumers.filter { $0.cell.tensor == .weightedSum }
    #expect(sums.count == 18)
    let upperLeft = try #require(sums.first { $0.cell.index == [0, 2, 1, 0] })
    #expect(abs(try #require(upperLeft.contribution) - 0.09) < 1e-6)
  }
}
