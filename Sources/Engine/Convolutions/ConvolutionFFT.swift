/// Convolution by Fourier transforms: the spectrum of a correlation is the spectrum of the picture times the
/// conjugate spectrum of the kernel.
///
/// Pictures and kernels are copied into a square whose sides are powers of two, larger than the picture by at least
/// the radius, so that nothing wraps round onto a pixel.
struct ConvolutionFFT<Element: Scalar>: ConvolutionAlgorithm {
  let geometry: ConvolutionGeometry
  private let transform: FourierTransform<Element>

  typealias Spectrum = FourierTransform<Element>.Spectrum

  init(geometry: ConvolutionGeometry) {
    self.geometry = geometry
    func side(_ extent: Int) -> Int {
      FourierTransform<Element>.side(
        atLeast: max(extent + geometry.radius, geometry.kernelSize))
    }
    transform = FourierTransform(rows: side(geometry.height), columns: side(geometry.width))
  }

  /// S = F⁻¹[Σ_p F(X_p) · conj F(W_pq)], read r to the upper left, plus b.
  func forward(
    _ input: Tensor<Element>, weights: Tensor<Element>, bias: Tensor<Element>,
    into sum: inout Tensor<Element>
  ) {
    let (g, kernels) = (geometry, kernelSpectra(weights))
    for sample in 0..<input.shape[0] {
      let pictures = pictureSpectra(input, sample: sample, channels: g.inputChannels)
      for q in 0..<g.outputChannels {
        var spectrum = Spectrum(count: count)
        for p in 0..<g.inputChannels {
          spectrum.add(pictures[p], kernels[p * g.outputChannels + q], conjugate: true)
        }
        transform.backward(&spectrum)
        read(spectrum, shift: -g.radius, sample: sample, channel: q, of: g.outputChannels, &sum) {
          $0 + bias.elements[q]
        }
      }
    }
  }

  /// Rule 1: G = F⁻¹[Σ_q F(δ_q) · F(W_pq)], read r to the lower right.
  func sendBack(
    _ delta: Tensor<Element>, weights: Tensor<Element>, into sent: inout Tensor<Element>
  ) {
    let (g, kernels) = (geometry, kernelSpectra(weights))
    for sample in 0..<delta.shape[0] {
      let deltas = pictureSpectra(delta, sample: sample, channels: g.outputChannels)
      for p in 0..<g.inputChannels {
        var spectrum = Spectrum(count: count)
        for q in 0..<g.outputChannels {
          spectrum.add(deltas[q], kernels[p * g.outputChannels + q], conjugate: false)
        }
        transform.backward(&spectrum)
        read(spectrum, shift: g.radius, sample: sample, channel: p, of: g.inputChannels, &sent) {
          $0
        }
      }
    }
  }

  /// Rule 2: ∂W_pq = F⁻¹[Σ over samples of F(X_p) · conj F(δ_q)], read r to the upper left; ∂b = Σ δ.
  func gradients(
    delta: Tensor<Element>, input: Tensor<Element>, into gradients: inout Parameters<Element>
  ) {
    let (g, k) = (geometry, geometry.kernelSize)
    gradients.bias.setToRowSums(of: delta)
    let pairs = g.inputChannels * g.outputChannels
    var sums = [Spectrum](repeating: Spectrum(count: count), count: pairs)
    for sample in 0..<delta.shape[0] {
      let pictures = pictureSpectra(input, sample: sample, channels: g.inputChannels)
      let deltas = pictureSpectra(delta, sample: sample, channels: g.outputChannels)
      for pair in 0..<pairs {
        sums[pair].add(
          pictures[pair / g.outputChannels], deltas[pair % g.outputChannels], conjugate: true)
      }
    }
    for pair in 0..<pairs {
      transform.backward(&sums[pair])
      for a in 0..<k {
        for b in 0..<k {
          gradients.weights.elements[(a * k + b) * pairs + pair] =
            sums[pair].real[place(a - g.radius, b - g.radius)]
        }
      }
    }
  }

  private var count: Int { transform.rows * transform.columns }

  /// The index of a place in the square; places beyond its edge wrap round.
  private func place(_ row: Int, _ column: Int) -> Int {
    (row & (transform.rows - 1)) * transform.columns + (column & (transform.columns - 1))
  }

  private func kernelSpectra(_ weights: Tensor<Element>) -> [Spectrum] {
    let (k, pairs) = (geometry.kernelSize, geometry.inputChannels * geometry.outputChannels)
    return (0..<pairs).map { pair in
      var spectrum = Spectrum(count: count)
      for tap in 0..<k * k {
        spectrum.real[place(tap / k, tap % k)] = weights.elements[tap * pairs + pair]
      }
      transform.forward(&spectrum)
      return spectrum
    }
  }

  private func pictureSpectra(
    _ pictures: Tensor<Element>, sample: Int, channels: Int
  ) -> [Spectrum] {
    let g = geometry
    return (0..<channels).map { channel in
      var spectrum = Spectrum(count: count)
      for row in 0..<g.height {
        for column in 0..<g.width {
          let pixel = (sample * g.height + row) * g.width + column
          spectrum.real[place(row, column)] = pictures.elements[pixel * channels + channel]
        }
      }
      transform.forward(&spectrum)
      return spectrum
    }
  }

  /// Writes one channel of one picture from the square.
  private func read(
    _ spectrum: Spectrum, shift: Int, sample: Int, channel: Int, of channels: Int,
    _ pictures: inout Tensor<Element>, _ change: (Element) -> Element
  ) {
    let g = geometry
    for row in 0..<g.height {
      for column in 0..<g.width {
        let pixel = (sample * g.height + row) * g.width + column
        pictures.elements[pixel * channels + channel] =
          change(spectrum.real[place(row + shift, column + shift)])
      }
    }
  }
}
