import Engine
import Foundation
import TestSupport
import Testing

@testable import Tracer

/// Traces that begin in the middle of a training.
@Suite struct TrainingStartTests {
  /// Four updates with everything that a correction may depend on.
  private func experiment(_ rule: OptimizerName) throws -> Case {
    var optimizer = OptimizerDescription(rule)
    optimizer.learningRate = 0.02
    optimizer.biasCorrection = rule == .ema
    var header = try TraceHeader(
      layers: StructureString.parse("C(3,2,r);M(2);DR(0.25);F();D(3,sm)").layers,
      inputShape: [4, 4, 1], loss: .categoricalCrossentropy, batchReduction: .mean,
      optimizer: optimizer)
    header.regularization = Regularization(
      kernel: .init(l1: 0.01, l2: 0.02), bias: .init(l1: 0, l2: 0.005))
    header.clipping = .norm(0.4)
    header.maskScope = .batch
    header.learningRates = [0.02, 0.015, 0.01, 0.005]
    return try Case.random(header: header, seed: 5, batch: 3, updates: 4)
  }

  /// The experiment's last update alone, from a learner that has made those before.
  private func rest(of whole: Case) throws -> Case {
    let (learner, _, _) = try #require(try whole.situation(before: 4, Double.self))
    #expect(learner.updates == 3)
    return try Case(
      continuing: learner, name: "rest", steps: [whole.steps[3]], learningRates: [0.005])
  }

  /// From a file, as whoever opens a trace has it.
  private func reread(_ trace: Trace) throws -> Trace {
    let directory = try TemporaryDirectory()
    try TraceFile.write(trace, to: directory.path("t.jsonl"))
    return try TraceFile.read(directory.path("t.jsonl")).trace
  }

