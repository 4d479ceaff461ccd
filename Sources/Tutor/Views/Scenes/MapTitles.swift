import Engine
import Tracer

/// What maps are called: a ladder of names from the full one to the shortest, none of them cut.
extension SceneBuilder {
  /// The titles of a map, the longest first: `Y of A, map 0`, `Y_A, map 0`, `Y_A 0`.
  ///
  /// - Parameters:
  ///   - map: the map that needs a title.
  ///   - words: other words for the tensor, such as `W before`, the longest first.
  /// - Returns: the titles, each shorter than the one before; none of them is cut.
  func titles(of map: TensorMap, words: [String] = []) -> [String] {
    let (long, short) = sliceNames(of: map)
    guard let full = words.first, let least = words.last else {
      let (name, symbol) = (name(map.cell), names.symbol(of: map.cell))
      return ladder([name + long, symbol + long, symbol + short])
    }
    return ladder([full + long, full + short, full, least])
  }

  /// Only what is shorter than all before it.
  private func ladder(_ titles: [String]) -> [String] {
    titles.reduce(into: []) { kept, title in
      if kept.last.map({ title.count < $0.count }) ?? true { kept.append(title) }
    }
  }

  /// What tells the slice of a map from the others of its tensor: `, map 0` and ` 0`, ` T, map 1` and
  /// ` T,1`; empty where there is one slice only.
  func sliceNames(of map: TensorMap) -> (long: String, short: String) {
    let shape = trace.events[map.cell.event].tensor(map.cell.tensor)?.shape ?? [0]
    let slice = Slice(
      of: shape, holding: map.cell.index, fold: map.fold, isKernel: map.isKernel)
    let parts = slice.parts(in: shape, isParameter: map.isParameter, unitNames: map.unitNames)
    guard !parts.isEmpty else { return ("", "") }
    let isClass = map.isParameter && slice.row.map(map.unitNames.indices.contains) ?? false
    return (
      (isClass ? " " : ", ") + parts.map(\.long).joined(separator: ", "),
      " " + parts.map(\.short).joined(separator: ",")
    )
  }

  private var trace: Trace { provenance.trace }
}

/// A heading in several lengths, of which the longest that fits is shown.
struct Heading: Equatable, Sendable {
  let forms: [String]

  init(_ forms: [String]) { self.forms = forms.filter { !$0.isEmpty } }

  /// A title and what it is about, `rule 1   to the winner`: the title alone is the short form.
  init(_ title: String, _ rest: String...) {
    self.init(rest.filter { !$0.isEmpty }.map { "\(title)   \($0)" } + [title])
  }

  /// The longest form of at most that many cells; nil when there is none.
  func fitted(to width: Int) -> String? { forms.first { $0.count <= width } }
}
