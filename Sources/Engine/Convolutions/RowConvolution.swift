/// Two neighbouring sums of a row of four pixels and three taps, in the ways that convolutions are computed: the example
/// by which the algorithms on whole pictures can be followed by hand.
///
/// S[i] = Σ_t g[t] · d[i + t] for i = 0 and 1.
public struct RowConvolution: Equatable, Sendable {
  /// d: four numbers.
  public let pixels: [Double]
  /// g: three numbers.
  public let taps: [Double]

  private let tables = WinogradTables.small

  /// Nil unless there are four pixels and three taps.
  public init?(pixels: [Double], taps: [Double]) {
    guard pixels.count == 4, taps.count == 3 else { return nil }
    (self.pixels, self.taps) = (pixels, taps)
  }

  /// The two sums by the definition: six products.
  public var sums: [Double] {
    (0..<2).map { i in taps.indices.reduce(0) { $0 + taps[$1] * pixels[i + $1] } }
  }

  // MARK: - Minimal filtering

  /// One of the four products of Winograd's form: a sum of pixels times a sum of taps.
  public struct MinimalProduct: Equatable, Sendable {
    /// By how much each pixel counts: 1, 0 or -1.
    public let pixelShares: [Double]
    /// By how much each tap counts.
    public let tapShares: [Double]
    public let pixelSum: Double
    public let tapSum: Double
    /// By how much the product counts in either sum: 1, 0 or -1.
    public let shares: [Double]

    public var value: Double { pixelSum * tapSum }
  }

  /// F(2, 3): m1 = (d0−d2)·g0, m2 = (d1+d2)·(g0+g1+g2)/2, m3 = (d2−d1)·(g0−g1+g2)/2, m4 = (d1−d3)·g2, with
  /// S[0] = m1+m2+m3 and S[1] = m2−m3−m4. The signs are those of Lavin and Gray, "Fast Algorithms for Convolutional Neural
  /// Networks" (2016), in which no tap stands alone with a minus and the last pixel has one.
  public var minimalProducts: [MinimalProduct] {
    let (inputs, kernels, outputs) = (tables.inputTable, tables.kernelTable, tables.outputTable)
    return (0..<tables.count).map { point in
      var d = (0..<4).map { inputs[point * 4 + $0] }
      var g = (0..<3).map { kernels[point * 3 + $0] }
      var share = (0..<2).map { outputs[point * 2 + $0] }
      if (g.first { $0 != 0 } ?? 1) < 0 { (d, g) = (d.map(Self.negated), g.map(Self.negated)) }
      if d[3] > 0 { (d, share) = (d.map(Self.negated), share.map(Self.negated)) }
      return MinimalProduct(
        pixelShares: d, tapShares: g, pixelSum: zip(d, pixels).reduce(0) { $0 + $1.0 * $1.1 },
        tapSum: zip(g, taps).reduce(0) { $0 + $1.0 * $1.1 }, shares: share)
    }
  }

  /// 0 stays without a sign.
  private static func negated(_ value: Double) -> Double { value == 0 ? 0 : -value }

  // MARK: - Spectra

  public struct Complex: Equatable, Sendable {
    public let real: Double
    public let imaginary: Double
  }

  /// F(d), the four values of the discrete Fourier transform.
  public var pixelSpectrum: [Complex] { complex(spectrum(of: pixels)) }

  /// The conjugate of F(g): correlating takes it in the place of F(g).
  public var tapSpectrum: [Complex] {
    complex(spectrum(of: taps)).map { Complex(real: $0.real, imaginary: -$0.imaginary) }
  }

  /// F(d) · F(g)̄, place by place.
  public var productSpectrum: [Complex] { complex(product) }

  /// What F⁻¹ makes of it: the two sums first; the other places have wrapped round.
  public var sumsOfSpectra: [Double] {
    var sums = product
    transform.backward(&sums)
    return Array(sums.real.prefix(2))
  }

  private var transform: FourierTransform<Double> { FourierTransform(rows: 1, columns: 4) }

  private func spectrum(of numbers: [Double]) -> FourierTransform<Double>.Spectrum {
    var spectrum = FourierTransform<Double>.Spectrum(count: 4)
    for (place, number) in numbers.enumerated() { spectrum.real[place] = number }
    transform.forward(&spectrum)
    return spectrum
  }

  private var product: FourierTransform<Double>.Spectrum {
    var product = FourierTransform<Double>.Spectrum(count: 4)
    product.add(spectrum(of: pixels), spectrum(of: taps), conjugate: true)
    return product
  }

  private func complex(_ spectrum: FourierTransform<Double>.Spectrum) -> [Complex] {
    zip(spectrum.real, spectrum.imaginary).map { Complex(real: $0, imaginary: $1) }
  }
}
