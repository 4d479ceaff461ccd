import Engine
import TerminalKit

/// A tensor's map as a picture in shades of grey, two cells a pixel so that pixels are square: what the
/// numbers beside it mean, in every terminal, with colours and without.
struct PixelPicture: Equatable, Sendable {
  /// From dark to light; five shades that common fonts and ASCII have.
  private static let shades: [Character] = [" ", "░", "▒", "▓", "█"]

  let lines: [String]

  /// Nil when not even one pixel fits, or when the tensor is no picture.
  ///
  /// - Parameters:
  ///   - picture: `[n, h, w, c]`.
  ///   - sample: the index of the sample in the batch.
  ///   - room: how many columns and rows of the screen may be used.
  init?(_ picture: Tensor<Float>, sample: Int, room: Size) {
    let shape = picture.shape
    guard shape.rank == 4, shape[0] > sample, shape[3] == 1 || shape[3] == 3, shape.count > 0,
      room.columns >= 2, room.rows >= 1
    else { return nil }
    let (rows, columns) = (shape[1], shape[2])
    let factor = max(
      (columns + room.columns / 2 - 1) / (room.columns / 2), (rows + room.rows - 1) / room.rows)
    let large = factor == 1 ? max(min(room.columns / 2 / columns, room.rows / rows), 1) : 1
    let finite = picture.elements.filter(\.isFinite)
    let low = Double(min(finite.min() ?? 0, 0))
    let span = max(Double(finite.max() ?? 1) - low, .leastNonzeroMagnitude)
    var lines: [String] = []
    for row in stride(from: 0, to: rows, by: factor) {
      var line = ""
      for column in stride(from: 0, to: columns, by: factor) {
        var (sum, count) = (0.0, 0.0)
        for y in row..<min(row + factor, rows) {
          for x in column..<min(column + factor, columns) {
            for channel in 0..<shape[3] {
              let offset = ((sample * rows + y) * columns + x) * shape[3] + channel
              let value = Double(picture.elements[offset])
              sum += value.isFinite ? value : 0
              count += 1
            }
          }
        }
        let share = min(max((sum / count - low) / span, 0), 1)
        let shade = Self.shades[Int((share * Double(Self.shades.count - 1)).rounded())]
        line += String(repeating: shade, count: 2 * large)
      }
      lines += [String](repeating: line, count: large)
    }
    self.lines = lines
  }
}
