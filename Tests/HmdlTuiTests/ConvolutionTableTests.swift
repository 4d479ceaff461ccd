import Engine
import Runs
import Testing

@testable import hmdl_tui

@Suite struct ConvolutionTableTests {
  private static let benchmark = ConvolutionBenchmark(threads: 1)

  private static func row(side: Int, _ seconds: [Double?]) -> ConvolutionBenchmark.Row {
    ConvolutionBenchmark.Row(
      shape: .init(kernelSize: 3, kernels: 64, channels: 64, side: side),
      timings: zip(benchmark.variants, seconds).map { variant, seconds in
        .init(variant: variant, forward: seconds, backward: seconds)
      })
  }

  private static let rows = [
    row(side: 8, [0.02, 0.004, 0.002, 0.001, 0.123456]),
    row(side: 4096, [nil, 1.23456, 100, 0.5, nil]),
  ]

  private func lines(width: Int, ascii: Bool = false) -> [String] {
    let table = ConvolutionTable(
      benchmark: Self.benchmark, glyphs: ascii ? .ascii : .unicode, width: width)
    return [table.heading] + Self.rows.map(table.line) + table.plot(Self.rows)
  }

  @Test(arguments: [40, 79, 80, 120])
  func `lines fit their terminal`(width: Int) {
    for line in lines(width: width) + lines(width: width, ascii: true) {
      #expect(line.count <= width, "\(line)")
    }
  }

  @Test func `a time a variant where there is room, else the quickest`() {
    #expect(
      lines(width: 80).prefix(3) == [
        "kernel  in out side   direct     gemm    tiled winograd      fft quickest",
        "   3x3  64  64    8       20        4        2        1    123.5 winograd",
        "   3x3  64  64 4096        -     1235    1e+05      500        - winograd",
      ])
    #expect(
      lines(width: 40).prefix(3) == [
        "kernel  in out side       ms quickest",
        "   3x3  64  64    8        1 winograd",
        "   3x3  64  64 4096      500 winograd",
      ])
  }

  @Test func `bars are effective GFLOP a second`() {
    let plot = lines(width: 60).dropFirst(3)
    #expect(plot.contains("Effective GFLOP/s, 64 to 64 channels:"))
    // 2·3·3·64·64·8·8 operations of each of 32 pictures in a millisecond.
    let most = plot.first { $0.contains("winograd") }
    #expect(most?.hasSuffix(" 151") == true, "\(most ?? "")")
  }
}
