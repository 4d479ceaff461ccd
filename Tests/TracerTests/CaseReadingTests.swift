import Engine
import Foundation
import Testing

@testable import Tracer

/// What may be left out of a case, and what is wrong with one.
@Suite struct CaseReadingTests {
  private func read(_ text: String) throws -> Case { try Case(Data(text.utf8), name: "x.json") }

  private func tensor(_ trace: Trace, _ kind: TraceKind, _ layer: String?, _ name: TensorName)
    -> Tensor<Float>?
  {
    trace.position(kind, layer: layer, update: 1).flatMap { trace.events[$0].event.tensors[name] }
  }

  // MARK: - Absent keys

  @Test func `the shortest case takes all defaults`() throws {
    let short = try read(
      """
      {"network":"D(2)","inputShape":[1],"loss":"mse","other":{"ignored":[1]},
       "steps":[{"input":{"shape":[1,1],"data":[2]},"target":{"shape":[1,2],"data":[0,1]}}]}
      """)
    #expect(short.header.optimizer == OptimizerDescription(.sgd))
    #expect(short.header.batchReduction == .mean)
    #expect(short.header.regularization == Regularization())
    #expect(short.header.clipping == .none)
    #expect(short.seed == 0)
    #expect(short.classes == [])
    #expect(short.name == "x.json")
    #expect(try short.record().updates == 1)
  }

  @Test func `nulls count as absent`() throws {
    let empty = try read(
      """
      {"name":null,"network":"D(2)","inputShape":[1],"loss":"mse","batchReduction":null,
       "optimizer":{"name":"adam","beta1":null},"l1":null,"l2":null,"clipValue":null,"seed":null,
       "parameters":null,"classes":null,"steps":[
        {"input":{"shape":[1,1],"data":[2]},"target":{"shape":[1,2],"data":[0,1]},"masks":null}]}
      """)
    #expect(empty.header.optimizer.beta1 == 0.9)
    #expect(try empty.record().updates == 1)
  }

  @Test func `parameters that are left out are drawn with the seed`() throws {
    let drawn = try read(
      """
      {"network":"F();D(3,r);D(2)","inputShape":[2,2,1],"loss":"mse","seed":7,
       "steps":[{"input":{"shape":[1,2,2,1],"data":[1,2,3,4]},
                 "target":{"shape":[1,2],"data":[0,1]}}]}
      """)
    var random = RandomSource(seed: 7)
    let hidden: Tensor<Float> = Initializer.heUniform.draw(
      shape: [3, 4], fanIn: 4, fanOut: 3, random: &random)
    let trace = try drawn.record()
    let setup = try #require(trace.parametersBefore(update: 1, layer: "d1"))
    #expect(trace.events[setup].event.tensors[.weights] == hidden)
    #expect(trace.events[setup].event.tensors[.bias] == Tensor(shape: [3]))
    #expect(trace.header.seed == 7)
  }

  @Test func `the network may name the input shape`() throws {
    let long = try read(
      """
      {"network":"2x2x1->F();D(1,sigmoid);","loss":"mse",
       "steps":[{"input":{"shape":[1,2,2,1],"data":[1,2,3,4]},
                 "target":{"shape":[1,1],"data":[0.5]}}]}
      """)
    #expect(long.header.inputShape == [2, 2, 1])
  }

