import Foundation
import Engine
import Tracer

@testable import Tutor

/// Traces for the tests of views.
enum RecordedCases {
  static let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent()

  /// The case of the lesson with the letters A, B, P, R and Y of its layers.
  static func fourLayer() throws -> RecordedCase {
    let path = root.appendingPathComponent("lessons/four-layer.json").path
    return try RecordedCase(
      Case(contentsOf: path), labels: ["c0": "A", "c1": "B", "m2": "P", "f3": "R", "d4": "Y"])
  }

  /// Reference cases outside of the package, where they are.
  static var shared: [String] {
    let folder = URL(
      fileURLWithPath: ProcessInfo.processInfo.environment["HMDL_SHARED"] ?? "../shared",
      relativeTo: root
    ).appendingPathComponent("reference/cases").path
    let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
    return names.filter { $0.hasSuffix(".json") }.sorted().map { "\(folder)/\($0)" }
  }

  /// Networks with what the lesson does not have: other kernels, pooling, masks, batches, no maps at all.
  static let odd: [(name: String, json: String)] = [
    ("five", json("C(5,3,t);A(2);DR(0.3);C(1,9,s);F();D(40,r);D(12,sm);", [7, 6, 2], batch: 3)),
    ("seven", json("C(7,4,r);M(3);F();D(300,s);D(3);", [8, 8, 1], batch: 1, loss: "mae")),
    ("flat", json("D(5,sm);D(2,t);", [3], batch: 2, loss: "half_squared_error")),
    ("identity", json("C(3,2);M(2);C(3,2);", [5, 4, 1], batch: 2, loss: "mse")),
    ("overflow", json("C(3,2,r);C(3,2);F();D(2,sm);", [3, 3, 1], batch: 1, size: 1e38)),
  ]

  private static func json(
    _ network: String, _ shape: [Int], batch: Int, loss: String = "categorical_crossentropy",
    size: Double = 1
  ) -> String {
    let count = shape.reduce(batch, *)
    let input = (0..<count).map { size * (Double($0 * 7 % 11) / 5 - 1) }
    let outputs = outputShape(network, shape)
    let target = (0..<outputs.reduce(batch, *)).map { $0 % (outputs.last ?? 1) == 1 ? 1.0 : 0.0 }
    let step =
      "{\"input\":{\"shape\":\([batch] + shape),\"data\":\(input)},"
      + "\"target\":{\"shape\":\([batch] + outputs),\"data\":\(target)}}"
    return "{\"network\":\"\(network)\",\"inputShape\":\(shape),\"loss\":\"\(loss)\",\"seed\":5,"
      + "\"optimizer\":{\"name\":\"adam\",\"learningRate\":0.01},\"steps\":[\(step),\(step)]}"
  }

  private static func outputShape(_ network: String, _ shape: [Int]) -> [Int] {
    switch network.split(separator: ";").last {
    case "D(12,sm)": [12]
    case "D(2,t)", "D(2,sm)": [2]
    case "D(3)": [3]
    default: [shape[0] / 2, shape[1] / 2, 2]
    }
  }

  static func odd(_ index: Int) throws -> RecordedCase {
    try RecordedCase(Case(Data(odd[index].json.utf8), name: odd[index].name), labels: [:])
  }
}

/// A trace with the pane that explains it.
struct RecordedCase {
  let trace: Trace
  let pane: RulePane
  let timeline: Timeline

  init(_ recorded: Case, labels: [String: String]) throws {
    let trace = try recorded.record()
    self.init(
      trace,
      names: CellNames(
        trace: trace, annotator: Annotator(header: trace.header, labels: labels),
        classes: recorded.classes))
  }

  init(_ trace: Trace, names: CellNames) {
    self.trace = trace
    timeline = Timeline(trace)
    pane = RulePane(provenance: Provenance(trace), names: names)
  }

  /// Some cells of every tensor of an event.
  func cells(of event: Int, _ count: Int) -> [CellAddress] {
    trace.events[event].event.tensors.sorted { $0.key < $1.key }.flatMap { name, tensor in
      stride(from: 0, to: tensor.count, by: max(tensor.count / count, 1)).map {
        CellAddress(event: event, tensor: name, index: tensor.shape.index(at: $0))
      }
    }
      + (trace.events[event].event.value == nil
        ? [] : [CellAddress(event: event, tensor: .loss, index: [0])])
  }

  /// The cell of a tensor of a layer's event in the first update.
  func cell(_ kind: TraceKind, _ layer: String?, _ tensor: TensorName, _ index: [Int])
    -> CellAddress
  {
    CellAddress(
      event: trace.position(kind, layer: layer, update: 1) ?? -1, tensor: tensor, index: index)
  }
}
