import TerminalKit

/// Finds every map of a scene its form and its place in a room.
///
/// The map of the chosen cell always has a place, target and first source wherever all three fit; the rest
/// comes in the order of importance, in numbers where that fits, else as a thumbnail, else not at all.
struct MapFlow {
  struct Placed {
    var block: MapBlock
    var form: MapBlock.Form
    var row: Int
    var column: Int
  }

  let blocks: [MapBlock]
  let room: Size
  let cellWidth: Int
  /// Whether the target's side comes first (Tab).
  let targetFirst: Bool
  /// The block of the chosen cell, where that is not the target's: it always has a place.
  let focused: Int?
  /// Whether kernels, gates and what comes next are worth a place of their own.
  let showsKernels: Bool
  /// Whether what is read, what it is multiplied with and what comes out have lines of their own.
  let startsLines: Bool

  /// Places as many maps as fit, a column or more between them.
  func placed() -> [Placed] {
    var forms = [MapBlock.Form?](repeating: nil, count: blocks.count)
    for index in essential { forms[index] = form(index, numbers: false) }
    if arrange(forms) == nil, let first = essential.first {
      forms = [MapBlock.Form?](repeating: nil, count: blocks.count)
      forms[first] = form(first, numbers: false)
    }
    for index in order {
      let old = forms[index]
      let wantsNumbers = blocks[index].map.role != .sibling || showsKernels
      for numbers in wantsNumbers ? [true, false] : [false] {
        forms[index] = form(index, numbers: numbers)
        if arrange(forms) != nil { break }
        forms[index] = old
      }
    }
    return arrange(forms) ?? []
  }

  private func form(_ index: Int, numbers: Bool) -> MapBlock.Form {
    blocks[index].form(numbers: numbers, cellWidth: cellWidth, in: room)
  }

  private func indices(_ roles: [TensorMap.Role]) -> [Int] {
    roles.flatMap { role in blocks.indices.filter { blocks[$0].map.role == role } }
  }

  /// The map of the chosen cell, then the side that Tab has put first, then the other.
  private var essential: [Int] {
    let (target, source) = (indices([.target]), Array(indices([.source]).prefix(1)))
    let sides = targetFirst ? target + source : source + target
    return (focused.map { [$0] } ?? []) + sides.filter { $0 != focused }
  }

  private var order: [Int] {
    let sides: [TensorMap.Role] = targetFirst ? [.target, .source] : [.source, .target]
    let rest = indices(
      sides + (showsKernels ? [.kernel, .gate, .sibling, .next] : [.sibling, .kernel, .gate]))
    return (focused.map { [$0] } ?? []) + rest.filter { $0 != focused }
  }

  private func group(_ block: MapBlock) -> Int {
    switch block.map.role {
    case .source: 0
    case .kernel: 1
    case .target, .sibling: 2
    case .gate: 3
    case .next: 4
    }
  }

  /// Left to right, line by line, in the order of the scene; nil when it does not fit.
  private func arrange(_ forms: [MapBlock.Form?]) -> [Placed]? {
    var placed: [Placed] = []
    var (row, column, height) = (0, 0, 0)
    for (block, form) in zip(blocks, forms) {
      guard let form else { continue }
      let size = block.size(form)
      guard size.columns <= room.columns, size.rows <= room.rows else { return nil }
      let isNewGroup = startsLines && placed.last.map { group($0.block) != group(block) } ?? false
      if column > 0, isNewGroup || column + size.columns > room.columns {
        row += height + (showsKernels ? 1 : 0)
        (column, height) = (0, 0)
      }
      guard row + size.rows <= room.rows else { return nil }
      placed.append(Placed(block: block, form: form, row: row, column: column))
      column += size.columns + (showsKernels ? 2 : 1)
      height = max(height, size.rows)
    }
    return placed
  }
}
