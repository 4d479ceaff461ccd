import Engine
import Foundation
import Testing

@testable import Tracer

/// What tensors are called in files, and what their numbers are to the network.
@Suite struct CellRoleTests {
  @Test func `a dictionary by tensor is a JSON object with the names of the format`() throws {
    let shapes: [TensorName: [Int]] = [.weights: [2, 3], .bias: [2], .delta: [1]]
    let text = String(decoding: try JSON.encoder().encode(shapes), as: UTF8.self)
    #expect(text == #"{"W":[2,3],"b":[2],"delta":[1]}"#)
    let back = try JSONDecoder().decode([TensorName: [Int]].self, from: Data(text.utf8))
    #expect(back == shapes)
  }

  @Test func `the same tensor has another role in another event`() {
    func role(_ kind: TraceKind, _ tensor: TensorName) -> CellRole {
      TraceEvent(.forward, kind, layer: "c0").role(of: tensor)
    }
    #expect(role(.parameters, .weights) == .weight && role(.parameters, .bias) == .weight)
    #expect(role(.gradient, .weights) == .gradient && role(.correction, .bias) == .gradient)
    #expect(role(.delta, .delta) == .delta && role(.initialError, .initialError) == .delta)
    #expect(role(.weightedSum, .weightedSum) == .signal && role(.input, .input) == .signal)
    #expect(role(.weightedSum, .argmax) == .place && role(.weightedSum, .mask) == .mask)
    #expect(role(.loss, .target) == .target && role(.loss, .loss) == .loss)
  }
}
