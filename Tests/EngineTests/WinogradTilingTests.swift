import KernelInterface
import Testing

@testable import Engine

@Suite struct WinogradTilingTests {
  private func tiling(_ width: Int, kernel: Int, channels: Int = 16) -> WinogradTiling {
    WinogradTiling(
      geometry: ConvolutionGeometry(
        height: 9, width: width, inputChannels: channels, outputChannels: channels,
        kernelSize: kernel))
  }

  /// The first tile reaches a radius to the left. The last one may reach beyond the right edge, into the margin of
  /// this row and the left margin of the next.
  @Test(arguments: [3, 5])
  func `the margin holds what tiles read beyond a row`(kernel: Int) {
    for width in 1...40 {
      let tiling = tiling(width, kernel: kernel)
      let radius = kernel / 2
      let last = (width - 1) / WinogradTask.tileSize * WinogradTask.tileSize - radius
      #expect(tiling.points == (kernel == 3 ? 6 : 8))
      #expect(tiling.margin >= radius)
      #expect(last + tiling.points <= width + 2 * tiling.margin, "width \(width)")
      #expect(
        tiling.margin == radius || last + tiling.points > width + 2 * (tiling.margin - 1),
        "width \(width): a narrower margin would do")
    }
  }

  @Test(arguments: [16, 128, 1024])
  func `chunks take every row of tiles once, and fit the workspace`(channels: Int) {
    let tiling = tiling(30, kernel: 5, channels: channels)
    // 9 rows of pixels are 3 rows of tiles, 30 columns are 8 tiles.
    for samples in 1...20 {
      var next = 0
      tiling.forEachChunk(samples: samples) { rows in
        #expect(rows.lowerBound == next && !rows.isEmpty)
        next = rows.upperBound
        let numbers = rows.count * 8 * tiling.positions * 2 * channels
        #expect(tiling.patchCount + numbers <= tiling.workspaceCount)
      }
      #expect(next == samples * 3)
    }
  }
}
