import Engine
import Foundation
import TestSupport
import Testing

@testable import Tracer

/// Recorded cases against numbers from elsewhere, within 1e−6 + 1e−5 of each tensor's largest magnitude.
@Suite struct CaseTests {
  @Test(arguments: CaseFile.own + [CaseFile.lesson])
  func `own cases agree`(file: CaseFile) throws { try expectAgreement(file) }

  @Test(.enabled(if: !CaseFile.reference.isEmpty), arguments: CaseFile.reference)
  func `reference cases agree`(file: CaseFile) throws { try expectAgreement(file) }

  @Test func `own cases take every optimizer and every loss`() throws {
    let headers = try CaseFile.own.map { try Case(contentsOf: $0.path).header }
    #expect(Set(headers.map(\.optimizer.name)) == Set(OptimizerName.allCases))
    #expect(Set(headers.map(\.loss)) == Set(Loss.allCases))
  }

  private func expectAgreement(_ file: CaseFile) throws {
    let trace = try Case(contentsOf: file.path).record()
    let expected = try file.expected()
    #expect(trace.updates == expected.count)
    for (index, wanted) in expected.enumerated() {
      let events = Events(trace: trace, update: index + 1)
      let loss = try #require(events.find(.loss, nil)?.value)
      #expect(abs(loss - wanted.loss) <= 1e-6 + 1e-5 * abs(wanted.loss))
      events.expect(.initialError, trace.header.names.last, .initialError, wanted.initialError)
      for (layer, signals) in wanted.forward {
        events.expect(.weightedSum, layer, .weightedSum, signals.sum)
        events.expect(.activation, layer, .output, signals.output)
      }
      for (layer, delta) in wanted.deltas { events.expect(.delta, layer, .delta, delta) }
      for (key, tensor) in wanted.gradients { events.expect(.gradient, key: key, tensor) }
      for (key, tensor) in wanted.parametersAfter { events.expect(.parameters, key: key, tensor) }
    }
  }

  /// The events of one update.
  private struct Events {
    let trace: Trace
    let update: Int

    func find(_ kind: TraceKind, _ layer: String?) -> TraceEvent? {
      trace.position(kind, layer: layer, update: update).map { trace.events[$0].event }
    }

    func expect(_ kind: TraceKind, key: String, _ wanted: CodedTensor) {
      let parts = key.split(separator: ".").map(String.init)
      expect(kind, parts.first, TensorName(rawValue: parts.last ?? ""), wanted)
    }

    func expect(_ kind: TraceKind, _ layer: String?, _ name: TensorName, _ wanted: CodedTensor) {
      let what = "update \(update), \(kind.rawValue) of \(layer ?? "the network"), \(name)"
      guard let got = find(kind, layer)?.tensors[name] else {
        Issue.record("\(what) is missing")
        return
      }
      expectClose(got, wanted.tensor, absolute: 1e-6, relative: 1e-5, what)
    }
  }

  // MARK: - The ways of computing agree

  /// The trace computes in Double by the definition; training in Float by matrix products, without a listener.
  @Test(arguments: CaseFile.own + [CaseFile.lesson])
  func `the traced and the fast path agree`(file: CaseFile) throws {
    let experiment = try Case(contentsOf: file.path)
    let trace = try experiment.record()
    var learner = try experiment.learner(Float.self)
    learner.network.useConvolution(.gemm)
    for (index, step) in experiment.steps.enumerated() {
      learner.context.prescribedMasks = step.masks
      let loss = learner.step(step.input, target: step.target)
      let events = Events(trace: trace, update: index + 1)
      let traced = try #require(events.find(.loss, nil)?.value)
      #expect(abs(loss - traced) <= 1e-5 + 1e-4 * abs(traced))
      for layer in learner.network.layers {
        guard let parameters = layer.parameters else { continue }
        let after = try #require(events.find(.parameters, layer.name)?.tensors)
        for (name, tensor) in parameters.named {
          let wanted = try #require(after[name])
          expectClose(tensor, wanted, absolute: 1e-5, relative: 1e-4, "\(layer.name).\(name)")
        }
      }
    }
  }

  @Test func `the learner before an update has made those before it`() throws {
    let experiment = try Case(contentsOf: CaseFile.lesson.path)
    let trace = try experiment.record()
    let (learner, input, _) = try #require(
      try experiment.situation(before: 3, Double.self))
    #expect(learner.updates == 2)
    #expect(input == experiment.steps[2].input.converted(to: Double.self))
    let position = try #require(trace.parametersBefore(update: 3, layer: "c1"))
    let weights = try #require(learner.network.layers[1].parameters?.weights)
    #expect(weights.converted(to: Float.self) == trace.events[position].event.tensors[.weights])
    #expect(try experiment.situation(before: 1, Double.self)?.learner.updates == 0)
    #expect(try experiment.situation(before: 4, Double.self)?.learner.updates == 3)
  }
}
