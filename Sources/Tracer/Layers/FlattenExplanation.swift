import Engine

/// Flatten: the same numbers as one list.
struct FlattenExplanation: LayerExplanation {
  var handsOnSilence: Bool { true }
  var onlyRelays: Bool { true }

  /// S[n,i] = X[n,j,k,p], i the position of (j,k,p) row by row.
  func sum(_ index: [Int], at place: LayerPlace) -> Reasons? {
    place.x([index[0]] + place.input.index(at: index[1])).map { Reasons([Term($0)]) }
  }

  /// G[n,j,k,p] = δ[n,i].
  func sentBack(to index: [Int], at place: LayerPlace) -> Reasons? {
    output(of: index, place).flatMap(place.delta).map { Reasons([Term($0)]) }
  }

  private func output(of index: [Int], _ place: LayerPlace) -> [Int]? {
    place.input.offset(of: Array(index.dropFirst())).map { [index[0], $0] }
  }

  func sums(readingInput index: [Int], at place: LayerPlace) -> [Use] {
    guard let x = place.x(index), let output = output(of: index, place) else { return [] }
    return [Use(.weightedSum, output, Term(x))]
  }

  func sentBack(from index: [Int], at place: LayerPlace) -> [Use] {
    guard let d = place.delta(index) else { return [] }
    return [Use(.delta, [index[0]] + place.input.index(at: index[1]), Term(d))]
  }

  func sumRule(_ annotator: Annotator, layer: Int) -> Annotation {
    Annotation(
      title: "the same numbers as one list",
      formula: "\(annotator.labels[layer])[i] = \(annotator.input(layer))[j,k,p],  "
        + "i = \(annotator.listIndex(layer))")
  }

  /// Through R: the rule of the layer above R, with the list laid out again.
  func sentBackRule(_ annotator: Annotator, layer: Int) -> SentBackRule {
    let i = "i = \(annotator.listIndex(layer))"
    let above = layer + 1
    guard above < annotator.header.layers.count,
      annotator.header.explanation(of: above) is DenseExplanation
    else {
      return SentBackRule(from: annotator.delta(layer), body: "\(annotator.delta(layer))[i],  \(i)")
    }
    var rule = annotator.header.explanation(of: above).sentBackRule(annotator, layer: above)
    rule.body += ",  \(i)"
    return rule
  }
}
