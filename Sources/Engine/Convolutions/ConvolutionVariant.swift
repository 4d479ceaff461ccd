/// The algorithm of a convolution. All compute the same sums, in different orders.
public enum ConvolutionVariant: String, Codable, CaseIterable, Sendable {
  /// Chosen by shape: `winograd` for 3×3 and 5×5 kernels between many channels, else `tiled`.
  case auto
  /// The definition, term by term.
  case direct
  /// Image to columns, then one matrix product per sample.
  case gemm
  /// Matrix products on rows of the picture, without copies of windows.
  case tiled
  /// Minimal filtering, F(4×4, 3×3) and F(4×4, 5×5); other kernels are tiled.
  case winograd
  /// Products of Fourier transforms; their cost does not grow with the kernel.
  case fft

  /// True if the algorithm exists for k×k kernels; for other sizes `winograd` is replaced by `tiled`.
  public func hasForm(kernelSize: Int) -> Bool {
    self != .winograd || WinogradTables(kernelSize: kernelSize) != nil
  }

  /// How a training step computes it.
  enum Choice: Equatable {
    case tiled
    case winograd(WinogradTables)
    /// The variant itself, on whole tensors.
    case reference
  }

  /// How this variant computes a convolution.
  ///
  /// - Parameters:
  ///   - geometry: the convolution.
  ///   - lanes: elements per register; Winograd's kernels need whole registers of channels.
  /// - Returns: the choice; `tiled` where the variant does not exist for the shape.
  func chosen(for geometry: ConvolutionGeometry, lanes: Int) -> Choice {
    let channels = [geometry.inputChannels, geometry.outputChannels]
    switch self {
    case .direct, .gemm, .fft: return .reference
    case .tiled: return .tiled
    case .auto, .winograd:
      guard let tables = WinogradTables(kernelSize: geometry.kernelSize),
        channels.allSatisfy({ $0 % lanes == 0 && $0 >= 16 })
      else { return .tiled }
      return .winograd(tables)
    }
  }
}
