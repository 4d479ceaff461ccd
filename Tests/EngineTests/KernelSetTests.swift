import KernelInterface
import TestSupport
import Testing

@testable import Engine

/// Compares the kernels of every instruction set of this processor with the definitions.
@Suite struct KernelSetTests {
  private func normal(_ count: Int, _ random: inout RandomSource) -> AlignedBuffer {
    let buffer = AlignedBuffer(count: count)
    for i in 0..<count { buffer.start[i] = Float(random.normal()) }
    return buffer
  }

  struct Product: Sendable {
    var rows: Int, columns: Int, depth: Int
    var groups = 1, segments = 1
  }

  static let products = [
    Product(rows: 1, columns: 1, depth: 1), Product(rows: 14, columns: 32, depth: 9),
    Product(rows: 15, columns: 33, depth: 300), Product(rows: 29, columns: 16, depth: 1),
    Product(rows: 3, columns: 7, depth: 5, groups: 2, segments: 3),
    Product(rows: 13, columns: 48, depth: 20, groups: 3), Product(rows: 8, columns: 40, depth: 600),
    Product(rows: 6, columns: 64, depth: 3, segments: 7),
    Product(rows: 100, columns: 10, depth: 28), Product(rows: 61, columns: 130, depth: 40),
    Product(rows: 57, columns: 96, depth: 150), Product(rows: 1050, columns: 128, depth: 33),
  ]

  /// With blocks for the caches at hand, and for caches so small that every product has several blocks of each kind.
  static let blocked = KernelSet.all.flatMap {
    [$0, $0.tuned(for: CacheSizes(firstLevel: 1 << 14, secondLevel: 1 << 12))]
  }

  @Test(arguments: blocked, products)
  func `a product is the sum of its terms`(kernels: KernelSet, p: Product) throws {
    let room = AlignedBuffer(count: kernels.blocking.room)
    let copyRoom = AlignedBuffer(count: kernels.blocking.copyCount)
    var random = RandomSource(seed: 1)
    for finish in [ProductTask.Finish.none, .relu, .gate] {
      // A as it is, or transposed: then its rows lie side by side.
      for (accumulates, hasBias, isTransposed) in [(false, false, false), (true, true, true)] {
        let (aRow, aStep) = isTransposed ? (1, p.rows) : (p.depth, 1)
        let a = normal(p.groups * p.segments * p.rows * p.depth, &random)
        let b = normal(p.groups * p.segments * p.depth * p.columns, &random)
        let bias = normal(p.columns, &random)
        let cRow = p.columns + 3
        let c = normal(p.groups * p.rows * cRow, &random)
        let old = (0..<c.count).map { c.start[$0] }
        var task = ProductTask(
          a: a.start, aRow: aRow, aStep: aStep, b: b.start, bStep: p.columns, c: c.start,
          cRow: cRow, rows: p.rows, columns: p.columns, depth: p.depth, room: room.start)
        (task.groups, task.segments) = (p.groups, p.segments)
        task.aSegment = p.rows * p.depth
        task.aGroup = p.segments * task.aSegment
        task.bSegment = p.depth * p.columns
        task.bGroup = p.segments * task.bSegment
        task.cGroup = p.rows * cRow
        task.copyRoom = copyRoom.start
        task.accumulates = accumulates
        task.bias = hasBias ? UnsafePointer(bias.start) : nil
        task.finish = finish
        kernels.product(task)
        var wanted = old
        for g in 0..<p.groups {
          for m in 0..<p.rows {
            for j in 0..<p.columns {
              let place = g * task.cGroup + m * cRow + j
              var sum = accumulates ? Double(old[place]) : 0
              for s in 0..<p.segments {
                for k in 0..<p.depth {
                  sum +=
                    Double(a.start[g * task.aGroup + s * task.aSegment + m * aRow + k * aStep])
                    * Double(b.start[g * task.bGroup + s * task.bSegment + k * p.columns + j])
                }
              }
              if hasBias { sum += Double(bias.start[j]) }
              switch finish {
              case .none: break
              case .relu: sum = max(sum, 0)
              case .gate: sum = old[place] > 0 ? sum : 0
              }
              wanted[place] = Float(sum)
            }
          }
        }
        // Elements between the rows of C must not change.
        expectClose(
          Tensor(shape: [c.count], elements: (0..<c.count).map { c.start[$0] }),
          Tensor(shape: [c.count], elements: wanted), absolute: 1e-4, relative: 1e-5,
          "\(kernels.name) \(p) \(finish)")
      }
    }
  }

