import Engine
import Foundation
import TerminalKit

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

  /// What happens here and why, in a few sentences; empty until the run is complete.
  var story: String {
    guard isComplete, let first = flow.first, let last = flow.last else { return "" }
    if let broken = firstBroken {
      return """
        A straight line on a logarithmic axis is exponential growth. \(rule) Float ends at 3.4e38: in \
        layer \(broken.layer) partial sums pass it and become inf, and inf minus inf is nan. How many \
        become which belongs to one order of summation; the demo adds in the order that gives the \
        paper's counts, on every machine.
        """
    }
    if let zero = flow.first(where: { $0.magnitude == 0 }) {
      return """
        Every layer shrinks what it gets. \(rule) In layer \(zero.layer) all numbers are below 1e-45, \
        the smallest Float, and so exactly 0. Nothing arrives any more: no signal to classify by, \
        no gradient to learn from.
        """
    }
    switch last.rootMeanSquare / first.rootMeanSquare {
    case 0.1...10: return "What flows keeps its size from the first layer to the last. \(rule)"
    case ..<0.1: return "What flows fades from layer to layer. \(rule)"
    default: return "What flows grows from layer to layer. \(rule)"
    }
  }

  /// What a layer does to the mean square, with the numbers of this run.
  private var rule: String {
    let variance = pow(settings.weights.standardDeviation(width: settings.width), 2)
    let n = settings.width
    let factor = variance * Double(n)
    switch (settings.activation, settings.direction) {
    case (.identity, _), (.softmax, _):
      return """
        Each layer multiplies the mean square by n·Var(W) = \(n) × \(figure(variance)) = \
        \(figure(factor)); Glorot chooses Var(W) so that this is 1.
        """
    case (.relu, _):
      return """
        Each layer multiplies the mean square by ½·n·Var(W) = ½ × \(n) × \(figure(variance)) = \
        \(figure(factor / 2)), since ReLU turns half of it off; He chooses Var(W) so that this is 1.
        """
    case (.tanh, .forward):
      return """
        The sums have n·Var(W) = \(figure(factor)) times the mean square of what comes in; tanh bends \
        them into ±1, so nothing can explode.
        """
    case (.sigmoid, .forward):
      return "Sigmoid answers with a number between 0 and 1 to whatever comes in."
    case (.tanh, .backward):
      return """
        The way back multiplies by the slope of tanh, which is 1 at 0 and almost 0 where tanh is \
        flat: large sums on the way forward stop the gradient.
        """
    case (.sigmoid, .backward):
      return """
        The way back multiplies by the slope of sigmoid, which is at most ¼: this is why deep \
        networks of sigmoids learn so slowly.
        """
    }
  }
}
