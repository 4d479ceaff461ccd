import Engine
import Foundation

/// What the demo says about a run: growth from layer to layer, and the story behind it.
extension InitializationModel.Run {
  /// The factor by which a layer multiplies the size of what flows, as the geometric mean over the
  /// layers where it is neither 0 nor beyond Float; nil for fewer than two of them.
  var measuredGrowth: Double? {
    let sizes = flow.map(\.rootMeanSquare)
    let alive = sizes.prefix { $0.isFinite && $0 > Double(Float.leastNormalMagnitude) }
    guard alive.count > 1, let first = alive.first, let last = alive.last else { return nil }
    return pow(last / first, 1 / Double(alive.count - 1))
  }

  /// What theory foretells, as words: the standard deviation of W times √n, and for ReLU, which
  /// turns half of the cells off, times √(n/2).
  var foretoldGrowth: String {
    let sd = settings.weights.standardDeviation(width: settings.width)
    let n = Double(settings.width)
    switch (settings.activation, settings.direction) {
    case (.identity, _), (.softmax, _):
      return "sd of W × √\(settings.width) = \(figure(sd * n.squareRoot()))"
    case (.relu, _):
      return "sd of W × √(\(settings.width)/2) = \(figure(sd * (n / 2).squareRoot()))"
    case (.tanh, .forward): return "tanh keeps all within ±1"
    case (.tanh, .backward): return "the slope of tanh is at most 1"
    case (.sigmoid, .forward): return "sigmoid keeps all within 0 and 1"
    case (.sigmoid, .backward): return "the slope of sigmoid is at most 1/4"
    }
  }

  /// Measured and foretold growth in one line, shorter where there is little room.
  func growthLine(columns: Int) -> String {
    guard let measured = measuredGrowth else { return foretoldGrowth }
    let long = "each layer multiplies the size by about \(figure(measured)); \(foretoldGrowth)"
    return long.count < columns ? long : "× \(figure(measured)) a layer; \(foretoldGrowth)"
  }

  /// The first layer of the flow that is not finite everywhere.
  var firstBroken: LayerSignal? { flow.first { $0.nanCount + $0.infinityCount > 0 } }

  /// What happens here and why, in a few sentences.
  var story: String {
    guard isComplete, let last = flow.last else { return "" }
    if let broken = firstBroken {
      return """
        A straight line on a logarithmic axis is exponential growth. Float ends at 3.4e38: in layer \
        \(broken.layer) partial sums pass it and become inf, and inf minus inf is nan. How many \
        become which belongs to one order of summation; the demo adds in the order that gives the \
        paper's counts, on every machine.
        """
    }
    if let zero = flow.first(where: { $0.magnitude == 0 }) {
      return """
        Every layer shrinks what it gets, until in layer \(zero.layer) all numbers fall below 1e-45, \
        the smallest Float, and are exactly 0. Nothing arrives any more: no signal to classify by, \
        no gradient to learn from.
        """
    }
    switch last.rootMeanSquare {
    case 1e-2...1e2:
      return """
        What flows keeps its size through all layers. \(rule) Glorot's and He's initialisers choose \
        Var(W) so that this factor is about 1.
        """
    case ..<1e-2:
      return """
        What flows fades by a constant factor a layer: still there, but ever smaller. \(rule) Below 1 \
        it vanishes with depth.
        """
    default:
      return """
        What flows grows by a constant factor a layer: a deeper network would leave Float. \(rule) \
        Above 1 it explodes with depth.
        """
    }
  }

  /// The variance rule with the numbers of this run.
  private var rule: String {
    let variance = pow(settings.weights.standardDeviation(width: settings.width), 2)
    let factor =
      "n·Var(W) = \(settings.width) × \(figure(variance))"
      + " = \(figure(variance * Double(settings.width)))"
    switch settings.activation {
    case .relu: return "The mean square is multiplied by ½·\(factor), ReLU taking one half."
    case .identity, .softmax: return "The mean square is multiplied by \(factor)."
    case .tanh, .sigmoid:
      return
        "The sums have \(factor) times the mean square; \(settings.activation.rawValue) bends them."
    }
  }
}

/// Three significant figures, as the headings print numbers.
func figure(_ number: Double) -> String {
  number.isNaN ? "nan" : String(format: "%.3g", number)
}
