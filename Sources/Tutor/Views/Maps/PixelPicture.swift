import Engine
import TerminalKit

/// A tensor's map as a picture in greys: what the numbers beside it mean, for every terminal.
///
/// Every cell holds two pixels, one above the other, so that pixels are square. A half block has the brighter of
/// both in its colour and the darker in its background; two that are equal are a full block or a blank. So the
/// picture is seen without colours as well, and in ASCII, where Glyphs has a letter for every block.
struct PixelPicture: Equatable, Sendable {
  let lines: [[Cell]]

  /// The columns and rows it takes.
  var size: Size { Size(columns: lines.first?.count ?? 0, rows: lines.count) }

  /// Nil when not even one pixel fits, or when the tensor is no picture.
  ///
  /// - Parameters:
  ///   - picture: `[n, h, w, c]`.
  ///   - sample: the index of the sample in the batch.
  ///   - room: how many columns and rows of the screen may be used. A picture that is too large is averaged over
  ///     squares; a small one is enlarged by a whole number.
  init?(_ picture: Tensor<Float>, sample: Int, room: Size) {
    let shape = picture.shape
    guard shape.rank == 4, shape[0] > sample, shape[3] == 1 || shape[3] == 3, shape.count > 0,
      room.columns >= 1, room.rows >= 1
    else { return nil }
    let (rows, columns, height) = (shape[1], shape[2], 2 * room.rows)
    let factor = max(
      (columns + room.columns - 1) / room.columns, (rows + height - 1) / height)
    let large = factor == 1 ? max(min(room.columns / columns, height / rows), 1) : 1
    let levels = Self.levels(of: picture, sample: sample, factor: factor)
    let wide = levels.map { row in row.flatMap { Array(repeating: $0, count: large) } }
      .flatMap { Array(repeating: $0, count: large) }
    lines = stride(from: 0, to: wide.count, by: 2).map { row in
      wide[row].indices.map { column in
        Self.cell(wide[row][column], row + 1 < wide.count ? wide[row + 1][column] : 0)
      }
    }
  }

  /// Two pixels as one cell.
  private static func cell(_ upper: Int, _ lower: Int) -> Cell {
    let character: Character =
      upper > lower ? "▀" : upper < lower ? "▄" : upper > Ink.lastGrey / 2 ? "█" : " "
    return Cell(
      character: character,
      style: Style(ink: .greys(front: max(upper, lower), back: min(upper, lower))))
  }

  /// The greys of the pixels, from 0, the darkest, to the brightest: the mean of `factor` × `factor` values and
  /// of all channels, as a share of the largest value of the tensor.
  private static func levels(
    of picture: Tensor<Float>, sample: Int, factor: Int
  ) -> [[Int]] {
    let (rows, columns, channels) = (picture.shape[1], picture.shape[2], picture.shape[3])
    let finite = picture.elements.lazy.filter(\.isFinite)
    let low = Double(min(finite.min() ?? 0, 0))
    let span = max(Double(finite.max() ?? 1) - low, .leastNonzeroMagnitude)
    func mean(_ top: Int, _ left: Int) -> Double {
      var (sum, count) = (0.0, 0.0)
      for y in top..<min(top + factor, rows) {
        for x in left..<min(left + factor, columns) {
          for channel in 0..<channels {
            let value = picture.elements[((sample * rows + y) * columns + x) * channels + channel]
            sum += value.isFinite ? Double(value) : 0
            count += 1
          }
        }
      }
      return sum / count
    }
    return stride(from: 0, to: rows, by: factor).map { top in
      stride(from: 0, to: columns, by: factor).map { left in
        let share = min(max((mean(top, left) - low) / span, 0), 1)
        return Int((share * Double(Ink.lastGrey)).rounded())
      }
    }
  }
}

extension Screen {
  /// Draws a picture with its upper left corner at a place.
  mutating func put(_ picture: PixelPicture, row: Int, column: Int) {
    for (r, line) in picture.lines.enumerated() {
      for (c, cell) in line.enumerated() { self[row + r, column + c] = cell }
    }
  }
}
