/// Which algorithm computes a convolution; all compute the same.
public enum ConvolutionVariant: String, Codable, CaseIterable, Sendable {
  /// By shape: Winograd for 3×3 and 5×5 kernels between many channels, else tiled.
  case auto
  /// The definition, term by term.
  case direct
  /// Image to columns and one matrix product a sample.
  case gemm
  /// The packed micro-kernel on rows of the picture: no columns are laid out.
  case tiled
  /// Minimal filtering, F(4×4, 3×3) and F(4×4, 5×5); other kernels are tiled.
  case winograd
  /// Products of spectra; its cost does not grow with the kernel.
  case fft

  /// Whether the algorithm has a form for k×k kernels; where Winograd's has none, tiles stand in.
  public func hasForm(kernelSize: Int) -> Bool {
    self != .winograd || WinogradTables(kernelSize: kernelSize) != nil
  }

  /// How a training step computes it.
  enum Choice: Equatable {
    case tiled
    case winograd(WinogradTables)
    /// On whole tensors, by the variant itself.
    case reference
  }

  /// How this variant computes a convolution.
  ///
  /// - Parameters:
  ///   - geometry: the convolution.
  ///   - lanes: numbers a register; Winograd's kernels take whole registers of channels.
  /// - Returns: the way; what a variant has no form for is tiled.
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
