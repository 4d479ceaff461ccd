/// Dropout, inverted: kept values are divided by 1 − rate. `DR(0.25)`.
public struct DropoutKind: LayerKind {
  public static let name = "dropout"
  public static let prefix = "dr"
  public static let letters = "DR"
  public static let paperName = "Dropout"

  /// The probability that an element is set to 0; from 0 to below 1.
  public let rate: Double

  public init(rate: Double) { self.rate = rate }

  public init(reading scanner: inout StructureScanner) throws {
    rate = try scanner.share("the dropout rate")
  }

  public var values: String { "\(rate)" }
  public var paperTerms: [(name: String, value: String)] { [("rate", "\(rate)")] }

  public func outputShape(for input: Shape, named name: String) -> Shape { input }

  public func makeLayer<Element: Scalar>(
    _ type: Element.Type, named name: String, input: Shape, initializer: Initializer,
    random: inout RandomSource
  ) throws -> any Layer<Element> {
    Dropout<Element>(self, name: name, inputShape: input)
  }
}

extension LayerDescription {
  /// Inverted dropout: kept values are divided by 1 − rate.
  public static func dropout(rate: Double) -> LayerDescription {
    DropoutKind(rate: rate).described
  }
}

/// Inverted dropout: while training Y = m ∘ X, m = 0 with probability `rate`, else 1/(1 − rate); identity when predicting.
public struct Dropout<Element: Scalar>: Layer {
  public let name: String
  public let description: LayerDescription
  public let inputShape: Shape
  public var outputShape: Shape { inputShape }
  public let rate: Double
  /// m of the last training pass, `[n, …]`.
  private var mask = Tensor<Element>.empty

  init(_ kind: DropoutKind, name: String, inputShape: Shape) {
    self.name = name
    description = kind.described
    self.inputShape = inputShape
    rate = kind.rate
  }

  public var memory: [TensorName: Tensor<Element>] { [.mask: mask] }

  public mutating func weightedSum(
    of input: Tensor<Element>, into sum: inout Tensor<Element>, context: inout ForwardContext
  ) {
    sum.resize(input.shape)
    if context.mode == .predicting {
      sum = input
      return
    }
    if let prescribed = context.prescribedMasks[name] {
      mask = prescribed.converted(to: Element.self)
    } else {
      draw(batch: input.shape[0], context: &context)
    }
    Self.multiply(input, by: mask, into: &sum)
  }

  public func sendBack(_ delta: Tensor<Element>, into sent: inout Tensor<Element>) {
    sent.resize(delta.shape)
    Self.multiply(delta, by: mask, into: &sent)
  }

  /// A mask that all samples share is drawn element by element, row-major, as in the paper's code. Masks of single
  /// samples are hashed from one random word and the index of each element in the batch, so that threads need not
  /// wait for each other.
  @specialized(where Element == Float)
  @specialized(where Element == Double)
  private mutating func draw(batch: Int, context: inout ForwardContext) {
    mask.resize(inputShape.batched(batch))
    let kept = Element(1) / (Element(1) - Element(rate))
    let (sample, rate) = (inputShape.count, rate)
    mask.elements.withUnsafeMutableBufferPointer { m in
      switch context.maskScope {
      case .batch:
        for i in 0..<min(sample, m.count) { m[i] = context.random.uniform() > rate ? kept : 0 }
        for i in min(sample, m.count)..<m.count { m[i] = m[i - sample] }
      case .sample:
        let (key, threshold) = (context.random.nextWord(), DropoutHash.threshold(rate))
        for i in m.indices {
          let bits = DropoutHash.bits(UInt32(truncatingIfNeeded: i), key: key)
          m[i] = bits >= threshold ? kept : 0
        }
      }
    }
  }

  @specialized(where Element == Float)
  @specialized(where Element == Double)
  private static func multiply(
    _ x: Tensor<Element>, by mask: Tensor<Element>, into y: inout Tensor<Element>
  ) {
    y.elements.withUnsafeMutableBufferPointer { y in
      for i in y.indices { y[i] = x.elements[i] * mask.elements[i] }
    }
  }
}
