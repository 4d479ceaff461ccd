import Engine
import Testing

@testable import Runs
@testable import TerminalKit

@Suite struct SampleSheetTests {
  private func pictures(_ count: Int, side: Int) -> Dataset {
    Dataset(
      samples: Samples(Tensor(shape: [count, side, side, 1], repeating: 1)),
      classes: Array(repeating: 1, count: count), classCount: 2, classNames: ["off", "on"])
  }

  @Test(arguments: [(80, 24), (200, 60), (40, 12), (20, 5), (1, 1)])
  func `a sheet fits its terminal below a heading and above a prompt`(columns: Int, rows: Int) {
    for side in [1, 8, 28, 32, 64] {
      for chosen in [nil, [3], [0, 1]] {
        let sheet = SampleSheet(
          pictures(100, side: side), chosen: chosen, size: Size(columns: columns, rows: rows),
          isColored: false)
        let lines = sheet.lines
        #expect(lines.allSatisfy { $0.count <= columns } || columns < 9, "\(side) \(columns)")
        #expect(
          lines.count <= rows - 2 || rows <= 5 || chosen?.count == 2, "\(side) \(lines.count)")
        #expect(lines.contains { $0.hasPrefix("\(chosen?[0] ?? 0)") })
      }
    }
  }

  @Test func `digits stand two beside each other at full size`() {
    let sheet = SampleSheet(
      pictures(100, side: 28), chosen: nil, size: Size(columns: 80, rows: 24), isColored: false)
    #expect(sheet.rows == [0, 1])
    let gap = "  "
    #expect(sheet.lines[0] == "0: on" + String(repeating: " ", count: 23) + gap + "1: on")
    let row = String(repeating: "@", count: 28)
    #expect(sheet.lines[1] == row + gap + row && sheet.lines.count == 15)
  }

  @Test func `what is no picture is told in numbers`() {
    let data = Dataset(
      inputs: Tensor(shape: [2, 3], elements: [0.25, -1, 1e6, 4, 5, 6]),
      values: Tensor(shape: [2, 1], elements: [0.5, -2]))
    let sheet = SampleSheet(
      data, chosen: nil, size: Size(columns: 80, rows: 24), isColored: true)
    #expect(sheet.lines == ["0: 0.5  0.25 -1 1e+06", "1: -2  4 5 6"])
    let narrow = SampleSheet(data, chosen: [0], size: Size(columns: 10, rows: 3), isColored: true)
    #expect(narrow.lines == ["0: 0.5  0…"])
  }
}
