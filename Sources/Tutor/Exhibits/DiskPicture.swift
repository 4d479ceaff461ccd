import Engine
import Runs
import TerminalKit

/// What a network answers at the points of a grid over the unit square, beside what is right there, and how it does on
/// the test points.
struct DiskPicture: Sendable {
  static let columns = 96
  static let rows = 48

  enum Answer: Sendable {
    case insideRight, insideWrong, outsideRight, outsideWrong

    init(says inside: Bool, is truth: Bool) {
      self =
        inside
        ? (truth ? .insideRight : .insideWrong) : (truth ? .outsideWrong : .outsideRight)
    }

    var mark: Character {
      switch self {
      case .insideRight: "#"
      case .insideWrong: "+"
      case .outsideRight: "·"
      case .outsideWrong: "-"
      }
    }

    var style: Style {
      switch self {
      case .insideRight: .mark(.signals, 5)
      case .outsideRight: .dim
      case .insideWrong, .outsideWrong: .warning
      }
    }

    var words: String {
      switch self {
      case .insideRight: "rightly inside"
      case .insideWrong: "wrongly inside"
      case .outsideRight: "rightly outside"
      case .outsideWrong: "wrongly outside"
      }
    }
  }

  let epoch: Int
  /// The mean over the epoch's batches, each measured before its own update, as `train` reports it; nil before training.
  let training: Evaluation?
  /// Loss and share of right answers of the test points, measured after the epoch.
  let test: Evaluation
  /// How many test points there are.
  let count: Int
  /// `[rows, columns]`, the top row first; y points upward.
  private let answers: [Answer]

  init(epoch: Int, network: Network<Float>, loss: Loss, training: Evaluation?, test: Dataset) {
    self.epoch = epoch
    var network = network
    self.training = training
    self.test = network.evaluate(test, loss: loss)
    count = test.count
    var context = ForwardContext(mode: .predicting)
    network.forward(Self.grid, context: &context)
    answers = (0..<Self.rows * Self.columns).map { point in
      let (x, y) = (Self.grid.elements[2 * point], Self.grid.elements[2 * point + 1])
      return Answer(
        says: network.output.elements[point] > 0.5, is: DiskProblem.isInside(x: x, y: y))
    }
  }

  /// The middles of the cells: x, then y of each point.
  private static let grid: Tensor<Float> = {
    var elements: [Float] = []
    for row in 0..<rows {
      for column in 0..<columns {
        let (x, y) = (Float(column) + 0.5, Float(row) + 0.5)
        elements += [x / Float(columns), 1 - y / Float(rows)]
      }
    }
    return Tensor(shape: [rows * columns, 2], elements: elements)
  }()

  /// How many test points are answered rightly.
  var right: Int { Int((test.accuracy * Double(count)).rounded()) }
  var lossText: String { TrainingProgress.number(test.loss) }

  /// The share of the square, from 0 to 1.
  func share(of answer: Answer) -> Double {
    Double(answers.count { $0 == answer }) / Double(answers.count)
  }

  /// The whole square in a block: in each cell the grid's answer nearest to its middle.
  func draw(on screen: inout Screen, in rect: Rect) {
    for row in 0..<rect.rows {
      for column in 0..<rect.columns {
        let y = (2 * row + 1) * Self.rows / (2 * rect.rows)
        let x = (2 * column + 1) * Self.columns / (2 * rect.columns)
        let answer = answers[y * Self.columns + x]
        screen[rect.row + row, rect.column + column] = Cell(
          character: answer.mark, style: answer.style)
      }
    }
  }
}