  @Test(arguments: OptimizerName.allCases)
  func `an update from the middle alone is that of the whole training, and its terms add up`(
    rule: OptimizerName
  ) throws {
    let whole = try experiment(rule)
    let all = try whole.record()
    let recorded = try rest(of: whole).record()
    let trace = try reread(recorded)
    #expect(trace == recorded)
    #expect(trace.header.start.updates == 3 && trace.header.start.optimizerSteps == 3)
    #expect(trace.clippingFactor(ofUpdate: 1) < 1, "the norm must be clipped for this to be a test")
    let provenance = Provenance(trace)
    for (position, recorded) in trace.events.enumerated() where recorded.update == 1 {
      let event = recorded.event
      let there = try #require(all.position(event.kind, layer: event.layer, update: 4))
      for (name, tensor) in event.tensors {
        let what = "\(rule) \(event.kind) \(event.layer ?? "") \(name)"
        let wanted = try #require(all.events[there].event.tensors[name], "\(what) is missing")
        expectClose(tensor, wanted, absolute: 1e-6, relative: 1e-5, what)
        guard [.correction, .parameters].contains(event.kind) else { continue }
        for offset in 0..<tensor.count {
          let cell = CellAddress(
            event: position, tensor: name, index: tensor.shape.index(at: offset))
          let derivation = try #require(provenance.derivation(of: cell))
          #expect(derivation.kind != .given, "\(what)\(cell.index) has no derivation")
          let value = Double(tensor.elements[offset])
          #expect(
            abs(derivation.result - value) <= 1e-6 + 1e-5 * abs(value),
            "\(what)\(cell.index): terms say \(derivation.result), recorded is \(value)")
        }
      }
    }
  }

  /// The whole training too: schedule, penalties apart and clipping by norm from the first update on.
  @Test(arguments: OptimizerName.allCases)
  func `corrections of all updates add up`(rule: OptimizerName) throws {
    let provenance = Provenance(try reread(experiment(rule).record()))
    for (position, recorded) in provenance.trace.events.enumerated()
    where recorded.event.kind == .correction {
      for (name, tensor) in recorded.event.tensors {
        for offset in 0..<tensor.count {
          let cell = CellAddress(
            event: position, tensor: name, index: tensor.shape.index(at: offset))
          let derivation = try #require(provenance.derivation(of: cell))
          let value = Double(tensor.elements[offset])
          #expect(derivation.kind == .correction(rule))
          #expect(
            abs(derivation.result - value) <= 1e-6 + 1e-5 * abs(value),
            "update \(recorded.update) \(name)\(cell.index): \(derivation.result), not \(value)")
        }
      }
    }
  }

  @Test func `a state that does not belong to the network is refused with the reason`() throws {
    let lines = try Self.lines(rest(of: experiment(.adam)).record())
    for (old, new, phrase) in [
      (#""c0.b":[{"#, #""c7.b":[{"#, #"names "c7.b", which is no parameter"#),
      (#""name":"adam""#, #""name":"amsgrad""#, "must be 3 tensors of the shape"),
    ] {
      #expect(lines[0].contains(old))
      let text = lines[0].replacingOccurrences(of: old, with: new)
      let error = #expect(throws: FileError.self) {
        try TraceFile.read(Data(text.utf8), name: "t.jsonl")
      }
      #expect(error?.line == 1)
      #expect(error?.reason.contains(phrase) == true, "\(error?.reason ?? "")")
    }
  }

  private static func lines(_ trace: Trace) throws -> [String] {
    let directory = try TemporaryDirectory()
    try TraceFile.write(trace, to: directory.path("t.jsonl"))
    return try String(contentsOfFile: directory.path("t.jsonl"), encoding: .utf8)
      .components(separatedBy: "\n")
  }

  // MARK: - Experiments of traces

  @Test(arguments: CaseFile.own + [CaseFile.lesson])
  func `a trace can be run again from itself`(file: CaseFile) throws {
    let trace = try Case(contentsOf: file.path).record(lookingAtLast: true)
    let again = try #require(Case(rerunning: trace, name: "again"))
    #expect(again.steps.count == trace.updates - 1)
    let rerun = try again.record()
    #expect(rerun.header == trace.header && rerun.events.count == trace.events.count)
    for (one, other) in zip(rerun.events, trace.events) {
      #expect(one.event.kind == other.event.kind && one.event.layer == other.event.layer)
      for (name, wanted) in other.event.tensors {
        let what = "\(other.event.kind) \(other.event.layer ?? "") \(name)"
        let tensor = try #require(one.event.tensors[name], "\(what) is missing")
        expectClose(tensor, wanted, absolute: 1e-6, relative: 1e-5, what)
      }
    }
  }

  @Test func `a number changed in the middle of a training changes what follows`() throws {
    let trace = try reread(rest(of: experiment(.adam)).record())
    var again = try #require(Case(rerunning: trace, name: "again"))
    again.edits = [
      .init(update: 1, place: .weight(layer: "c0"), index: [0, 0, 0, 0], value: 3)
    ]
    let changed = try again.record()
    let (old, new) = (try Self.loss(trace), try Self.loss(changed))
    #expect(old != new)
    let check = try GradientCheck(again, update: 1)
    let difference = try #require(check.check(.bias(layer: 4), at: [0]))
    #expect(difference.kink == nil && difference.relativeError < 1e-5)
  }

  private static func loss(_ trace: Trace) throws -> Double {
    let event = try #require(trace.position(.loss, layer: nil, update: 1))
    return try #require(trace.events[event].event.value)
  }

  @Test func `a trace without parameters or without an update is no experiment`() throws {
    let trace = try Case(contentsOf: CaseFile.lesson.path).record()
    var short = Trace(header: trace.header)
    #expect(Case(rerunning: short, name: "short") == nil)
    for recorded in trace.events.prefix(4) { short.append(recorded.event, update: recorded.update) }
    #expect(Case(rerunning: short, name: "short") == nil)
  }
}

/// What a check moves.
@Suite struct CheckArgumentTests {
  @Test func `a check moves the argument, not the derivative`() throws {
    let trace = try Case(contentsOf: CaseFile.lesson.path).record()
    func argument(
      _ kind: TraceKind, _ tensor: TensorName, _ layer: String, _ index: [Int]
    ) throws -> CellAddress {
      let event = try #require(trace.position(kind, layer: layer, update: 1))
      let checked = try #require(
        CheckedTensor(tensor, of: trace.events[event].event, in: trace.header))
      return try #require(checked.argument(at: index, update: 1, in: trace))
    }
    func kind(_ cell: CellAddress) -> TraceKind { trace.events[cell.event].event.kind }
    let s = try argument(.delta, .delta, "c1", [0, 3, 2, 0])
    #expect(kind(s) == .weightedSum && s.tensor == .weightedSum && s.index == [0, 3, 2, 0])
    let w = try argument(.gradient, .weights, "c1", [0, 0, 0, 0])
    #expect(kind(w) == .parameters && trace.events[w.event].update == 0 && w.tensor == .weights)
    let y = try argument(.initialError, .initialError, "d4", [0, 2])
    #expect(kind(y) == .activation && y.tensor == .output)
  }
}
