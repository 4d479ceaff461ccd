import Engine
import Foundation
import Testing

@testable import Tracer

@Suite struct GradientCheckTests {
  private func check(_ network: String, _ shape: Shape, _ loss: Loss, seed: UInt32 = 0) throws
    -> GradientCheck
  {
    let header = try TraceHeader(
      layers: StructureString.parse(network).layers, inputShape: shape, loss: loss,
      batchReduction: .mean, optimizer: OptimizerDescription(.sgd))
    return try GradientCheck(
      .random(header: header, seed: seed, batch: 2, updates: 1), update: 1)
  }

  @Test(arguments: Loss.allCases)
  func `every tensor of a network with all layers agrees`(loss: Loss) throws {
    let check = try check(
      "C(3,2,t);A(2);DR(0.3);C(5,2,r);M(2);F();D(4,s);D(3,sm);", [9, 8, 2], loss)
    for tensor in check.tensors {
      let report = check.report(tensor)
      #expect(report.agrees, "\(report)")
      #expect(report.compared > 0)
      #expect(report.compared + report.skipped == report.shape.count)
    }
    #expect(check.tensors.map { check.report($0).name }.last == "X")
  }

  /// Gradients of some 1e−9: the rounding of the loss is larger than the plain difference.
  @Test func `fading gradients are checked as well`() throws {
    let check = try check("D(5,s)x12;D(3,s);", [4], .meanSquaredError)
    for tensor in check.tensors { #expect(check.report(tensor).agrees) }
  }

  @Test(arguments: [1, 2, 3, 4])
  func `deltas and the initial error of the lesson agree, update by update`(update: Int) throws {
    let experiment = try Case(contentsOf: CaseFile.lesson.path)
    let check = try GradientCheck(experiment, update: update)
    let layers = experiment.header.layers.indices
    for tensor in layers.map({ CheckedTensor.weightedSum(layer: $0) }) + [.output] {
      let report = check.report(tensor)
      #expect(report.agrees, "\(report)")
    }
  }

  @Test func `the analytic side is what the trace shows`() throws {
    let experiment = try Case(contentsOf: CaseFile.lesson.path)
    let trace = try experiment.record()
    let check = try GradientCheck(experiment, update: 2)
    for recorded in trace.events where recorded.update == 2 && recorded.event.phase == .backward {
      for (name, tensor) in recorded.event.tensors {
        let target = try #require(CheckedTensor(name, of: recorded.event, in: trace.header))
        #expect(check.gradient(of: target).converted(to: Float.self) == tensor)
      }
    }
  }

  @Test func `with sum the loss is the sum over the samples`() throws {
    let experiment = try Case(
      contentsOf: try #require(CaseFile.own.first { $0.path.contains("ragged-max-sum-clip") }).path)
    let check = try GradientCheck(experiment, update: 1)
    let expected = try #require(
      CaseFile.own.first { $0.path.contains("ragged-max-sum-clip") }?.expected().first)
    let difference = try #require(check.check(.bias(layer: 4), at: [1]))
    let mean = (difference.lossPlus + difference.lossMinus) / 2
    #expect(abs(mean - 3 * expected.loss) < 1e-6)
    #expect(difference.relativeError < 1e-6)
    #expect(difference.kink == nil)
  }

  // MARK: - Kinks

  /// D(1,r) on one input: S = w·x + b, as the parameters say.
  private func single(
    _ network: String, _ shape: Shape, loss: String, w: [Double], b: [Double], x: [Double],
    t: [Double]
  ) throws -> GradientCheck {
    let layer = network.hasPrefix("M") ? "d2" : "d0"
    let text = """
      {"network":"\(network)","inputShape":\(shape.dimensions),"loss":"\(loss)","parameters":{
       "\(layer).W":{"shape":[\(b.count),\(w.count / b.count)],"data":\(w)},
       "\(layer).b":{"shape":[\(b.count)],"data":\(b)}},
       "steps":[{"input":{"shape":\([1] + shape.dimensions),"data":\(x)},
                 "target":{"shape":[1,\(b.count)],"data":\(t)}}]}
      """
    return try GradientCheck(Case(Data(text.utf8), name: "kink"), update: 1)
  }

  @Test func `a gate that opens is a kink`() throws {
    let check = try single("D(1,r)", [1], loss: "mse", w: [1], b: [-2], x: [2], t: [1])
    let kink = try #require(check.check(.weights(layer: 0), at: [0, 0])?.kink)
    #expect(kink == Kink(decision: .gate, layer: "d0", index: [0, 0]))
    #expect(kink.description == "the ReLU of d0 at 0,0 opens or closes")
    #expect(check.report(.input).skipped == 1)
  }

  @Test func `a maximum that moves is a kink`() throws {
    let check = try single(
      "M(2);F();D(1)", [2, 2, 1], loss: "mse", w: [1], b: [0], x: [1, 3, 3, 0], t: [1])
    #expect(
      check.check(.input, at: [0, 1, 0, 0])?.kink
        == Kink(decision: .winner, layer: "m0", index: [0, 0, 0, 0]))
    #expect(check.check(.input, at: [0, 0, 0, 0])?.kink == nil)
    // S of the same layer comes before the decision.
    #expect(check.check(.weightedSum(layer: 0), at: [0, 0, 0, 0])?.kink == nil)
  }

