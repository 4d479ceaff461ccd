import Engine
import Foundation
import TestSupport
import Testing

@testable import Runs
@testable import TerminalKit

#if canImport(FoundationXML)
  import FoundationXML
#endif

@Suite struct LearningCurvesTests {
  /// A run whose loss falls as 4/(1 + epoch) and whose accuracy rises as 1 − 1/(1 + epoch).
  private func curves(epochs: Int = 30, validation: Bool = true) throws -> LearningCurves {
    var lines = [#"{"event":"start","seed":0,"beforeFit":{"test":{"loss":4,"accuracy":0}}}"#]
    for epoch in stride(from: 1, through: epochs, by: 1) {
      let rest = 1 / Double(1 + epoch)
      let measured =
        validation ? #","validation":{"loss":\#(4.4 * rest),"accuracy":\#(0.9 - rest)}"# : ""
      lines.append(
        #"{"event":"epoch","epoch":\#(epoch),"loss":\#(4 * rest),"accuracy":\#(1 - rest),"seconds":1"#
          + measured + "}")
    }
    lines.append(#"{"event":"test","loss":0.2,"accuracy":0.85}"#)
    return LearningCurves(
      try RunLog(data: Data(lines.joined(separator: "\n").utf8 + [10]), name: "x"))
  }

  @Test func `training, validation and the ends of the test part are drawn`() throws {
    let curves = try curves()
    #expect(curves.charts.map(\.title) == ["loss", "accuracy"])
    #expect(curves.charts[0].curves.map(\.name) == ["training", "validation", "test"])
    #expect(curves.charts[0].curves.map(\.points.count) == [30, 30, 2])
    #expect(curves.charts[0].valueRange == 0...4 && curves.charts[0].lastEpoch == 30)
  }

  @Test func `ticks are round and within the range`() {
    #expect(Ticks(in: 0...4, about: 4).values == [0, 1, 2, 3, 4])
    #expect(Ticks(in: 0...0.97, about: 5).values.map(figure) == ["0", "0.2", "0.4", "0.6", "0.8"])
    #expect(Ticks(in: 3...3, about: 5).values == [3])
    #expect(Ticks(in: 0...100, about: 5).values == [0, 20, 40, 60, 80, 100])
  }

  @Test(arguments: [80, 40, 20])
  func `the charts are golden`(width: Int) throws {
    let lines = try curves().lines(width: width, glyphs: .unicode)
    expectGolden(lines.joined(separator: "\n") + "\n", file: "report-charts-\(width).txt")
  }

  @Test func `charts in ascii are golden`() throws {
    let lines = try curves().lines(width: 80, glyphs: .ascii)
    #expect(lines.joined().allSatisfy { $0.isASCII })
    expectGolden(lines.joined(separator: "\n") + "\n", file: "report-charts-ascii-80.txt")
  }

  @Test func `every size and every run can be drawn`() throws {
    for epochs in [0, 1, 2, 3] {
      let curves = try curves(epochs: epochs, validation: false)
      for width in 0...75 {
        for line in curves.lines(width: width, glyphs: .unicode) {
          #expect(line.count <= width)
        }
      }
    }
    let broken = #"{"event":"epoch","epoch":1,"loss":"nan","accuracy":"inf","seconds":1}"# + "\n"
    let curves = LearningCurves(try RunLog(data: Data(broken.utf8), name: "x"))
    #expect(!curves.lines(width: 80, glyphs: .unicode).isEmpty)
    #expect(!CurveDrawing.svg(curves, title: "").contains("nan"))
  }

  @Test func `the drawing is well-formed and has its parts`() throws {
    let svg = CurveDrawing.svg(try curves(), title: "a <b> & \u{1}c")
    let parser = XMLParser(data: Data(svg.utf8))
    #expect(parser.parse(), "\(String(describing: parser.parserError))")
    #expect(svg.contains("<title>a &lt;b&gt; &amp; c</title>"))
    #expect(svg.components(separatedBy: "<polyline").count - 1 == 2 * (2 + 2), "curves and legend")
    #expect(svg.contains(">validation</text>"))
  }
}
