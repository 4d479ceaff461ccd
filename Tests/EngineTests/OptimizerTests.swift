import Engine
import TestSupport
import Testing

/// Four steps of every rule on three parameters, against docs/algorithms.md §6 written out in NumPy (Double).
@Suite struct OptimizerTests {
  struct Course: CustomTestStringConvertible {
    let name: OptimizerName
    var biasCorrection = false
    let afterOne: [Double]
    let afterFour: [Double]

    var testDescription: String { name.rawValue + (biasCorrection ? ", bias corrected" : "") }
  }

  /// η = 0.1, every other constant its default; parameters start at 0.5, −1.25, 2.
  static let courses = [
    Course(name: .sgd, afterOne: [0.45, -1.225, 2], afterFour: [0.43, -1.205, 2.1499]),
    Course(
      name: .momentum, afterOne: [0.45, -1.225, 2], afterFour: [0.29815, -1.076525, 2.329729]),
    Course(
      name: .ema, afterOne: [0.495, -1.2475, 2], afterFour: [0.479815, -1.2326525, 2.0329729]),
    Course(
      name: .ema, biasCorrection: true, afterOne: [0.45, -1.225, 2],
      afterFour: [0.392790425433, -1.16121040507, 2.11149302927]),
    Course(
      name: .nesterov, afterOne: [0.405, -1.2025, 2], afterFour: [0.248335, -1.0488725, 2.4466561]),
    Course(
      name: .adagrad, afterOne: [0.40000002, -1.15000004, 2],
      afterFour: [0.368902382955, -1.11085250128, 1.97575642303]),
    Course(
      name: .rmsprop, afterOne: [0.183772433983, -0.933772633983, 2],
      afterFour: [0.0762316131214, -0.818949007552, 1.91951760787]),
    Course(
      name: .adam, afterOne: [0.40000002, -1.15000004, 2],
      afterFour: [0.228005437861, -0.975083347722, 2.02608936852]),
    Course(
      name: .nadam, afterOne: [0.310000038, -1.060000076, 2],
      afterFour: [0.13738828729, -0.867203071022, 1.99885754792]),
    Course(
      name: .adamax, afterOne: [0.40000002, -1.15000004, 2],
      afterFour: [0.285356341373, -1.02235165661, 2.0031654193]),
    Course(
      name: .amsgrad, afterOne: [0.40000002, -1.15000004, 2],
      afterFour: [0.285580893749, -0.988647965115, 2.02214989611]),
  ]

  private static let gradients: [[Double]] = [
    [0.5, -0.25, 0], [-0.1, -0.5, 1e-3], [0.3, 0.2, -2], [0, 0.1, 0.5],
  ]

  @Test func `every rule has its course`() {
    #expect(Set(Self.courses.map(\.name)) == Set(OptimizerName.allCases))
  }

  @Test(arguments: courses)
  func `steps follow the formula`(course: Course) throws {
    var description = OptimizerDescription(course.name)
    description.learningRate = 0.1
    description.biasCorrection = course.biasCorrection
    var optimizer = Optimizer<Double>(description)
    var w = [0.5, -1.25, 2]
    for (step, gradient) in Self.gradients.enumerated() {
      // The third parameter is the bias, so that both tensors are updated.
      var corrections: [Parameters<Double>?] = [
        nil,
        Parameters(
          weights: Tensor(shape: [1, 2], elements: Array(gradient[0..<2])),
          bias: Tensor(shape: [1], elements: [gradient[2]])),
      ]
      optimizer.correct(&corrections)
      let correction = try #require(corrections[1])
      for (i, c) in (correction.weights.elements + correction.bias.elements).enumerated() {
        w[i] += c
      }
      if step == 0 { expectClose(w, course.afterOne) }
    }
    expectClose(w, course.afterFour)
    #expect(optimizer.steps == 4)
  }

  private func expectClose(
    _ got: [Double], _ wanted: [Double], sourceLocation: SourceLocation = #_sourceLocation
  ) {
    for i in got.indices {
      #expect(
        abs(got[i] - wanted[i]) < 1e-11, "parameter \(i): wanted \(wanted[i]), got \(got[i])",
        sourceLocation: sourceLocation)
    }
  }

  @Test func `a scheduled learning rate replaces the constant one`() {
    var optimizer = Optimizer<Float>(OptimizerDescription(.sgd))
    var corrections: [Parameters<Float>?] = [
      Parameters(weights: Tensor(shape: [1], elements: [1]), bias: Tensor(shape: [1]))
    ]
    optimizer.correct(&corrections, learningRate: 0.5)
    #expect(corrections[0]?.weights.elements == [-0.5])
  }
}
