import Engine

/// The disk problem, from random numbers to a network that knows the disk: is a point of the unit square inside the circle
/// around its middle whose radius is 1/√(2π)? The circle covers half of the square.
///
///     swift run disk-problem
@main
struct DiskProblemExample {
  static func main() throws {
    var random = RandomSource(seed: 1)
    let training = DiskProblem.points(1000, random: &random)
    let test = DiskProblem.points(1000, random: &random)

    var optimizer = OptimizerDescription(.momentum)
    optimizer.learningRate = 0.05
    optimizer.momentum = 0.5
    var model = Sequential(loss: .meanSquaredError, optimizer: optimizer, seed: 1)
    model.add(Linear(25))
    model.add(ReLU())
    model.add(Linear(25))
    model.add(ReLU())
    model.add(Linear(25))
    model.add(Tanh())
    model.add(Linear(1))
    try model.build(inputs: 2)

    let before = accuracy(of: model.predict(test), test)
    model.fit(training, epochs: 60, batchSize: 5) { epoch, loss in
      if epoch % 10 == 0 { print("epoch \(epoch): mean squared error \(rounded(loss))") }
    }
    let after = accuracy(of: model.predict(test), test)
    print(
      "of 1000 points it never saw, it knows \(rounded(before)) before and \(rounded(after)) after")
    guard after >= 0.9 else { throw Failure.learntTooLittle }
  }

  /// The share of points whose output is on the right side of ½.
  private static func accuracy(of outputs: Tensor<Float>, _ data: Dataset) -> Double {
    let inputs = data.inputs.elements
    let right = (0..<data.count).filter { row in
      let isInside = DiskProblem.isInside(x: inputs[2 * row], y: inputs[2 * row + 1])
      return (outputs.elements[row] > 0.5) == isInside
    }
    return Double(right.count) / Double(data.count)
  }

  private static func rounded(_ number: Double) -> Double { (number * 1000).rounded() / 1000 }

  private enum Failure: Error { case learntTooLittle }
}
