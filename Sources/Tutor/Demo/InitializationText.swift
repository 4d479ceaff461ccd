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

  /// What theory foretells for each layer, as words and, where there is one, as a number: the standard
  /// deviation of W times √n, and for ReLU, which turns half of the cells off, times √(n/2).
  private var foretold: (words: String, number: String?) {
    let sd = settings.weights.standardDeviation(width: settings.width)
    let n = Double(settings.width)
    switch (settings.activation, settings.direction) {
    case (.relu, _):
      let number = figure(sd * (n / 2).squareRoot())
      return ("sd of W × √(\(settings.width)/2) = \(number)", number)
    case (.tanh, .forward): return ("tanh keeps all within ±1", nil)
    case (.tanh, .backward): return ("the slope of tanh is at most 1", nil)
    case (.sigmoid, .forward): return ("sigmoid keeps all within 0 and 1", nil)
    case (.sigmoid, .backward): return ("the slope of sigmoid is at most 1/4", nil)
    default:
      let number = figure(sd * n.squareRoot())
      return ("sd of W × √\(settings.width) = \(number)", number)
    }
  }

  /// What becomes of the flow, its measured growth and the foretold one, in as many words as fit:
  /// never a cut number.
  func growthLine(columns: Int) -> String {
    let (words, number) = foretold
    let name = settings.direction == .forward ? "x →" : "g ←"
    let says = verdict.map { " \($0.words):" } ?? ""
    guard let measured = measuredGrowth else {
      return ["\(name)\(says) \(words)", words].first { $0.count <= columns } ?? ""
    }
    let growth = "× \(figure(measured)) per layer"
    let total = totalGrowth.map { ", × \(figure($0)) in all" } ?? ""
    let expects = number == nil ? words : "foretold: \(words)"
    let forms = [
      "\(name)\(says) \(growth)\(total); \(expects)", "\(name)\(says) \(growth)\(total); \(words)",
      "\(name)\(says) \(growth); \(words)",
      "\(name)\(says) \(growth)" + (number.map { "; foretold \($0)" } ?? ""),
      "\(name)\(says) \(growth)", "\(name) \(growth)", "× \(figure(measured))",
    ]
    return forms.first { $0.count <= columns } ?? ""
  }

  var verdict: FlowVerdict? { FlowVerdict(flow, isComplete: isComplete) }

  /// The size of the last layer of the flow over that of the first; nil where one is 0 or beyond Float.
  private var totalGrowth: Double? {
    guard isComplete, let first = flow.first?.rootMeanSquare, let last = flow.last?.rootMeanSquare,
      first > 0, last > 0, first.isFinite, last.isFinite
    else { return nil }
    return last / first
  }

  /// The first layer of the flow that is not finite everywhere.
  var firstBroken: LayerSignal? { flow.first { $0.nanCount + $0.infinityCount > 0 } }

  /// What happens here and why, in a few sentences; empty until the run is complete.
  var story: String {
    guard let verdict, let first = flow.first, let last = flow.last else { return "" }
    let what = settings.direction == .forward ? "The signal" : "The gradient"
    if let broken = firstBroken {
      return """
        \(what) \(verdict.words). A straight line on a logarithmic axis is exponential growth. \(rule) \
        Float ends at 3.4e38: in layer \(broken.layer) partial sums pass it and become inf, and inf \
        minus inf is nan. How many become which belongs to one order of summation; the demo adds in \
        the order that gives the paper's counts, on every machine.
        """
    }
    if let zero = flow.first(where: { $0.magnitude == 0 }) {
      return """
        \(what) \(verdict.words): every layer shrinks what it gets. \(rule) In layer \(zero.layer) all \
        numbers are below 1e-45, the smallest Float, and so exactly 0. Nothing arrives any more: no \
        signal to classify by, no gradient to learn from.
        """
    }
    return """
      \(what) \(verdict.words): its size (root mean square) is \(figure(first.rootMeanSquare)) in layer \
      \(first.layer) and \(figure(last.rootMeanSquare)) in layer \(last.layer). \(rule) \
      \(FlowVerdict.rule)
      """
  }

  /// What a layer does to the mean square, with the numbers of this run.
  private var rule: String {
    let variance = pow(settings.weights.standardDeviation(width: settings.width), 2)
    let n = settings.width
    let factor = variance * Double(n)
    switch (settings.activation, settings.direction) {
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
    default:
      return """
        Each layer multiplies the mean square by n·Var(W) = \(n) × \(figure(variance)) = \
        \(figure(factor)); Glorot chooses Var(W) so that this is 1.
        """
    }
  }
}
