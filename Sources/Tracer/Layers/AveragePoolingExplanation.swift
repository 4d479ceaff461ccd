import Engine

/// Average pooling: the mean of each window.
struct AveragePoolingExplanation: LayerExplanation {
  let windows: PoolingPlaces

  private var share: Factor { Factor("1/s²", 1 / Double(windows.count)) }

  /// S[n,j,k,p] = 1/s² Σ X over the window.
  func sum(_ index: [Int], at place: LayerPlace) -> Reasons? {
    Reasons(
      .mean,
      (0..<windows.count).compactMap { own in
        place.x(windows.input(own, of: index)).map { Term($0, share) }
      })
  }

  /// G[n,j,k,p] = δ of the window / s²; no term in rows and columns that do not fill a window.
  func sentBack(to index: [Int], at place: LayerPlace) -> Reasons? {
    guard let (output, _) = windows.output(over: index, in: place.output) else {
      return Reasons(.deltaFromMean)
    }
    return place.delta(output).map { Reasons(.deltaFromMean, [Term(share, $0)]) }
  }

  func sums(readingInput index: [Int], at place: LayerPlace) -> [Use] {
    guard let (output, _) = windows.output(over: index, in: place.output),
      let x = place.x(index)
    else { return [] }
    return [Use(.weightedSum, output, Term(x, share))]
  }

  func sentBack(from index: [Int], at place: LayerPlace) -> [Use] {
    guard let d = place.delta(index) else { return [] }
    return (0..<windows.count).map {
      Use(.delta, windows.input($0, of: index), Term(share, d))
    }
  }

  func sumRule(_ annotator: Annotator, layer: Int) -> Annotation {
    let (size, count) = (windows.size, windows.count)
    return Annotation(
      title: "the mean of \(count)",
      formula: "\(annotator.labels[layer])[j,k,p] = 1/\(count) Σ \(annotator.input(layer))"
        + "[\(size)j+a, \(size)k+b, p], a, b in 0…\(size - 1)")
  }

  func sentBackRule(_ annotator: Annotator, layer: Int) -> SentBackRule {
    let (size, d) = (windows.size, annotator.delta(layer))
    return SentBackRule(from: d, body: "1/\(windows.count) × \(d)[j/\(size), k/\(size), p]")
  }
}
