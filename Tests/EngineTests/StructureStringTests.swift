import Engine
import Testing

@Suite struct StructureStringTests {
  static let pairs: [(String, [LayerDescription])] = [
    ("C(3,2,r);", [.convolution(kernelSize: 3, kernels: 2, activation: .relu)]),
    ("C(1,16);", [.convolution(kernelSize: 1, kernels: 16, activation: .identity)]),
    ("C(5,8,s);", [.convolution(kernelSize: 5, kernels: 8, activation: .sigmoid)]),
    ("C(7,1,t);", [.convolution(kernelSize: 7, kernels: 1, activation: .tanh)]),
    ("M(2);A(3);", [.maxPooling(size: 2), .averagePooling(size: 3)]),
    ("DR(0.25);", [.dropout(rate: 0.25)]),
    ("DR(1e-06);", [.dropout(rate: 1e-6)]),
    ("F();D(10,sm);", [.flatten, .dense(units: 10, activation: .softmax)]),
    (
      "D(25,r)x3;D(1);",
      Array(repeating: .dense(units: 25, activation: .relu), count: 3)
        + [.dense(units: 1, activation: .identity)]
    ),
  ]

  @Test(arguments: pairs)
  func `text and layers say the same`(text: String, layers: [LayerDescription]) throws {
    #expect(try StructureString.parse(text).layers == layers)
    #expect(StructureString.string(layers) == text)
  }

  @Test(
    arguments: [
      "C(3,2,r)x2;M(2);F();D(3,sm);", "C(3,2,r)×2;M(2);F();D(3,sm)",
      " C( 3 , 2,r ) x 2 ; M(2) ;\n\tF ( );D(3 , sm) ",
      "C(3,2,relu);C(3,2,r);M(2);F();D(3,softmax);",
    ])
  func `ways to write one network`(text: String) throws {
    let (shape, layers) = try StructureString.parse(text)
    #expect(shape == nil)
    #expect(StructureString.string(layers) == "C(3,2,r)x2;M(2);F();D(3,sm);")
  }

  @Test func `the long form names the input shape`() throws {
    let (shape, layers) = try StructureString.parse(
      "32x32x3->C(5,8,relu);M(4);DR(0.125);F();D(10,softmax);")
    #expect(shape == [32, 32, 3])
    #expect(StructureString.string(layers) == "C(5,8,r);M(4);DR(0.125);F();D(10,sm);")
    #expect(try StructureString.parse("2->D(1)").inputShape == [2])
    #expect(try StructureString.parse(" 28 × 28×1 -> F();").inputShape == [28, 28, 1])
  }

  /// Text, place of the fault, and a word of the reason.
  static let faults: [(String, Int, String)] = [
    ("", 1, "no layer"), (" ; ", 2, "unknown layer ';'"), ("Q(3);", 1, "unknown layer 'Q'"),
    ("c(3,2);", 1, "unknown layer 'c'"), ("M(2);;F();", 6, "unknown layer ';'"),
    ("C(4,2,r);", 1, "even"), ("M(2);C(2,8);", 6, "odd one such as 3"),
    ("C(3);", 4, "expected ','"), ("C(3,2", 6, "found the end"), ("C", 2, "expected '('"),
    ("F(3);", 3, "expected ')'"), ("C(,2);", 3, "kernel size is missing"),
    ("C(3,0);", 5, "must be from 1"), ("D(99999999999999999999);", 3, "must be from 1 to 1000000"),
    ("D(-3);", 3, "number of neurons is missing"), ("M(2.5);", 4, "expected ')'"),
    ("D(3,x);", 5, "unknown activation 'x'"), ("D(3,);", 5, "unknown activation ''"),
    ("C(3,2,sm);", 7, "softmax belongs to a dense layer"), ("DR(1);", 4, "from 0 to below 1"),
    ("DR(-0.1);", 4, "dropout rate"), ("DR(nan);", 4, "dropout rate"), ("DR();", 4, "dropout rate"),
    ("F()x0;", 5, "repetitions"), ("F()x1001;", 5, "too many"), ("F()x;", 5, "missing"),
    ("F()D(3);", 4, "expected ';'"), ("28x28x1>F();", 8, "expected '-'"),
    ("28x28->", 1, "no layer"), ("28xx1->F();", 4, "input shape is missing"),
    ("\u{1F600}", 1, "unknown layer '\u{1F600}'"),
  ]

  @Test(arguments: faults)
  func `a fault has its place and its reason`(text: String, position: Int, reason: String) {
    let error = #expect(throws: StructureError.self) { try StructureString.parse(text) }
    #expect(error?.position == position)
    #expect(error?.reason.contains(reason) == true, "\(error?.reason ?? "")")
    #expect(error?.description.contains("\n") == false)
  }
}
