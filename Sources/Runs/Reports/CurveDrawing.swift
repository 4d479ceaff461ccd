import Foundation
import TerminalKit

/// Learning curves as an SVG file: one panel for the loss and one for the accuracy.
///
/// The colours are those of Okabe and Ito, which colour-blind people can tell apart; dashes and labels distinguish
/// the curves too.
package enum CurveDrawing {
  private static let panel = (width: 420.0, height: 300.0)
  private static let margin = (left: 58.0, right: 16.0, top: 40.0, bottom: 46.0)
  private static let strokes = [("#0072b2", ""), ("#d55e00", "6 3"), ("#009e73", "2 3")]

  /// - Parameters:
  ///   - curves: what is drawn.
  ///   - title: of the whole picture.
  /// - Returns: the text of the file.
  package static func svg(_ curves: LearningCurves, title: String) -> String {
    let width = panel.width * Double(curves.charts.count)
    let height = panel.height + 34
    var lines = [
      "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 \(number(width)) \(number(height))\" "
        + "width=\"\(number(width))\" height=\"\(number(height))\" role=\"img\" "
        + "font-family=\"sans-serif\" font-size=\"12\" fill=\"#222\">",
      "<title>\(escaped(title))</title>",
      "<rect width=\"100%\" height=\"100%\" fill=\"#fff\"/>",
      text(title, x: 16, y: 22, size: 14, anchor: "start"),
    ]
    for (index, chart) in curves.charts.enumerated() {
      lines.append("<g transform=\"translate(\(number(Double(index) * panel.width)) 34)\">")
      lines += panelLines(chart)
      lines.append("</g>")
    }
    return (lines + ["</svg>", ""]).joined(separator: "\n")
  }

  private static func panelLines(_ chart: LearningCurves.Chart) -> [String] {
    let range = chart.valueRange
    let epochs = 0.0...Double(chart.lastEpoch)
    let (left, right) = (margin.left, panel.width - margin.right)
    let (top, bottom) = (margin.top, panel.height - margin.bottom)
    func x(_ epoch: Double) -> Double { left + epoch / epochs.upperBound * (right - left) }
    func y(_ value: Double) -> Double {
      bottom - (value - range.lowerBound) / (range.upperBound - range.lowerBound) * (bottom - top)
    }
    var lines: [String] = []
    for value in Ticks(in: range, about: 5).values {
      lines.append(line(left, y(value), right, y(value), "#ddd"))
      lines.append(text(figure(value), x: left - 6, y: y(value) + 4, anchor: "end"))
    }
    for value in Ticks(in: epochs, about: 5).values where value == value.rounded() {
      lines.append(line(x(value), bottom, x(value), bottom + 4, "#222"))
      lines.append(text(figure(value), x: x(value), y: bottom + 18, anchor: "middle"))
    }
    lines.append(line(left, bottom, right, bottom, "#222"))
    lines.append(text("epoch", x: (left + right) / 2, y: bottom + 36, anchor: "middle"))
    for (index, curve) in chart.curves.enumerated() {
      let (color, dashes) = strokes[index % strokes.count]
      let points = curve.points.filter(\.value.isFinite).map { (x(Double($0.epoch)), y($0.value)) }
      lines.append(contentsOf: curveLines(points, color, dashes))
      let legend = left + 70 + Double(index) * 100
      let sample = points.count > 2 ? [0.0, 11, 22] : [11]
      lines.append(contentsOf: curveLines(sample.map { (legend + $0, top - 16) }, color, dashes))
      lines.append(contentsOf: [
        text(curve.name, x: legend + 28, y: top - 12, anchor: "start")
      ])
    }
    lines.append(text(chart.title, x: left, y: top - 12, size: 13, anchor: "start"))
    return lines
  }

  /// A line through the points of a curve; a point without neighbours is a disk.
  private static func curveLines(
    _ points: [(Double, Double)], _ color: String, _ dashes: String
  ) -> [String] {
    guard points.count > 2 else {
      return points.map { x, y in
        "<circle cx=\"\(number(x))\" cy=\"\(number(y))\" r=\"3.5\" fill=\"\(color)\"/>"
      }
    }
    let path = points.map { "\(number($0.0)),\(number($0.1))" }.joined(separator: " ")
    return [
      "<polyline points=\"\(path)\" fill=\"none\" stroke=\"\(color)\" stroke-width=\"1.6\""
        + (dashes.isEmpty ? "" : " stroke-dasharray=\"\(dashes)\"") + "/>"
    ]
  }

  private static func line(
    _ x1: Double, _ y1: Double, _ x2: Double, _ y2: Double, _ color: String, _ dashes: String = ""
  ) -> String {
    "<line x1=\"\(number(x1))\" y1=\"\(number(y1))\" x2=\"\(number(x2))\" y2=\"\(number(y2))\" stroke=\"\(color)\""
      + (dashes.isEmpty ? "" : " stroke-width=\"1.6\" stroke-dasharray=\"\(dashes)\"") + "/>"
  }

  private static func text(
    _ text: String, x: Double, y: Double, size: Int = 12, anchor: String
  ) -> String {
    "<text x=\"\(number(x))\" y=\"\(number(y))\" font-size=\"\(size)\" text-anchor=\"\(anchor)\">\(escaped(text))</text>"
  }

  /// A coordinate, to a tenth of a pixel.
  private static func number(_ value: Double) -> String { String(format: "%.1f", value) }

  private static func escaped(_ text: String) -> String {
    text.replacing("&", with: "&amp;").replacing("<", with: "&lt;").replacing(">", with: "&gt;")
      .unicodeScalars.filter { $0.value >= 0x20 }.reduce(into: "") { $0.unicodeScalars.append($1) }
  }
}
