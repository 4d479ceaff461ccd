import TerminalKit

/// Finds every map of a scene its form and its place in a room.
///
/// The target and the first source always have a place; the rest comes in the order of importance, in
/// numbers where that fits, else as a thumbnail, else not at all.
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
  /// Whether kernels, gates and what comes next are worth a place of their own.
  let showsKernels: Bool

  /// Blocks stand two columns apart, or one where that brings another map of the stop into numbers.
  func placed() -> [Placed] {
    let (apart, close) = (placed(gap: 2), placed(gap: 1))
    func inNumbers(_ placed: [Placed]) -> Int {
      placed.count {
        guard case .numbers = $0.form else { return false }
        return $0.block.map.role == .target || $0.block.map.role == .source
      }
    }
    return inNumbers(close) > inNumbers(apart) ? close : apart
  }

  private func placed(gap: Int) -> [Placed] {
    var forms = [MapBlock.Form?](repeating: nil, count: blocks.count)
    for index in essential { forms[index] = form(index, numbers: false) }
    if arrange(forms, gap) == nil, let first = essential.first {
      forms = [MapBlock.Form?](repeating: nil, count: blocks.count)
      forms[first] = form(first, numbers: false)
    }
    for index in order {
      let old = forms[index]
      let wantsNumbers = blocks[index].map.role != .sibling || showsKernels
      for numbers in wantsNumbers ? [true, false] : [false] {
        forms[index] = form(index, numbers: numbers)
        if arrange(forms, gap) != nil { break }
        forms[index] = old
      }
    }
    return arrange(forms, gap) ?? []
  }

  private func form(_ index: Int, numbers: Bool) -> MapBlock.Form {
    blocks[index].form(numbers: numbers, cellWidth: cellWidth, in: room)
  }

  private func indices(_ roles: [TensorMap.Role]) -> [Int] {
    roles.flatMap { role in blocks.indices.filter { blocks[$0].map.role == role } }
  }

  /// The side that Tab has put first, then the other.
  private var essential: [Int] {
    let (target, source) = (indices([.target]), Array(indices([.source]).prefix(1)))
    return targetFirst ? target + source : source + target
  }

  private var order: [Int] {
    let sides: [TensorMap.Role] = targetFirst ? [.target, .source] : [.source, .target]
    return indices(
      sides + (showsKernels ? [.kernel, .gate, .sibling, .next] : [.sibling, .kernel, .gate]))
  }

  /// In a large room what is read, what it is multiplied with and what comes out have lines of their own.
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
  private func arrange(_ forms: [MapBlock.Form?], _ gap: Int) -> [Placed]? {
    var placed: [Placed] = []
    var (row, column, height) = (0, 0, 0)
    for (block, form) in zip(blocks, forms) {
      guard let form else { continue }
      let size = block.size(form)
      guard size.columns <= room.columns, size.rows <= room.rows else { return nil }
      let isNewGroup = showsKernels && placed.last.map { group($0.block) != group(block) } ?? false
      if column > 0, isNewGroup || column + size.columns > room.columns {
        row += height + (showsKernels ? 1 : 0)
        (column, height) = (0, 0)
      }
      guard row + size.rows <= room.rows else { return nil }
      placed.append(Placed(block: block, form: form, row: row, column: column))
      column += size.columns + gap
      height = max(height, size.rows)
    }
    return placed
  }
}
