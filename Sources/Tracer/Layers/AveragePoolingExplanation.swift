import Engine

/// Average pooling: the mean of each window.
struct AveragePoolingExplanation: LayerExplanation {
  private let cells: PoolingCells

  init(kind: AveragePoolingKind) { cells = PoolingCells(kind: kind) }

  private var share: Factor { Factor("1/s²", 1 / Double(cells.count)) }

  /// S[n,j,k,p] = 1/s² Σ X over the window.
  func sum(_ index: [Int], at place: LayerPlace) -> Reasons? {
    Reasons(
      cells.inputs(of: index, at: place).compactMap { input, _ in
        place.x(input).map { Term($0, share) }
      })
  }

  /// G[n,j,k,p] = δ of the window / s²; no term in rows and columns that do not fill a window.
  func sentBack(to index: [Int], at place: LayerPlace) -> Reasons? {
    var terms: [Term] = []
    for (output, _) in cells.outputs(reading: index, at: place) {
      guard let d = place.delta(output) else { return nil }
      terms.append(Term(share, d))
    }
    return Reasons(terms)
  }

  func sums(readingInput index: [Int], at place: LayerPlace) -> [Use] {
    guard let x = place.x(index) else { return [] }
    return cells.outputs(reading: index, at: place).map {
      Use(.weightedSum, $0.index, Term(x, share))
    }
  }

  func sentBack(from index: [Int], at place: LayerPlace) -> [Use] {
    guard let d = place.delta(index) else { return [] }
    return cells.inputs(of: index, at: place).map { Use(.delta, $0.index, Term(share, d)) }
  }

  func sumRule(_ annotator: Annotator, layer: Int) -> Annotation {
    let (size, count) = (cells.size, cells.count)
    return Annotation(
      title: "the mean of \(count)",
      formula: "\(annotator.labels[layer])[j,k,p] = 1/\(count) Σ \(annotator.input(layer))"
        + "[\(size)j+a, \(size)k+b, p], a, b in 0…\(size - 1)")
  }

  func sentBackRule(_ annotator: Annotator, layer: Int) -> SentBackRule {
    let (size, d) = (cells.size, annotator.delta(layer))
    return SentBackRule(from: d, body: "1/\(cells.count) × \(d)[j/\(size), k/\(size), p]")
  }
}