  @Test func `a dropout layer without a mask draws its own, the same every time`() throws {
    let dropout = try read(
      """
      {"network":"DR(0.5);D(1)","inputShape":[40],"loss":"mse","seed":1,"steps":[
        {"input":{"shape":[2,40],"data":\([Float](repeating: 3, count: 80))},
         "target":{"shape":[2,1],"data":[0,1]}}]}
      """)
    let trace = try dropout.record()
    let mask = try #require(tensor(trace, .weightedSum, "dr0", .mask))
    #expect(Set(mask.elements) == [0, 2])
    #expect(mask.elements[0..<40] != mask.elements[40..<80])
    #expect(
      tensor(trace, .weightedSum, "dr0", .weightedSum)?.elements == mask.elements.map { 3 * $0 })
    #expect(try dropout.record() == trace)
  }

  @Test func `non-finite numbers are strings and flow through`() throws {
    let broken = try read(
      """
      {"network":"D(2)","inputShape":[2],"loss":"mse","parameters":{
        "d0.W":{"shape":[2,2],"data":["nan",0,0,1]},"d0.b":{"shape":[2],"data":[0,"-inf"]}},
       "steps":[{"input":{"shape":[1,2],"data":[1,"inf"]},"target":{"shape":[1,2],"data":[0,0]}}]}
      """)
    let trace = try broken.record()
    #expect(tensor(trace, .input, nil, .input)?.elements == [1, .infinity])
    #expect(tensor(trace, .weightedSum, "d0", .weightedSum)?.elements.allSatisfy(\.isNaN) == true)
  }

  @Test func `a large tensor may come as base64`() throws {
    let numbers = (0..<5000).map { Float($0) / 5000 }
    let bytes = numbers.flatMap { withUnsafeBytes(of: $0.bitPattern.littleEndian, Array.init) }
    let large = try read(
      """
      {"network":"F();D(1)","inputShape":[50,100,1],"loss":"mse","steps":[
        {"input":{"shape":[1,50,100,1],"f32le":"\(Data(bytes).base64EncodedString())"},
         "target":{"shape":[1,1],"data":[0]}}]}
      """)
    #expect(large.steps[0].input.elements == numbers)
  }

  // MARK: - Faults

  private static let step = """
    "steps":[{"input":{"shape":[1,2],"data":[1,2]},"target":{"shape":[1,1],"data":[0]}}]
    """
  private static func parameters(_ text: String) -> String {
    #"{"network":"D(1)","inputShape":[2],"loss":"mse","parameters":{\#(text)},\#(step)}"#
  }

  /// A case and what its sentence must say.
  static let faults: [(String, String)] = [
    ("", "no valid JSON"), ("[1,2", "no valid JSON"), ("nonsense", "no valid JSON"),
    ("[1]", "wrong type"), ("{}", #"the key "network" is missing"#),
    (#"{"network":"D(1)","inputShape":[2],\#(step)}"#, #"the key "loss" is missing"#),
    (#"{"network":"D(1)","inputShape":[2],"loss":"mse"}"#, #"the key "steps" is missing"#),
    (#"{"network":"D(1)","loss":"mse",\#(step)}"#, #"the key "inputShape" is missing"#),
    (#"{"network":"D(1)","inputShape":[2],"loss":"hinge",\#(step)}"#, "at loss"),
    (#"{"network":"Q(1)","inputShape":[2],"loss":"mse",\#(step)}"#, "unknown layer 'Q'"),
    (#"{"network":"C(2,1)","inputShape":[2],"loss":"mse",\#(step)}"#, "even"),
    (#"{"network":"M(3)","inputShape":[2,2,1],"loss":"mse",\#(step)}"#, "layer m0: the window 3×3"),
    (#"{"network":"D(1)","inputShape":[3],"loss":"mse",\#(step)}"#, "at steps[0].input: the shape"),
    (
      #"{"network":"D(2)","inputShape":[2],"loss":"mse",\#(step)}"#, "at steps[0].target: the shape"
    ),
    (
      #"{"network":"D(1)","inputShape":[9000000000000,9000000000000,9],"loss":"mse",\#(step)}"#,
      "2²⁸"
    ),
    (#"{"network":"D(1)","inputShape":[2],"loss":"mse","seed":-1,\#(step)}"#, "at seed: is -1"),
    (
      #"{"network":"D(1)","inputShape":[2],"loss":"mse","seed":1e30,\#(step)}"#, "at seed: is 1e+30"
    ),
    (
      #"{"network":"D(1)","inputShape":[2],"loss":"mse","l1":-1,\#(step)}"#,
      "at l1: is -1.0; it must"
    ),
    (
      #"{"network":"D(1)","inputShape":[2],"loss":"mse","clipValue":0,\#(step)}"#,
      "at clipValue: is 0.0; it must"
    ),
    (
      #"{"network":"D(1)","inputShape":[2],"loss":"mse","optimizer":{"name":"sgd","learningRate":1e200},\#(step)}"#,
      "at optimizer.learningRate: is 1e+200; it must be a number from 1e-30 to 1e30"
    ),
    (
      #"{"network":"D(1)","inputShape":[2],"loss":"mse","optimizer":{"name":"lion"},\#(step)}"#,
      "at optimizer.name"
    ),
    (parameters(#""d0.W":{"shape":[1,2],"data":[1,2]}"#), #"lack "d0.b""#),
    (
      parameters(
        #""d0.W":{"shape":[2,1],"data":[1,2]},"d0.b":{"shape":[1],"data":[1]}"#),
      "d0.W has the shape 2×1, wanted is 1×2"
    ),
    (
      parameters(
        #""d0.W":{"shape":[1,2],"data":[1,2]},"d0.b":{"shape":[1],"data":[1]},"d9.W":{"shape":[1],"data":[1]}"#
      ), #"name "d9.W""#
    ),
    (parameters(#""d0.W":{"shape":[1,2],"data":[1]}"#), "wants 2 numbers, but there are 1"),
    (parameters(#""d0.W":{"shape":[1,2],"data":[1,"two"]}"#), "at parameters.d0.W.data[1]"),
    (parameters(#""d0.W":{"shape":[1,2],"f32le":"AAAA"}"#), "wants 8 bytes, but there are 3"),
    (parameters(#""d0.W":{"shape":[0,2],"data":[]}"#), "positive extents"),
    (parameters(#""d0.W":{"shape":[4611686018427387904,4],"data":[]}"#), "sensible size"),
    (
      #"{"network":"D(1)","inputShape":[2],"loss":"mse","steps":[{"input":{"shape":[1,2],"data":[1,2]},"target":{"shape":[1,1],"data":[0]},"masks":{"d0":{"shape":[1,2],"data":[1,2]}}}]}"#,
      "d0 is no dropout layer"
    ),
    (
      #"{"network":"DR(0.5);D(1)","inputShape":[2],"loss":"mse","steps":[{"input":{"shape":[1,2],"data":[1,2]},"target":{"shape":[1,1],"data":[0]},"masks":{"dr0":{"shape":[2],"data":[1,2]}}}]}"#,
      "masks.dr0: the shape is 2, wanted is 1×2"
    ),
  ]

  @Test(arguments: faults)
  func `a fault is one sentence with the file and the place`(text: String, phrase: String) {
    let error = #expect(throws: FileError.self) { try read(text) }
    #expect(error?.file == "x.json")
    #expect(error?.reason.contains(phrase) == true, "\(error?.reason ?? "")")
    #expect(error?.description.contains("\n") == false)
  }

  @Test func `a missing file and a directory are refused`() {
    for path in ["/nowhere/x.json", "/"] {
      let error = #expect(throws: FileError.self) { try Case(contentsOf: path) }
      #expect(error?.reason.contains("cannot be read") == true)
    }
  }
}