  @Test func `an absolute error that turns is a kink`() throws {
    let check = try single("D(2)", [1], loss: "mae", w: [1, 1], b: [0, 0], x: [2], t: [1, 2])
    #expect(check.check(.output, at: [0, 0])?.kink == nil)
    #expect(
      check.check(.output, at: [0, 1])?.kink
        == Kink(decision: .sign, layer: "d0", index: [0, 1]))
  }

  @Test func `at the clip of the logarithm there is a kink`() throws {
    let check = try single(
      "D(2,sm)", [1], loss: "categorical_crossentropy", w: [0, 20], b: [0, 0], x: [1], t: [1, 0])
    let difference = try #require(check.check(.output, at: [0, 0]))
    #expect(difference.kink?.decision == .clip)
    #expect(difference.analytic == -1e7)
  }

  @Test func `a cell that is not there has no derivative`() throws {
    let check = try check("D(2)", [3], .meanSquaredError)
    #expect(check.check(.weights(layer: 0), at: [2, 0]) == nil)
    #expect(check.check(.input, at: [0]) == nil)
  }

  // MARK: - What a tensor of a trace is checked as

  @Test func `only numbers the loss depends on are checked`() throws {
    let trace = try Case(contentsOf: CaseFile.lesson.path).record()
    var found: [String: Set<String>] = [:]
    for recorded in trace.events {
      for name in recorded.event.tensors.keys {
        let known = CheckedTensor(name, of: recorded.event, in: trace.header) != nil
        found["\(recorded.event.kind.rawValue) \(name)", default: []].insert("\(known)")
      }
    }
    for kind in ["input X", "weightedSum S", "initialError E", "delta delta", "gradient W"] {
      #expect(found[kind] == ["true"], "\(kind)")
    }
    for kind in ["loss target", "weightedSum argmax", "correction W", "correction b"] {
      #expect(found[kind] == ["false"], "\(kind)")
    }
    // Y is an output only at the last layer.
    #expect(found["activation Y"] == ["true", "false"])
  }

  // MARK: - Size

  @Test func `a network too large is refused with the number of passes`() throws {
    let header = try TraceHeader(
      layers: StructureString.parse("F();D(512,r);D(10,sm);").layers, inputShape: [28, 28, 1],
      loss: .categoricalCrossentropy, batchReduction: .mean,
      optimizer: OptimizerDescription(.sgd))
    let error = #expect(throws: NetworkError.self) {
      try GradientCheck.requireSmall(header, batch: 2)
    }
    #expect(error?.reason.contains("817236 forward passes") == true, "\(error?.reason ?? "")")
    #expect(throws: NetworkError.self) { try GradientCheck.requireSmall(header, batch: .max) }
  }
}
