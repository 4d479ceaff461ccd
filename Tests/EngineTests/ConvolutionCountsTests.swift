import Testing

@testable import Engine

@Suite struct ConvolutionCountsTests {
  private func counts(_ size: Int, pictures: Int = 32) -> ConvolutionCounts {
    ConvolutionCounts(
      height: 32, width: 32, inputChannels: 32, outputChannels: 64, kernelSize: size,
      pictures: pictures)
  }

  /// The sums of docs/convolution.md, written out.
  @Test func `products of a layer`() {
    // 1024 · 9 · 2048, 1024 · 25 · 2048; 64 tiles of 36 and of 64 products for 2048 pairs of maps.
    #expect(counts(3).products(.direct) == 18_874_368)
    #expect(counts(5).products(.gemm) == 52_428_800)
    #expect(counts(3).products(.winograd) == 4_718_592)
    #expect(counts(5).products(.winograd) == 8_388_608)
    #expect(counts(7).products(.winograd) == nil)
    let transform = 10.0 * 4096 * 6
    let spectra = 4.0 * 4096 * 2048
    #expect(counts(7).products(.fft) == spectra + transform * 160)
    #expect(counts(3).columnNumbers == 294_912)
  }

  @Test func `transforms of kernels are shared by the pictures`() {
    let alone = counts(9, pictures: 1).products(.fft) ?? 0
    let shared = counts(9).products(.fft) ?? 0
    let transform = 10.0 * 4096 * 6
    #expect(alone - shared == transform * 1984)
  }
}
