import Engine
import TerminalKit
import Tracer

/// The same sums by the definition, as a matrix product, by Winograd's products and by spectra; and how many products a
/// layer takes each way.
struct WaysView: StopView {
  static let name = "ways"

  private let subject: StopSubject
  private let layer: Int?
  private let example: WaysExample?

  init(_ subject: StopSubject) {
    self.subject = subject
    let header = subject.trace.header
    let wanted = subject.stop.part == .input ? 0 : subject.stop.layer
    layer = wanted.flatMap {
      header.layers.indices.contains($0) && header.layers[$0].kind is ConvolutionKind ? $0 : nil
    }
    example = WaysExample(subject)
  }

  private static let absent = [
    "The ways to compute a convolution are shown where a convolution is computed; this step has none.",
    "No convolution is computed in this step.", "no convolution",
  ]

  func upper(_ room: Size) -> StopPane {
    guard let layer else {
      return StopPane(
        heading: Heading("ways"), lines: StopNotice.lines(Self.absent, in: room, subject.glyphs))
    }
    guard let example else {
      return StopPane(
        heading: Heading("ways", "products of this layer for one picture", "products"),
        lines: Array(ownCounts(layer, width: room.columns).prefix(room.rows)))
    }
    return StopPane(heading: example.heading, lines: example.lines(in: room))
  }

  func lower(_ room: Size) -> StopPane? {
    guard layer != nil else { return nil }
    return StopPane(
      heading: Heading(
        "products", "a layer of 32×32, 32 maps in, 64 out, 32 pictures; millions per picture",
        "32×32, 32 maps in, 64 out; millions per picture", "millions per picture"),
      lines: WaysCounts(glyphs: subject.glyphs).lines(in: room))
  }

  // MARK: - The layer itself

  private func counts(_ layer: Int) -> ConvolutionCounts? {
    let header = subject.trace.header
    guard let kind = header.layers[layer].kind as? ConvolutionKind else { return nil }
    let (input, output) = (header.input(of: layer), header.output(of: layer))
    let batch = subject.trace.position(.input, layer: nil, update: subject.stop.update)
      .flatMap { subject.trace.events[$0].event.tensors[.input]?.shape[0] }
    return ConvolutionCounts(
      height: input[0], width: input[1], inputChannels: input[2], outputChannels: output[2],
      kernelSize: kind.kernelSize, pictures: batch ?? 1)
  }

  private func ownCounts(_ layer: Int, width: Int) -> [Line] {
    guard let counts = counts(layer) else { return [] }
    let label = subject.walk.annotator.labels[layer]
    let title =
      "\(label): \(counts.height)×\(counts.width), \(counts.inputChannels) maps in, "
      + "\(counts.outputChannels) out, kernels \(counts.kernelSize)×\(counts.kernelSize)"
    let head = [title, label].first { $0.count < width } ?? ""
    return [Line(" " + head, .bold)].filter { $0.width <= width }
      + WaysCounts.ways.compactMap { name, variant in
        let number = counts.products(variant).map { Numbers.fixed($0, decimals: 0) } ?? "-"
        let line = " \(name.rightPadded(to: 11))\(number.leftPadded(to: 11))"
        let short = " \(String(name.prefix(5)).rightPadded(to: 5)) \(number)"
        return [line + "  products", line, short].first { $0.count <= width }.map { Line($0) }
      }
  }

  // MARK: - Plain

  func plain() -> [String] {
    guard let layer else { return TextWrap.lines(Self.absent[0], width: 78) }
    let own =
      example.map { [$0.title] + $0.blocks(width: 78, isFull: true).flatMap { $0 }.map(\.text) }
      ?? ownCounts(layer, width: 78).map(\.text)
    return own.map { $0.hasPrefix(" ") ? String($0.dropFirst()) : $0 } + [""]
      + TextWrap.lines(
        "Products of a layer of 32×32 with 32 maps in and 64 out, 32 pictures at once, in millions per picture:",
        width: 78) + WaysCounts(glyphs: subject.glyphs).table(width: 78)
  }
}

/// How many products a layer of usual size takes, for several kernels.
struct WaysCounts: Sendable {
  let glyphs: Glyphs

  static let ways: [(name: String, variant: ConvolutionVariant)] = [
    ("definition", .direct), ("GEMM", .gemm), ("Winograd", .winograd), ("FFT", .fft),
  ]

  static func counts(kernelSize: Int) -> ConvolutionCounts {
    ConvolutionCounts(
      height: 32, width: 32, inputChannels: 32, outputChannels: 64, kernelSize: kernelSize,
      pictures: 32)
  }

  private static let sizes = [3, 5, 7, 9]

  private static func millions(_ number: Double?, decimals: Int = 1) -> String {
    number.map { Numbers.fixed($0 / 1e6, decimals: decimals) } ?? "-"
  }

  /// The way with the fewest products; the definition where another one only has as many.
  static func fewest(_ counts: ConvolutionCounts) -> String {
    var best = ways[0]
    for way in ways {
      guard let products = counts.products(way.variant),
        let least = counts.products(best.variant), products < least
      else { continue }
      best = way
    }
    return best.name
  }

  func table(width: Int) -> [String] {
    var table: TextTable
    if width >= 60 {
      table = TextTable([
        .init("k", .right), .init("definition", .right), .init("GEMM", .right),
        .init("columns written", .right), .init("Winograd", .right), .init("FFT", .right),
        .init("fewest"),
      ])
      table.rows = Self.sizes.map { size in
        let counts = Self.counts(kernelSize: size)
        return [
          String(size), Self.millions(counts.products(.direct)),
          Self.millions(counts.products(.gemm)),
          Self.millions(Double(counts.columnNumbers), decimals: 2),
          Self.millions(counts.products(.winograd)), Self.millions(counts.products(.fft)),
          Self.fewest(counts),
        ]
      }
    } else if width >= 34 {
      table = TextTable([
        .init("k", .right), .init("definition", .right), .init("Winograd", .right),
        .init("FFT", .right),
      ])
      table.rows = Self.sizes.map { size in
        let counts = Self.counts(kernelSize: size)
        return [String(size)]
          + [ConvolutionVariant.direct, .winograd, .fft].map { Self.millions(counts.products($0)) }
      }
    } else {
      table = TextTable([.init("k", .right), .init("fewest")])
      table.rows = Self.sizes.map { [String($0), Self.fewest(Self.counts(kernelSize: $0))] }
    }
    return table.lines(width: nil)
  }

  func lines(in room: Size) -> [Line] {
    let lines = table(width: room.columns - 1).map { Line(" " + $0) }
      .filter { $0.width <= room.columns }
    return Array(lines.prefix(room.rows))
  }
}
