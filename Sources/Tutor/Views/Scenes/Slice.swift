import Engine
import Tracer

/// Two dimensions of a tensor, laid out as a grid to look at.
struct Slice: Equatable, Sendable {
  enum Layout: Equatable, Sendable {
    /// One channel of one sample of `[n, h, w, c]`.
    case image(sample: Int, channel: Int)
    /// One sheet of `[kh, kw, c_in, c_out]`.
    case kernel(input: Int, output: Int)
    /// One channel of row `row` of `[rows, h·w·c]`, laid out as the picture it was flattened from.
    case folded(row: Int, channel: Int, shape: Shape)
    /// Row `row` of `[rows, features]`, some columns per line.
    case lines(row: Int)
    /// A row of `[rows, features]`, or `[features]`, one number per line.
    case list(row: Int?)
  }

  let layout: Layout
  let rows: Int
  let columns: Int
  /// Features in all, where the last line may be shorter.
  private let count: Int

  /// Columns of a vector that is too long for a list.
  static let lineLength = 6
  /// Vectors up to this length are lists, one line per class.
  static let longestList = 6

  /// The slice that holds a cell of a tensor.
  ///
  /// - Parameters:
  ///   - shape: the tensor's.
  ///   - index: the cell's.
  ///   - fold: height×width×channels that a vector was flattened from, where it was.
  ///   - isKernel: whether a tensor of four axes is a convolution's weights.
  init(of shape: Shape, holding index: [Int], fold: Shape? = nil, isKernel: Bool = false) {
    switch shape.rank {
    case 4 where isKernel:
      layout = .kernel(input: index[2], output: index[3])
      (rows, columns, count) = (shape[0], shape[1], shape[0] * shape[1])
    case 4:
      layout = .image(sample: index[0], channel: index[3])
      (rows, columns, count) = (shape[1], shape[2], shape[1] * shape[2])
    case 2:
      let features = shape[1]
      if let fold, fold.rank == 3, fold.count == features {
        layout = .folded(row: index[0], channel: index[1] % fold[2], shape: fold)
        (rows, columns, count) = (fold[0], fold[1], fold[0] * fold[1])
      } else if features <= Self.longestList {
        layout = .list(row: index[0])
        (rows, columns, count) = (features, 1, features)
      } else {
        layout = .lines(row: index[0])
        columns = Self.lineLength
        (rows, count) = ((features + columns - 1) / columns, features)
      }
    default:
      layout = .list(row: nil)
      (rows, columns, count) = (shape.count, 1, shape.count)
    }
  }

  /// The tensor index of a place in the grid; nil behind the end of a vector.
  func index(row: Int, column: Int) -> [Int]? {
    guard row >= 0, row < rows, column >= 0, column < columns, row * columns + column < count
    else { return nil }
    switch layout {
    case .image(let sample, let channel): return [sample, row, column, channel]
    case .kernel(let input, let output): return [row, column, input, output]
    case .folded(let line, let channel, let shape):
      return [line, (row * shape[1] + column) * shape[2] + channel]
    case .lines(let line): return [line, row * columns + column]
    case .list(let line): return line.map { [$0, row] } ?? [row]
    }
  }

  /// The row of a matrix that the slice shows: a sample, or the weights of a unit; nil for other tensors.
  var row: Int? {
    switch layout {
    case .folded(let row, _, _), .lines(let row): row
    case .list(let row): row
    case .image, .kernel: nil
    }
  }

  /// Where a cell of the tensor lies in the grid; nil when it lies in another slice.
  func place(of index: [Int]) -> (row: Int, column: Int)? {
    let place: (row: Int, column: Int)
    switch (layout, index.count) {
    case (.image, 4): place = (index[1], index[2])
    case (.kernel, 4): place = (index[0], index[1])
    case (.folded(_, _, let shape), 2):
      let pixel = index[1] / shape[2]
      place = (pixel / shape[1], pixel % shape[1])
    case (.lines, 2): place = (index[1] / columns, index[1] % columns)
    case (.list, _): place = (index.last ?? 0, 0)
    default: return nil
    }
    return self.index(row: place.row, column: place.column) == index ? place : nil
  }

  /// A word of a slice's name, and its short form.
  struct NamePart: Equatable, Sendable {
    let long: String
    let short: String
  }

  /// What distinguishes this slice from the others of its tensor: `sample 1`, `map 0`, `0→1`, the name
  /// of a unit; empty for a single one.
  func parts(in shape: Shape, isParameter: Bool, unitNames: [String]) -> [NamePart] {
    func part(_ word: String, _ number: Int, of count: Int) -> NamePart? {
      count > 1 ? NamePart(long: "\(word) \(number)", short: String(number)) : nil
    }
    func row(_ row: Int) -> NamePart? {
      guard isParameter else { return part("sample", row, of: shape[0]) }
      guard unitNames.indices.contains(row) else { return part("unit", row, of: shape[0]) }
      return NamePart(long: unitNames[row], short: unitNames[row])
    }
    switch layout {
    case .image(let sample, let channel):
      return [part("sample", sample, of: shape[0]), part("map", channel, of: shape[3])]
        .compactMap { $0 }
    case .kernel(let input, let output):
      guard shape[2] * shape[3] > 1 else { return [] }
      return [NamePart(long: "\(input)→\(output)", short: "\(input)→\(output)")]
    case .folded(let line, let channel, let fold):
      return [row(line), part("map", channel, of: fold[2])].compactMap { $0 }
    case .lines(let line): return [row(line)].compactMap { $0 }
    case .list(let line): return [line.flatMap(row)].compactMap { $0 }
    }
  }

  /// The same place in the next or previous slice; round the end.
  func neighbour(of index: [Int], in shape: Shape, direction: Int) -> [Int] {
    func turned(_ axes: [Int]) -> [Int] {
      var index = index
      var carry = direction
      for axis in axes where carry != 0 {
        let sum = index[axis] + carry
        index[axis] = (sum + shape[axis]) % shape[axis]
        carry = sum < 0 ? -1 : sum >= shape[axis] ? 1 : 0
      }
      return index
    }
    switch layout {
    case .image: return turned([3, 0])
    case .kernel: return turned([2, 3])
    case .folded(let row, let channel, let fold):
      let next = channel + direction
      let pixel = index[1] / fold[2]
      let carry = next < 0 ? -1 : next >= fold[2] ? 1 : 0
      let line = (row + carry + shape[0]) % shape[0]
      return [line, pixel * fold[2] + (next + fold[2]) % fold[2]]
    case .lines, .list(.some): return turned([0])
    case .list(nil): return index
    }
  }

  /// How many slices the tensor has.
  static func count(of shape: Shape, fold: Shape?, isKernel: Bool) -> Int {
    switch shape.rank {
    case 4: isKernel ? shape[2] * shape[3] : shape[0] * shape[3]
    case 2: shape[0] * (fold.map { $0.rank == 3 && $0.count == shape[1] ? $0[2] : 1 } ?? 1)
    default: 1
    }
  }
}
