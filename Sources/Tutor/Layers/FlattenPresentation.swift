import Engine
import TerminalKit
import Tracer

/// Flatten: the same numbers as one list.
struct FlattenPresentation: LayerPresentation {
  var mapName: String { "" }
  func sumHeading(input: Shape) -> String { "the same numbers as one list" }
  var nature: String { "it only lays numbers out anew." }

  /// The picture that is laid out, map by map.
  func sumSources(_ cell: CellAddress, at site: SceneSite) -> [TensorMap] {
    let source =
      [cell.index[0]] + site.input.index(at: cell.index.count > 1 ? cell.index[1] : 0)
    guard source.count == 4 else { return [site.source(source)].compactMap { $0 } }
    return (0..<min(site.input[2], SceneSite.most)).compactMap {
      site.source([source[0], source[1], source[2], $0])
    }
  }

  func sentBackSources(to index: [Int], of below: Int, at site: SceneSite) -> [TensorMap] {
    [site.delta([index[0], 0])].compactMap { $0 }
  }

  /// R[i] = P[j,k,p]: the same number under another index.
  func sumText(_ subject: RuleSubject) -> RuleText {
    guard let source = subject.terms.first?.factors.first, let from = source.cell else {
      return subject.plainText(short: "the same number")
    }
    let read = subject.names.name(of: from)
    var text = subject.plainText(short: read)
    text.relation = [subject.value].relation
    text.results.insert(subject.equation([read], relation: text.relation), at: 0)
    text.numbers = [.init(read)]
    let place = Array(from.index.dropFirst())
    if let layer = subject.layer, place.count == 3 {
      let shape = subject.header.input(of: layer)
      let sum = "\(shape[1] * shape[2])×\(place[0]) + \(shape[2])×\(place[1]) + \(place[2])"
      text.bodies = [[Line("i = \(sum) = \(subject.cell.index.last ?? 0)")]]
    }
    text.notes = [Line("No number changes; the way back lays the list out again.")]
    return text
  }

  func sentBackText(_ subject: RuleSubject) -> RuleText { subject.deltaHandedOn() }
}
