import Engine
import TerminalKit
import Tracer

/// Numbers that stand in one table: all with as few decimals as say them exactly, at most two.
struct FigureForm: Equatable, Sendable {
  let decimals: Int
  /// The places that the widest of them takes.
  let width: Int

  /// The form of a large tensor is found from its first numbers.
  private static let looked = 4096
  private static let widest = 5

  init(_ values: some Sequence<Float>) {
    let finite = values.prefix(Self.looked).filter(\.isFinite)
    let decimals =
      (0..<2).first { decimals in
        finite.allSatisfy {
          Numbers.isExact(shown: Numbers.fixed(Double($0), decimals: decimals), for: Double($0))
        }
      } ?? 2
    self.decimals = decimals
    let widths = finite.map { Self.full($0, decimals).count }
    width = min(max(widths.max() ?? 1, 1), Self.widest)
  }

  /// The number, or a shorter form of it where it does not fit: never more than `width` places.
  func text(_ value: Float) -> String {
    let text = value.isFinite ? Self.full(value, decimals) : Numbers.map(value, width: width)
    return text.count <= width ? text : Numbers.map(value, width: width)
  }

  /// `.50`, `-1.00`, `0`; a number that is not 0 never reads 0.
  private static func full(_ value: Float, _ decimals: Int) -> String {
    let text = Numbers.fixed(Double(value), decimals: decimals)
    return text == "0" && value != 0 ? (value < 0 ? "-~0" : "+~0") : text
  }
}

/// A tensor of a trace, as the views of stops draw it: its cells in one form and on one scale of colours.
struct DrawnTensor: Sendable {
  let event: Int
  let name: TensorName
  let shape: Shape
  let form: FigureForm
  private let text: CellText
  private let palette: Palette
  private let scale: Float

  /// Nil without an event, and for one that does not have the tensor.
  init?(_ name: TensorName, of event: Int?, in subject: StopSubject) {
    guard let event, let tensor = subject.trace.events[event].tensor(name) else { return nil }
    self.event = event
    self.name = name
    shape = tensor.shape
    form = FigureForm(tensor.elements)
    text = subject.text
    palette = Palette.of(subject.trace.events[event].event.role(of: name))
    scale = tensor.elements.reduce(0) { $1.isFinite ? max($0, abs($1)) : $0 }
  }

  func cell(_ index: [Int]) -> CellAddress { CellAddress(event: event, tensor: name, index: index) }

  func holds(_ cell: CellAddress) -> Bool { cell.event == event && cell.tensor == name }

  /// The number at a cell with a link to it; `o` for a place outside of the picture.
  func span(_ cell: CellAddress?, width: Int, isChosen: Bool = false, isMarked: Bool = false)
    -> Span
  {
    guard let cell else { return Span("o".leftPadded(to: width), .dim) }
    var style = text.style(cell, palette: palette, scale: scale)
    if isMarked { style.underline = true }
    return Span(
      figure(cell).leftPadded(to: width), isChosen ? .chosen : style, link: TutorLink.cell(cell))
  }

  func figure(_ cell: CellAddress) -> String {
    switch text.state(of: cell) {
    case .notComputed: "·"
    case .off: "x"
    case .covered: "?"
    case .value(let value): form.text(value)
    }
  }
}

/// What a view says where it has nothing to show.
enum StopNotice {
  /// The first of some sentences that fits into a room when it is broken into lines.
  static func lines(_ sentences: [String], in room: Size, _ glyphs: Glyphs) -> [Line] {
    guard room.columns > 3 else { return [] }
    let blocks = sentences.map {
      TextWrap.lines(glyphs.spell($0), width: max(room.columns - 2, 1)).map { Line(" " + $0) }
    }
    return Array((blocks.first { $0.count <= room.rows } ?? blocks.last ?? []).prefix(room.rows))
  }
}
