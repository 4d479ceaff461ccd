@testable import Engine
import Testing

/// Taps and readers on all small geometries, against a loop over every output, place and input.
@Suite struct WindowGeometryTests {
  /// Every combination of extents, sides, strides and paddings up to a few; rows and columns differ.
  private static let geometries: [WindowGeometry] = {
    var all: [WindowGeometry] = []
    for height in 1...4 {
      for width in [1, 2, 5] {
        for side in 1...3 {
          for stride in 1...3 {
            for padding in 0...2 {
              all.append(
                WindowGeometry(
                  height: height, width: width, window: side, stride: stride, padding: padding))
            }
          }
        }
      }
    }
    let oblong = WindowGeometry(
      rows: WindowAxis(input: 5, window: 3, stride: 2, padding: 1),
      columns: WindowAxis(input: 4, window: 2, stride: 1, padding: 0))
    return all + [oblong]
  }()

  private struct Reading: Hashable {
    var output: GridPosition
    var place: Int
    var input: GridPosition
  }

  /// The definition: a padded picture, and windows that begin at every stride-th position as long as they fit.
  private func readings(_ g: WindowGeometry) -> Set<Reading> {
    var found: Set<Reading> = []
    func starts(_ axis: WindowAxis) -> [Int] {
      (0..<axis.input + 2 * axis.padding).filter {
        $0 % axis.stride == 0 && $0 + axis.window <= axis.input + 2 * axis.padding
      }
    }
    for (j, top) in starts(g.rows).enumerated() {
      for (k, left) in starts(g.columns).enumerated() {
        for a in 0..<g.rows.window {
          for b in 0..<g.columns.window {
            let (row, column) = (top + a - g.rows.padding, left + b - g.columns.padding)
            guard row >= 0, row < g.rows.input, column >= 0, column < g.columns.input else {
              continue
            }
            found.insert(
              Reading(
                output: GridPosition(j, k), place: a * g.columns.window + b,
                input: GridPosition(row, column)))
          }
        }
      }
    }
    return found
  }

  private func positions(_ rows: Int, _ columns: Int) -> [GridPosition] {
    (0..<rows).flatMap { row in (0..<columns).map { GridPosition(row, $0) } }
  }

  @Test(arguments: geometries) func `taps are those of the definition`(_ g: WindowGeometry) {
    let all = positions(g.rows.output, g.columns.output).flatMap { output in
      g.taps(of: output).map { Reading(output: output, place: $0.place, input: $0.position) }
    }
    #expect(Set(all) == readings(g) && all.count == Set(all).count)
  }

  @Test(arguments: geometries) func `readers are the inverse of taps`(_ g: WindowGeometry) {
    let all = positions(g.rows.input, g.columns.input).flatMap { input in
      g.readers(of: input).map { Reading(output: $0.position, place: $0.place, input: input) }
    }
    #expect(Set(all) == readings(g) && all.count == Set(all).count)
  }

  @Test(arguments: geometries) func `the loop without an array walks the same taps`(
    _ g: WindowGeometry
  ) {
    for output in positions(g.rows.output, g.columns.output) {
      var walked: [WindowGeometry.Tap] = []
      g.forEachTap(output.row, output.column) { place, pixel in
        let position = GridPosition(pixel / g.columns.input, pixel % g.columns.input)
        walked.append(WindowGeometry.Tap(place: place, position: position))
      }
      #expect(walked == g.taps(of: output))
    }
  }

  /// Pooling: the window that holds the input, or the last one; "same" convolutions: the output above it.
  @Test(arguments: 1...4) func `the nearest output is the one whose window holds the input`(
    _ side: Int
  ) {
    let pooling = PoolingWindows.geometry(over: [9, 7, 1], size: side)
    for input in positions(9, 7) {
      let near = pooling.nearestOutput(to: input)
      let wanted = pooling.readers(of: input).first?.position
      #expect(wanted == nil || near == wanted)
      #expect(near.row == min(input.row / side, 9 / side - 1))
      #expect(near.column == min(input.column / side, 7 / side - 1))
      guard side % 2 == 1 else { continue }
      let same = WindowGeometry(height: 9, width: 7, window: side, stride: 1, padding: side / 2)
      #expect(same.nearestOutput(to: input) == input && same.middle(of: input) == input)
    }
  }

  @Test func `places count row by row, and their offset is seen from the centre`() {
    let kernel = WindowGeometry(height: 6, width: 6, window: 3, stride: 1, padding: 1)
    #expect(kernel.places == 9 && kernel.place(at: 5) == GridPosition(1, 2))
    #expect(kernel.index(of: GridPosition(1, 2)) == 5)
    #expect(kernel.offset(of: GridPosition(0, 2)) == GridPosition(-1, 1))
  }

  /// "Same" convolutions keep the extents, pooling windows drop what does not fill one.
  @Test func `layers take their output shape from it`() throws {
    let convolution = ConvolutionKind(kernelSize: 5, kernels: 3, activation: .relu)
    #expect(try convolution.outputShape(for: [3, 4, 2], named: "c0") == [3, 4, 3])
    #expect(convolution.windows(over: [3, 4, 2]).taps(of: GridPosition(0, 0)).count == 9)
    let pooling = MaxPoolingKind(size: 2)
    #expect(try pooling.outputShape(for: [5, 4, 2], named: "m0") == [2, 2, 2])
    #expect(pooling.windows(over: [5, 4, 2]).readers(of: GridPosition(4, 0)).isEmpty)
    #expect(LayerDescription.flatten.windows(over: [5, 4, 2]) == nil)
    #expect(
      LayerDescription.averagePooling(size: 2).windows(over: [5, 4, 2])
        == pooling.windows(over: [5, 4, 2]))
  }
}