  @Test(arguments: KernelSet.all)
  func `transposition takes every number across`(kernels: KernelSet) throws {
    var random = RandomSource(seed: 3)
    let room = AlignedBuffer(count: kernels.blocking.room)
    for (rows, columns) in [(1, 1), (16, 16), (48, 33), (5, 70), (70, 5), (16, 64)] {
      let from = normal(rows * (columns + 2), &random)
      let to = AlignedBuffer(count: columns * (rows + 3))
      kernels.transpose(
        TransposeTask(
          from: from.start, fromRow: columns + 2, to: to.start, toRow: rows + 3, rows: rows,
          columns: columns, room: room.start))
      for j in 0..<columns {
        for i in 0..<rows + 3 {
          let wanted = i < rows ? from.start[i * (columns + 2) + j] : 0
          #expect(to.start[j * (rows + 3) + i] == wanted, "\(rows)×\(columns): \(i), \(j)")
        }
      }
    }
  }

  /// What has no numbers is left alone: kernels check nothing themselves, and would divide by the number of tiles.
  @Test(arguments: KernelSet.all)
  func `a task without numbers changes nothing`(kernels: KernelSet) {
    let (numbers, room) = (AlignedBuffer(count: 64), AlignedBuffer(count: kernels.blocking.room))
    for i in 0..<64 { numbers.start[i] = 7 }
    for (rows, columns) in [(0, 5), (5, 0), (0, 0), (-1, 3)] {
      kernels.product(
        ProductTask(
          a: numbers.start, aRow: 1, aStep: 1, b: numbers.start, bStep: 1, c: numbers.start,
          cRow: 1, rows: rows, columns: columns, depth: 1, room: room.start))
      kernels.transpose(
        TransposeTask(
          from: numbers.start, fromRow: 1, to: numbers.start, toRow: 1, rows: rows,
          columns: columns, room: room.start))
      kernels.columnSums(
        ColumnSumTask(
          x: numbers.start, group: 0, row: 1, groups: 1, rows: rows, columns: columns,
          to: numbers.start, room: room.start))
      kernels.maxPooling(
        PoolingTask(
          image: numbers.start, imageSample: 0, imageRow: 0, pooled: numbers.start,
          pooledSample: 0, pooledRow: 0, samples: 1, height: rows, width: columns, channels: 1,
          size: 1))
      kernels.add(numbers.start, min(rows, columns), numbers.start)
    }
    #expect((0..<64).allSatisfy { numbers.start[$0] == 7 })
  }

