import Engine

/// One derivative measured with one h: from one side, and from both.
public struct DifferenceQuotients: Equatable, Sendable {
  /// How far the number is to be moved.
  public let h: Double
  /// How far it is moved in Double: (w + h) − w, which rounding makes differ from h; 0 where h is lost in w.
  public let step: Double
  /// Loss(w), Loss(w + h) and Loss(w − h), reduced over the batch as the gradient is.
  public let loss: Double
  public let lossPlus: Double
  public let lossMinus: Double
  /// Set when w − h, w and w + h do not lie on one side of a kink.
  public let kink: Kink?

  /// (Loss(w + h) − Loss(w)) / h; its error shrinks like h.
  public var oneSided: Double { (lossPlus - loss) / step }
  /// (Loss(w + h) − Loss(w − h)) / 2h; its error shrinks like h².
  public var central: Double { (lossPlus - lossMinus) / (2 * step) }
}

extension GradientCheck {
  /// The derivative of one cell for several h, in Double.
  ///
  /// - Parameters:
  ///   - tensor: what the cell belongs to.
  ///   - index: the cell, in shape order.
  ///   - steps: every h.
  /// - Returns: w, ∂Loss/∂w by the rules, and the quotients in the order of `steps`; nil when there is no such cell.
  public func quotients(
    _ tensor: CheckedTensor, at index: [Int], steps: [Double]
  ) -> (value: Double, analytic: Double, quotients: [DifferenceQuotients])? {
    let (values, gradient) = (values(of: tensor), gradient(of: tensor))
    guard let offset = values.shape.offset(of: index), gradient.elements.indices.contains(offset)
    else { return nil }
    let value = values.elements[offset]
    let quotients = steps.map { h in
      let step = (value + h) - value
      let (plus, minus) = outcomes(tensor, values, offset, step)
      return DifferenceQuotients(
        h: h, step: step, loss: center.loss, lossPlus: plus.loss, lossMinus: minus.loss,
        kink: probe.kink(between: plus, and: minus, center: center))
    }
    return (value, gradient.elements[offset], quotients)
  }
}
