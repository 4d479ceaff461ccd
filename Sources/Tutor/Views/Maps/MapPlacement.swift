import Engine
import TerminalKit
import Tracer

/// The maps of a step with all that is marked in them, computed once per screen.
struct MapStand {
  let view: TutorView
  let text: CellText
  let marks: Marks
  /// The maps of the scene; the focused one follows its cell into other slices, its sisters stay.
  let maps: [TensorMap]

  init(_ view: TutorView) {
    self.view = view
    text = view.text
    marks = view.marks
    maps = Self.maps(of: view, chosen: marks.chosen)
  }

  private static func maps(of view: TutorView, chosen: CellAddress?) -> [TensorMap] {
    let model = view.model
    var maps = view.scene.maps
    guard let chosen else { return maps }
    func isFocused(_ map: TensorMap) -> Bool {
      map.cell.event == chosen.event && map.cell.tensor == chosen.tensor
    }
    if view.layout == .compact {
      // Room for one map: that of the chosen cell.
      maps = maps.filter { isFocused($0) && $0.role != .sibling }
    }
    let trace = model.walk.trace
    if model.focus > 0,
      !maps.contains(where: { $0.role != .sibling && $0.holds(chosen, in: trace) }),
      let index = maps.firstIndex(where: isFocused)
    {
      maps[index] = model.scenes.map(maps[index].role, chosen) ?? maps[index]
    }
    if model.showsStoredKernel { for index in maps.indices { maps[index].isTurned = false } }
    return maps
  }

  func block(_ map: TensorMap) -> MapBlock {
    MapBlock(
      map: map, provenance: view.model.walk.provenance, text: text, marks: marks,
      mode: view.model.scaleMode)
  }

  /// Maps one after the other in a room, that of the chosen cell always among them.
  func flow(
    _ maps: [TensorMap], in rect: Rect, cellWidth: Int, showsKernels: Bool, startsLines: Bool = true
  ) -> [MapFlow.Placed] {
    let model = view.model
    let blocks = maps.map(block)
    let focused = blocks.firstIndex { block in
      model.focus > 0 && block.map.role != .sibling && marks.chosen.map(block.holds) ?? false
    }
    return MapFlow(
      blocks: blocks, room: rect.size, cellWidth: cellWidth,
      targetFirst: model.focus == 0 && model.mode == .cells, focused: focused,
      showsKernels: showsKernels, startsLines: showsKernels && startsLines
    ).placed().map { placed in
      var placed = placed
      placed.row += rect.row
      placed.column += rect.column
      return placed
    }
  }
}

/// Which maps stand where on the screen: one answer for drawing, for the mouse and for tests.
extension TutorView {
  /// The maps of the present layout in places of the screen.
  var placements: [MapFlow.Placed] { placements(MapStand(self)) }

  private func placements(_ stand: MapStand) -> [MapFlow.Placed] {
    switch layout {
    case .refused, .tiny: return []
    case .compact:
      return stand.flow(stand.maps, in: compactMapRect, cellWidth: 5, showsKernels: false)
    case .standard:
      let rect = StandardPlan(size: size, view: self).maps
      // While a question is asked the maps stand as they did before it.
      let showsKernels = rect.rows >= 14 && model.guide?.isAsking != true
      return stand.flow(stand.maps, in: rect, cellWidth: 5, showsKernels: showsKernels)
    case .wide:
      return stand.flow(
        stand.maps, in: WidePlan(size: size).maps, cellWidth: 6, showsKernels: true)
    case .stage: return NetworkStage(stand: stand, plan: StagePlan(size: size)).placements
    }
  }

  func drawMaps(on screen: inout Screen) {
    let stand = MapStand(self)
    draw(placements(stand), of: stand, on: &screen)
  }

  func draw(_ placements: [MapFlow.Placed], of stand: MapStand, on screen: inout Screen) {
    for placed in placements {
      placed.block.draw(
        on: &screen, row: placed.row, column: placed.column, form: placed.form, text: stand.text,
        marks: stand.marks)
    }
  }

  /// The cell under the mouse.
  func cell(atRow row: Int, column: Int) -> CellAddress? {
    placements.lazy.compactMap { placed in
      placed.block.cell(
        atRow: row - placed.row, column: column - placed.column, form: placed.form)
    }.first
  }
}
