import Testing

@testable import TerminalKit

@Suite struct SamplePictureTests {
  @Test func `two pixels a cell, colours only where they change`() {
    // Black above white, twice; then a last row of white alone.
    let picture = SamplePicture([-1, -1, 1, 1, 1, 1], rows: 3, columns: 2, channels: 1, factor: 1)
    #expect(picture.lineCount == 2)
    #expect(picture.blocks(line: 0) == "\u{1b}[0;38;5;16;48;5;231m▀▀\u{1b}[0m")
    #expect(picture.blocks(line: 1) == "\u{1b}[0;38;5;231m▀▀\u{1b}[0m")
    #expect(picture.letters(line: 0) == "==" && picture.letters(line: 1) == "@@")
  }

  @Test func `shrinking takes means, ragged edges too`() {
    let numbers: [Float] = [-1, 1, 1, 1, -1, 1, -1, -1, -1]
    let picture = SamplePicture(numbers, rows: 3, columns: 3, channels: 1, factor: 2)
    #expect(picture.width == 2 && picture.height == 2)
    // Means 0 and 1 above, -1 and -1 below.
    #expect(picture.letters(line: 0) == ":=")
  }

  @Test func `what lies outside counts as the end`() {
    let picture = SamplePicture([-3, 7], rows: 1, columns: 2, channels: 1, factor: 1)
    #expect(picture.letters(line: 0) == " @")
  }

  @Test func `the nearest of 256 colours`() {
    func nearest(_ red: Int, _ green: Int, _ blue: Int) -> Int {
      TerminalColor(nearest: RGB(red, green, blue)).index
    }
    #expect(nearest(0, 0, 0) == 16 && nearest(255, 255, 255) == 231)
    #expect(nearest(255, 0, 0) == 196 && nearest(0, 95, 135) == 24)
    #expect(nearest(128, 128, 128) == 244 && nearest(10, 9, 8) == 232)
    // No colour of the table is nearer, for some pixels.
    for red in stride(from: 0, through: 255, by: 37) {
      for green in stride(from: 0, through: 255, by: 41) {
        for blue in stride(from: 0, through: 255, by: 43) {
          func distance(_ index: Int) -> Int {
            let color = TerminalColor(index).rgb
            let (r, g, b) = (color.red - red, color.green - green, color.blue - blue)
            return r * r + g * g + b * b
          }
          let least = (16..<256).map(distance).min()
          #expect(distance(nearest(red, green, blue)) == least, "\(red) \(green) \(blue)")
        }
      }
    }
  }
}
