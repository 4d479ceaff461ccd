/// Samples of one size as the bytes of their files; a sample becomes numbers only when it is asked for.
struct PackedSamples: Sendable {
  /// How the bytes of a sample become numbers.
  enum Coding: Sendable {
    /// One byte per element, in the order of the sample's shape.
    case levels(LevelScale)
    /// One byte per element, channel after channel: `[channels, pixels]` is read as `[pixels, channels]`.
    case planes(LevelScale, channels: Int)
    /// Four bytes per element, a little-endian Float.
    case floats
  }

  /// Samples at equal distances in one file.
  struct Run: Sendable {
    let bytes: ByteStore
    /// The offset of the first sample in the file.
    let start: Int
    /// Bytes from one sample to the next.
    let stride: Int
    let count: Int
  }

  let runs: [Run]
  let coding: Coding
  /// Elements per sample.
  let size: Int
  let count: Int

  /// - Parameters:
  ///   - runs: one after the other; each of their samples lies within the bytes of its run.
  ///   - coding: how bytes become numbers.
  ///   - size: elements per sample.
  init(_ runs: [Run], coding: Coding, size: Int) {
    self.runs = runs
    self.coding = coding
    self.size = size
    count = runs.reduce(0) { $0 + $1.count }
    let width = bytesPerSample
    for run in runs where run.count > 0 {
      let end = run.start + (run.count - 1) * run.stride + width
      precondition(run.start >= 0 && run.stride >= width && end <= run.bytes.count)
      run.bytes.expectScatteredReads()
    }
  }

  private var bytesPerSample: Int {
    if case .floats = coding { return 4 * size }
    return size
  }

  /// Unpacks one sample; safe from several threads at once.
  ///
  /// - Parameters:
  ///   - index: 0..<count.
  ///   - target: a buffer of `size` elements.
  func copy(_ index: Int, into target: UnsafeMutablePointer<Float>) {
    guard let (run, start) = place(of: index) else { return }
    run.bytes.withBytes { bytes in
      if let base = bytes.baseAddress { unpack(base + start, into: target) }
    }
  }

  /// Asks the system for the bytes of one sample, and does not wait for them.
  func prefetch(_ index: Int) {
    guard let (run, start) = place(of: index) else { return }
    run.bytes.prefetch(start..<start + bytesPerSample)
  }

  /// The run that holds a sample, and the offset of the sample in its bytes.
  private func place(of index: Int) -> (run: Run, start: Int)? {
    precondition(index >= 0 && index < count)
    var place = index
    for run in runs {
      guard place >= run.count else { return (run, run.start + place * run.stride) }
      place -= run.count
    }
    return nil
  }

  private func unpack(_ source: UnsafeRawPointer, into target: UnsafeMutablePointer<Float>) {
    switch coding {
    case .floats:
      UnsafeMutableRawPointer(target).copyMemory(from: source, byteCount: 4 * size)
    case .levels(let scale):
      let levels = source.assumingMemoryBound(to: UInt8.self)
      scale.numbers.withUnsafeBufferPointer { numbers in
        for i in 0..<size { target[i] = numbers[Int(levels[i])] }
      }
    case .planes(let scale, let channels):
      let levels = source.assumingMemoryBound(to: UInt8.self)
      let pixels = size / channels
      scale.numbers.withUnsafeBufferPointer { numbers in
        for channel in 0..<channels {
          let plane = levels + channel * pixels
          for pixel in 0..<pixels {
            target[pixel * channels + channel] = numbers[Int(plane[pixel])]
          }
        }
      }
    }
  }
}
