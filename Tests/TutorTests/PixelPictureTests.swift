import Engine
import TerminalKit
import Testing

@testable import Tutor

@Suite struct PixelPictureTests {
  private func picture(
    _ rows: [[Float]], _ columns: Int, _ lines: Int, sample: Int = 0
  ) -> PixelPicture? {
    PixelPicture(
      Tensor(shape: [1, rows.count, rows.first?.count ?? 0, 1], elements: rows.flatMap { $0 }),
      sample: sample, room: Size(columns: columns, rows: lines))
  }

  private func text(_ picture: PixelPicture?, _ glyphs: Glyphs = .unicode) -> [String] {
    guard let picture else { return [] }
    var screen = Screen(size: picture.size, glyphs: glyphs)
    screen.put(picture, row: 0, column: 0)
    return screen.lines
  }

  @Test func `a cell holds two pixels, the brighter one in its colour`() throws {
    let drawn = try #require(picture([[0, 1, 0, 1], [0, 0, 1, 1]], 4, 1))
    #expect(text(drawn) == [" ▀▄█"])
    #expect(
      drawn.lines[0].map(\.style.ink) == [
        .greys(front: 0, back: 0), .greys(front: 7, back: 0), .greys(front: 7, back: 0),
        .greys(front: 7, back: 7),
      ])
    #expect(text(drawn, .ascii) == [" \"=#"])
  }

  @Test func `greys are shares of the largest value`() throws {
    let drawn = try #require(picture([[0.5, 2], [1, 1.5]], 2, 1))
    #expect(
      drawn.lines[0].map(\.style.ink) == [
        .greys(front: 4, back: 2), .greys(front: 7, back: 5),
      ])
    #expect(text(drawn) == ["▄▀"])
  }

  @Test func `it grows by whole numbers and shrinks by means`() throws {
    #expect(text(picture([[1, 0], [0, 1]], 5, 2)) == ["██", "  ██"])
    #expect(try #require(picture([[1, 0], [0, 1]], 40, 20)).size == Size(columns: 40, rows: 20))
    let half = try #require(picture([[1, 0], [0, 1]], 1, 1))
    #expect(half.lines == [[Cell(character: "▀", style: Style(ink: .greys(front: 4, back: 0)))]])
  }

  @Test func `an odd row has darkness below it`() {
    #expect(text(picture([[1], [1], [1]], 1, 2)) == ["█", "▀"])
  }

  @Test func `no picture, no room, no such sample`() {
    #expect(picture([[1]], 0, 1) == nil && picture([[1]], 1, 0) == nil)
    #expect(picture([[1]], 1, 1, sample: 1) == nil)
    let list = Tensor<Float>(shape: [1, 4], elements: [1, 2, 3, 4])
    #expect(PixelPicture(list, sample: 0, room: Size(columns: 9, rows: 9)) == nil)
    #expect(picture([[.nan, .infinity]], 2, 1) != nil)
  }

  /// The picture stands beside the numbers it is of where the layers leave room for it, else below them.
  @Test(arguments: [(200, 60, true), (190, 56, false), (260, 70, true)])
  func `the stage shows X beside its numbers`(
    columns: Int, rows: Int, isBeside: Bool
  ) throws {
    let size = Size(columns: columns, rows: rows)
    let screen = TutorView(model: try TutorViewTests.lesson(), size: size).screen()
    func isPicture(_ position: Position) -> Bool {
      if case .greys = screen[position.row, position.column].style.ink { true } else { false }
    }
    let all = (0..<rows).flatMap { row in (0..<columns).map { Position(row: row, column: $0) } }
    let found = all.filter(isPicture)
    let first = try #require(found.first, "no picture at \(size)")
    #expect((first.column > 32) == isBeside, "\(first)")
    // The same height as the numbers: six rows of 6×6.
    if isBeside { #expect(Set(found.map(\.row)) == Set(5...10)) }
    #expect(screen[first.row, first.column].character == " ", "the seven has a dark border")
  }
}
