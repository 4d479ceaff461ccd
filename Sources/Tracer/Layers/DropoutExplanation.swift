import Engine

/// Dropout: some numbers are silenced at random, the others made larger.
struct DropoutExplanation: LayerExplanation {
  let rate: Double

  var remembers: [TensorName] { [.mask] }
  var handsOnSilence: Bool { true }

  /// S = m · X.
  func sum(_ index: [Int], at place: LayerPlace) -> Reasons? {
    guard let m = place.remembered(.mask, index, as: "m"), let x = place.x(index) else {
      return nil
    }
    return Reasons([Term(m, x)])
  }

  /// G = m · δ.
  func sentBack(to index: [Int], at place: LayerPlace) -> Reasons? {
    guard let d = place.delta(index), let m = place.remembered(.mask, index, as: "m") else {
      return nil
    }
    return Reasons([Term(m, d)])
  }

  func sums(readingInput index: [Int], at place: LayerPlace) -> [Use] {
    sum(index, at: place)?.terms.map { Use(.weightedSum, index, $0) } ?? []
  }

  func sentBack(from index: [Int], at place: LayerPlace) -> [Use] {
    sentBack(to: index, at: place)?.terms.map { Use(.delta, index, $0) } ?? []
  }

  func sums(reading name: TensorName, _ index: [Int], at place: LayerPlace) -> [Use] {
    name == .mask ? sums(readingInput: index, at: place) : []
  }

  func sentBack(through name: TensorName, _ index: [Int], at place: LayerPlace) -> [Use] {
    name == .mask ? sentBack(from: index, at: place) : []
  }

  func sumRule(_ annotator: Annotator, layer: Int) -> Annotation {
    Annotation(
      title: "dropout: some numbers are silenced at random",
      formula: "\(annotator.labels[layer]) = m × \(annotator.input(layer)),  "
        + "m = 0 with probability \(rate), else 1/(1 - \(rate))")
  }

  func sentBackRule(_ annotator: Annotator, layer: Int) -> SentBackRule {
    let d = annotator.delta(layer)
    return SentBackRule(from: d, source: " and the mask", body: "m × \(d)")
  }
}
