import Engine
import Tracer

/// The loss of a network as a function of its only two parameters, a weight w and a bias b, for the data of one update.
///
/// For a neuron without an activation function and a squared loss it is a quadratic function, and six values of the
/// network determine it; whether it is one is tested at further points. Any other loss is computed by the network on a
/// coarse grid.
struct LossSurface: Sendable {
  /// A place of the plane.
  struct Point: Equatable, Sendable {
    var w: Double
    var b: Double
  }

  /// L = f + g·d + ½ dᵀ·H·d, with d the distance from a centre.
  struct Quadratic: Sendable {
    let center: Point
    let value: Double
    let slope: (w: Double, b: Double)
    let curvature: (ww: Double, wb: Double, bb: Double)

    func callAsFunction(_ point: Point) -> Double {
      let (x, y) = (point.w - center.w, point.b - center.b)
      return value + slope.w * x + slope.b * y
        + 0.5 * (curvature.ww * x * x + 2 * curvature.wb * x * y + curvature.bb * y * y)
    }

    /// The place of the smallest value; nil where there is none or a whole line of them.
    var floor: Point? {
      let determinant = curvature.ww * curvature.bb - curvature.wb * curvature.wb
      guard curvature.ww > 0, determinant > 1e-9 * curvature.ww * curvature.bb else { return nil }
      return Point(
        w: center.w - (curvature.bb * slope.w - curvature.wb * slope.b) / determinant,
        b: center.b - (curvature.ww * slope.b - curvature.wb * slope.w) / determinant)
    }

    /// The curvatures along the two axes of the valley, the larger one first: the eigenvalues of H.
    var principal: (Double, Double) {
      let middle = (curvature.ww + curvature.bb) / 2
      let half = (curvature.ww - curvature.bb) / 2
      let radius = (half * half + curvature.wb * curvature.wb).squareRoot()
      return (middle + radius, middle - radius)
    }
  }

  private let learner: Learner<Double>
  private let input: Tensor<Double>
  private let target: Tensor<Double>
  private let layer: Int
  private(set) var quadratic: Quadratic?

  /// The place of the layer whose weight and bias are the only parameters; nil where there are others.
  static func layer(of header: TraceHeader) -> Int? {
    let tunable = header.layers.indices.filter(header.isTunable)
    guard tunable.count == 1, let layer = tunable.first,
      let shapes = header.parameterShapes(of: layer), shapes.weights.count == 1,
      shapes.bias.count == 1
    else { return nil }
    return layer
  }

  /// - Parameters:
  ///   - experiment: the case.
  ///   - update: whose input and target; from 1.
  ///   - start: where the function is looked at first.
  init?(_ experiment: Case, update: Int, start: Point) {
    guard let layer = Self.layer(of: experiment.header), !experiment.steps.isEmpty else {
      return nil
    }
    var alone = experiment
    alone.steps = [experiment.steps[min(max(update, 1), experiment.steps.count) - 1]]
    alone.edits = experiment.edits.filter { $0.update == update && $0.place == .input }.map {
      Case.Edit(update: 1, place: .input, index: $0.index, value: $0.value)
    }
    guard let situation = try? alone.situation(before: 1, Double.self) else { return nil }
    (learner, input, target) = (situation.learner, situation.input, situation.target)
    self.layer = layer
    quadratic = fitted(around: start)
  }

  /// The loss as the network computes it.
  func computed(_ point: Point) -> Double {
    var learner = learner
    guard var parameters = learner.network.layers[layer].parameters else { return .nan }
    parameters.weights.elements[0] = point.w
    parameters.bias.elements[0] = point.b
    learner.network.setParameters(parameters, ofLayer: layer)
    learner.network.forward(input, context: &learner.context)
    return learner.loss.value(learner.network.output, target: target)
  }

  private func fitted(around center: Point) -> Quadratic? {
    func loss(_ x: Double, _ y: Double) -> Double {
      computed(Point(w: center.w + x, b: center.b + y))
    }
    let (here, right, left) = (loss(0, 0), loss(1, 0), loss(-1, 0))
    let (up, down) = (loss(0, 1), loss(0, -1))
    let fit = Quadratic(
      center: center, value: here, slope: ((right - left) / 2, (up - down) / 2),
      curvature: (right + left - 2 * here, loss(1, 1) - right - up + here, up + down - 2 * here))
    let tests: [(Double, Double)] = [
      (-2, 1.5), (0.5, 0.25), (9, 9), (9, -9), (-9, 9), (-9, -9),
    ]
    let isExact = tests.allSatisfy { x, y in
      let known = loss(x, y)
      let found = fit(Point(w: center.w + x, b: center.b + y))
      return abs(known - found) <= 1e-9 * (1 + abs(known))
    }
    return isExact ? fit : nil
  }

  /// A stretch of the plane.
  struct Box: Equatable, Sendable {
    var w: ClosedRange<Double>
    var b: ClosedRange<Double>

    /// The place of a column and a row, the upper row first.
    func point(column: Double, of columns: Int, row: Double, of rows: Int) -> Point {
      let across = columns > 1 ? column / Double(columns - 1) : 0.5
      let down = rows > 1 ? row / Double(rows - 1) : 0.5
      return Point(
        w: w.lowerBound + across * (w.upperBound - w.lowerBound),
        b: b.upperBound - down * (b.upperBound - b.lowerBound))
    }

    /// The column and row nearest to a place; nil outside.
    func place(of point: Point, columns: Int, rows: Int) -> (row: Int, column: Int)? {
      guard w.contains(point.w), b.contains(point.b) else { return nil }
      let across = (point.w - w.lowerBound) / (w.upperBound - w.lowerBound)
      let down = (b.upperBound - point.b) / (b.upperBound - b.lowerBound)
      return (
        Int((down * Double(rows - 1)).rounded()), Int((across * Double(columns - 1)).rounded())
      )
    }
  }

  /// The loss at every place of a grid, row by row from above.
  func values(_ box: Box, columns: Int, rows: Int) -> [Double] {
    if let quadratic {
      return (0..<rows * columns).map {
        quadratic(
          box.point(
            column: Double($0 % columns), of: columns, row: Double($0 / columns), of: rows))
      }
    }
    let (wide, high) = (min(columns, 33), min(rows, 17))
    let coarse = (0..<wide * high).map {
      computed(
        box.point(column: Double($0 % wide), of: wide, row: Double($0 / wide), of: high))
    }
    return (0..<rows * columns).map { place in
      func position(_ index: Int, _ count: Int, _ known: Int) -> (Int, Int, Double) {
        let at = count > 1 ? Double(index * (known - 1)) / Double(count - 1) : 0
        let first = min(Int(at), known - 1)
        return (first, min(first + 1, known - 1), at - Double(first))
      }
      let (left, right, across) = position(place % columns, columns, wide)
      let (top, bottom, down) = position(place / columns, rows, high)
      let upper = coarse[top * wide + left] * (1 - across) + coarse[top * wide + right] * across
      let lower =
        coarse[bottom * wide + left] * (1 - across) + coarse[bottom * wide + right] * across
      return upper * (1 - down) + lower * down
    }
  }
}
