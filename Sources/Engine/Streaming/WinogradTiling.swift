import KernelInterface

/// How the pictures of a convolution are cut into tiles, and how much memory they take in Winograd's domain.
struct WinogradTiling {
  let geometry: ConvolutionGeometry

  /// Pixels that a tile depends on, along one axis: as many as points.
  var points: Int { WinogradTask.tileSize + geometry.kernelSize - 1 }
  /// Elements per tile and channel in the domain.
  var positions: Int { points * points }

  /// Pixels of zeros on either side of a row, so that every tile can be read from the picture itself. To the right
  /// of a row there are two margins: its own and the left one of the next row.
  var margin: Int {
    let beyond = across * WinogradTask.tileSize - geometry.width
    return max(geometry.radius, (beyond + geometry.radius + 1) / 2)
  }

  /// Rows of tiles per chunk: enough to make the products efficient, and few enough for half of a second-level
  /// cache of 1 MB.
  private var rowsTogether: Int { max(1, (1 << 17) / (positions * channels * across)) }

  /// Cuts all tiles of some pictures into nearly equal chunks of whole rows of tiles.
  func forEachChunk(samples: Int, _ body: (_ tileRows: Range<Int>) -> Void) {
    let rows = samples * down
    let chunks = (rows + rowsTogether - 1) / rowsTogether
    for chunk in 0..<chunks { body(chunk * rows / chunks..<(chunk + 1) * rows / chunks) }
  }

  /// Elements of a copied patch of the picture, which precede the domain in the scratch buffer.
  var patchCount: Int { positions * max(geometry.inputChannels, geometry.outputChannels) }

  /// Elements of the scratch buffer of a thread: a patch, then inputs and outputs of a chunk in the domain.
  var workspaceCount: Int { patchCount + positions * channels * rowsTogether * across }

  private var channels: Int { geometry.inputChannels + geometry.outputChannels }
  private var across: Int { Self.tiles(along: geometry.width) }
  private var down: Int { Self.tiles(along: geometry.height) }
  private static func tiles(along pixels: Int) -> Int {
    (pixels + WinogradTask.tileSize - 1) / WinogradTask.tileSize
  }
}
