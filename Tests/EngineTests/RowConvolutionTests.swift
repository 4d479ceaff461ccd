import Testing

@testable import Engine

@Suite struct RowConvolutionTests {
  @Test func `the example of the course`() throws {
    let row = try #require(RowConvolution(pixels: [1, 3, 2, -1], taps: [2, -1, 1]))
    #expect(row.sums == [1, 3])
    #expect(row.minimalProducts.map(\.value) == [-2, 5, -2, 4])
    #expect(row.minimalProducts.map(\.pixelSum) == [-1, 5, -1, 4])
    #expect(row.minimalProducts.map(\.shares) == [[1, 0], [1, 1], [1, -1], [0, -1]])
    #expect(row.pixelSpectrum.map(\.real).map { $0.rounded() } == [5, -1, 1, -1])
    #expect(row.pixelSpectrum.map(\.imaginary).map { $0.rounded() } == [0, -4, 0, 4])
    #expect(row.tapSpectrum.map(\.imaginary).map { $0.rounded() } == [0, -1, 0, 1])
  }

  @Test func `all ways give the same sums`() throws {
    var random = RandomSource(seed: 4)
    for _ in 0..<20 {
      let row = try #require(
        RowConvolution(
          pixels: (0..<4).map { _ in random.normal() }, taps: (0..<3).map { _ in random.normal() }))
      for position in 0..<2 {
        let minimal = row.minimalProducts.reduce(0) { $0 + $1.shares[position] * $1.value }
        #expect(abs(minimal - row.sums[position]) < 1e-12)
        #expect(abs(row.sumsOfSpectra[position] - row.sums[position]) < 1e-12)
      }
    }
  }

  @Test func `other rows are refused`() {
    #expect(RowConvolution(pixels: [1, 2, 3], taps: [1, 2, 3]) == nil)
    #expect(RowConvolution(pixels: [1, 2, 3, 4], taps: [1, 2]) == nil)
  }
}
