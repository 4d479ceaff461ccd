import Foundation

/// The learning rate as a function of the epoch.
public enum Schedule: Equatable, Sendable {
  case constant
  /// η_t = η_{t−1} / (1 + decay·t), t the epoch from 0: it compounds, as in the paper's code.
  case inverseTime(decay: Double)
  /// η ← η·factor every `epochs` epochs (the mini-framework report).
  case step(factor: Double, epochs: Int)
  /// η/2 · (1 + cos(π·t/total)): from η to 0 over the whole run.
  case cosine

  /// η of an epoch counted from 0, of `total` epochs.
  public func rate(initial: Double, epoch: Int, total: Int) -> Double {
    switch self {
    case .constant: return initial
    case .inverseTime(let decay):
      return (0...max(epoch, 0)).reduce(initial) { $0 / (1 + decay * Double($1)) }
    case .step(let factor, let epochs):
      return initial * pow(factor, Double(epoch / max(epochs, 1)))
    case .cosine:
      return initial / 2 * (1 + cos(Double.pi * Double(epoch) / Double(max(total, 1))))
    }
  }
}