  @Test func `a product without terms is refused`() async {
    await #expect(processExitsWith: .failure) {
      let kernels = Processor.kernels
      let (numbers, room) = (AlignedBuffer(count: 64), AlignedBuffer(count: kernels.blocking.room))
      kernels.product(
        ProductTask(
          a: numbers.start, aRow: 1, aStep: 1, b: numbers.start, bStep: 1, c: numbers.start,
          cRow: 1, rows: 1, columns: 1, depth: 0, room: room.start))
    }
  }

  struct Pooling: Sendable {
    var height: Int, width: Int, channels: Int, size: Int
    var gates = false
  }

  static let poolings = [
    Pooling(height: 2, width: 3, channels: 8, size: 2),
    Pooling(height: 3, width: 5, channels: 8, size: 4, gates: true),
    Pooling(height: 2, width: 2, channels: 4, size: 3, gates: true),
    Pooling(height: 1, width: 5, channels: 2, size: 2),
    Pooling(height: 2, width: 3, channels: 19, size: 2, gates: true),
    Pooling(height: 2, width: 2, channels: 32, size: 5),
  ]

  /// Small whole numbers tie often; some windows have nans.
  @Test(arguments: KernelSet.all, poolings)
  func `max pooling finds the first of the largest`(kernels: KernelSet, p: Pooling) throws {
    var random = RandomSource(seed: 8)
    let imageRow = p.width * p.size * p.channels + 5
    let pooledRow = p.width * p.channels + 3
    let image = AlignedBuffer(count: 2 * p.height * p.size * imageRow)
    let pooled = AlignedBuffer(count: 2 * p.height * pooledRow)
    for i in 0..<image.count {
      image.start[i] = random.uniform() < 0.01 ? .nan : Float(Int(random.uniform() * 5) - 2)
    }
    var task = PoolingTask(
      image: image.start, imageSample: p.height * p.size * imageRow, imageRow: imageRow,
      pooled: pooled.start, pooledSample: p.height * pooledRow, pooledRow: pooledRow, samples: 2,
      height: p.height, width: p.width, channels: p.channels, size: p.size)
    task.gates = p.gates
    func places(_ window: Int, _ channel: Int) -> [Int] {
      let (row, column) = (window / p.width, window % p.width)
      return (0..<p.size * p.size).map { pixel in
        (row * p.size + pixel / p.size) * imageRow
          + (column * p.size + pixel % p.size) * p.channels + channel
      }
    }
    let windows = 2 * p.height * p.width
    var wanted = (0..<image.count).map { image.start[$0] }
    let old = wanted
    kernels.maxPooling(task)
    for window in 0..<windows {
      for channel in 0..<p.channels {
        let values = places(window, channel).map { old[$0] }
        let place = window / p.width * pooledRow + window % p.width * p.channels + channel
        let largest = values.contains(where: \.isNaN) ? Float.nan : values.max() ?? .nan
        let found = pooled.start[place]
        #expect(found == largest || found.isNaN && largest.isNaN, "window \(window), \(channel)")
        let delta = Float(place + 1)
        pooled.start[place] = delta
        for i in places(window, channel) { wanted[i] = 0 }
        if !largest.isNaN, !(p.gates && largest <= 0), let winner = values.firstIndex(of: largest) {
          wanted[places(window, channel)[winner]] = delta
        }
      }
    }
    kernels.maxPoolingBack(task)
    for i in 0..<image.count {
      let found = image.start[i]
      #expect(found == wanted[i] || found.isNaN && wanted[i].isNaN, "pixel \(i)")
    }
  }

  @Test(arguments: KernelSet.all)
  func `dropout keeps what the hash says`(kernels: KernelSet) throws {
    var random = RandomSource(seed: 5)
    let x = normal(77, &random)
    let y = AlignedBuffer(count: 80)
    let threshold = DropoutHash.threshold(0.3)
    kernels.dropout(
      DropoutTask(
        input: x.start, output: y.start, count: 77, key: 9, first: 4_294_967_290,
        threshold: threshold, scale: 2))
    for i in 0..<77 {
      let bits = DropoutHash.bits(4_294_967_290 &+ UInt32(i), key: 9)
      #expect(y.start[i] == (bits >= threshold ? 2 * x.start[i] : 0))
    }
    #expect(y.start[77] == 0)
  }

  @Test(arguments: KernelSet.all)
  func `column sums add every row`(kernels: KernelSet) throws {
    var random = RandomSource(seed: 6)
    let room = AlignedBuffer(count: kernels.blocking.room)
    for (columns, rows) in [(8, 6), (8, 7), (5, 9), (32, 13), (40, 4), (1, 16)] {
      let x = normal(2 * rows * columns + 50, &random)
      let to = normal(columns, &random)
      let old = (0..<columns).map { to.start[$0] }
      kernels.columnSums(
        ColumnSumTask(
          x: x.start, group: rows * columns + 17, row: columns, groups: 2, rows: rows,
          columns: columns, to: to.start, room: room.start))
      for j in 0..<columns {
        var sum = Double(old[j])
        for g in 0..<2 {
          for i in 0..<rows { sum += Double(x.start[g * (rows * columns + 17) + i * columns + j]) }
        }
        #expect(abs(Double(to.start[j]) - sum) < 1e-5, "\(columns) columns, \(rows) rows, \(j)")
      }
    }
  }

  @Test func `the quickest kernels are used unless others are asked for`() {
    #expect(Processor.available.map(\.name).last == "baseline")
    #expect(Processor.available.map(\.name).contains(Processor.kernels.name))
  }
}
