import Engine
import Foundation
import Testing

@Suite struct OptimizerCodingTests {
  private func decode(_ text: String) throws -> OptimizerDescription {
    try JSONDecoder().decode(OptimizerDescription.self, from: Data(text.utf8))
  }

  @Test func `absent constants take their defaults`() throws {
    let adam = try decode(#"{"name":"adam"}"#)
    #expect(adam.learningRate == 1e-3)
    #expect(adam.beta1 == 0.9)
    #expect(adam.beta2 == 0.999)
    #expect(adam.epsilon == 1e-7)
    #expect(adam.momentum == 0.9)
    #expect(adam.rho == 0.9)
    #expect(!adam.biasCorrection)
  }

  @Test func `nulls and unknown keys count as absent`() throws {
    let read = try decode(#"{"name":"rmsprop","rho":null,"epsilon":0.5,"amsgrad":true}"#)
    #expect(read.rho == 0.9)
    #expect(read.epsilon == 0.5)
  }

  @Test(arguments: OptimizerName.allCases)
  func `what is written is read back`(name: OptimizerName) throws {
    var description = OptimizerDescription(name)
    description.learningRate = 0.25
    let data = try JSONEncoder().encode(description)
    #expect(try JSONDecoder().decode(OptimizerDescription.self, from: data) == description)
  }

  @Test(arguments: [
    #"{"learningRate":1}"#, #"{"name":"lion"}"#, #"{"name":"sgd","learningRate":"x"}"#,
  ])
  func `a description without a known name or with a wrong type is refused`(text: String) {
    #expect(throws: DecodingError.self) { try decode(text) }
  }
}
