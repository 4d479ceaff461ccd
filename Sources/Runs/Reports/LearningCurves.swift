import Engine
import Foundation

/// Loss and accuracy of a repetition over its epochs: what the terminal and the SVG file draw.
package struct LearningCurves {
  /// One measure (loss or accuracy) of one part of the data.
  struct Curve: Equatable {
    let name: String
    /// Epochs from 1 with the values, which may be nan.
    let points: [(epoch: Int, value: Double)]

    static func == (left: Curve, right: Curve) -> Bool {
      left.name == right.name && left.points.elementsEqual(right.points, by: ==)
    }
  }

  struct Chart: Equatable {
    let title: String
    let curves: [Curve]
  }

  /// The chart of the loss, then that of the accuracy. Each has curves for the training part, for the validation
  /// part if there is one, and for the test part before the first update and after the last.
  let charts: [Chart]

  package init(_ log: RunLog) {
    charts = [("loss", \Evaluation.loss), ("accuracy", \Evaluation.accuracy)].map {
      title, measure in
      var curves = [
        Curve(
          name: "training", points: log.epochs.map { ($0.epoch, $0.result[keyPath: measure]) })
      ]
      let validation = log.epochs.compactMap { epoch in
        epoch.validation.map { (epoch.epoch, $0[keyPath: measure]) }
      }
      if !validation.isEmpty { curves.append(Curve(name: "validation", points: validation)) }
      var test: [(Int, Double)] = []
      if let before = log.before { test.append((0, before[keyPath: measure])) }
      if let after = log.test {
        test.append((log.epochs.last?.epoch ?? 0, after[keyPath: measure]))
      }
      if !test.isEmpty { curves.append(Curve(name: "test", points: test)) }
      return Chart(title: title, curves: curves)
    }
  }
}

/// Round numbers along an axis.
struct Ticks: Equatable {
  let values: [Double]

  /// - Parameters:
  ///   - range: from the smallest to the largest value on the axis.
  ///   - count: about how many are wanted.
  init(in range: ClosedRange<Double>, about count: Int) {
    let span = range.upperBound - range.lowerBound
    guard span > 0, span.isFinite, count > 0 else {
      values = [range.lowerBound]
      return
    }
    let rough = span / Double(count)
    let power = pow(10, log10(rough).rounded(.down))
    let step = [1, 2, 5, 10].map { $0 * power }.first { $0 >= rough * 0.999 } ?? rough
    let first = (range.lowerBound / step).rounded(.up)
    let last = (range.upperBound / step + 1e-9).rounded(.down)
    values = first <= last ? stride(from: first, through: last, by: 1).map { $0 * step } : []
  }
}

extension LearningCurves.Chart {
  /// The range of the finite values, a little wider when all are equal; 0…1 when there are none.
  var valueRange: ClosedRange<Double> {
    let values = curves.flatMap(\.points).map(\.value).filter(\.isFinite)
    guard let low = values.min(), let high = values.max() else { return 0...1 }
    let bottom = min(low, 0)
    return bottom < high ? bottom...high : bottom...(bottom + 1)
  }

  var lastEpoch: Int { max(curves.flatMap(\.points).map(\.epoch).max() ?? 1, 1) }
}
