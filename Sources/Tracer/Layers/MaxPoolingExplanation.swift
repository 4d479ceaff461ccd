import Engine

/// Max pooling: the largest number of each window, and its place.
struct MaxPoolingExplanation: LayerExplanation {
  private let cells: PoolingCells

  init(kind: MaxPoolingKind) { cells = PoolingCells(kind: kind) }

  var remembers: [TensorName] { [.argmax] }
  var handsOnSilence: Bool { true }

  /// S[n,j,k,p] = X at the winner's place; the other cells of the window are influences.
  func sum(_ index: [Int], at place: LayerPlace) -> Reasons? {
    guard let argmax = place.remembered(.argmax, index, as: "argmax"),
      let input = cells.inputs(of: index, at: place).first(where: {
        $0.place == Int(argmax.value)
      }), let winner = place.x(input.index)
    else { return nil }
    return Reasons(
      [Term(winner)],
      influences: [argmax.cell].compactMap { $0 } + window(of: index, at: place))
  }

  private func window(of index: [Int], at place: LayerPlace) -> [CellAddress] {
    cells.inputs(of: index, at: place).compactMap { place.inputCell($0.index) }
  }

  func remembered(_ name: TensorName, _ index: [Int], at place: LayerPlace) -> Reasons? {
    guard name == .argmax, let argmax = place.remembered(.argmax, index, as: "place") else {
      return nil
    }
    return Reasons([Term(Factor("place", argmax.value))], influences: window(of: index, at: place))
  }

  /// G[n,j,k,p] = δ of the window where (j,k) won it, else 0; no term in rows and columns that do not fill a
  /// window.
  func sentBack(to index: [Int], at place: LayerPlace) -> Reasons? {
    var terms: [Term] = []
    for (output, own) in cells.outputs(reading: index, at: place) {
      guard let term = backwardTerm(own, output, at: place) else { return nil }
      terms.append(term)
    }
    return Reasons(terms)
  }

  private func backwardTerm(_ own: Int, _ output: [Int], at place: LayerPlace) -> Term? {
    guard let d = place.delta(output),
      let argmax = place.remembered(.argmax, output, as: "argmax")
    else { return nil }
    return Term(Factor("won", Int(argmax.value) == own ? 1 : 0, argmax.cell), d)
  }
}

/// Who uses a number.
extension MaxPoolingExplanation {
  func sums(readingInput index: [Int], at place: LayerPlace) -> [Use] {
    cells.outputs(reading: index, at: place).flatMap { output, own in
      var sum = Use(.weightedSum, output)
      if let argmax = place.remembered(.argmax, output, as: "argmax"), Int(argmax.value) == own,
        let x = place.x(index)
      {
        sum.terms = [Term(x)]
      }
      return [sum, Use(.argmax, output)]
    }
  }

  func sentBack(from index: [Int], at place: LayerPlace) -> [Use] {
    cells.inputs(of: index, at: place).compactMap { input, own in
      backwardTerm(own, index, at: place).map { Use(.delta, input, $0) }
    }
  }

  func sums(reading name: TensorName, _ index: [Int], at place: LayerPlace) -> [Use] {
    name == .argmax ? [Use(.weightedSum, index)] : []
  }

  func sentBack(through name: TensorName, _ index: [Int], at place: LayerPlace) -> [Use] {
    name == .argmax ? sentBack(from: index, at: place) : []
  }
}

extension MaxPoolingExplanation {
  func fault(in name: TensorName, _ tensor: Tensor<Float>) -> String? {
    let places = 0..<Float(cells.count)
    guard let wrong = tensor.elements.first(where: { !places.contains($0) || $0 != $0.rounded() })
    else { return nil }
    return "argmax holds \(wrong), but a window has the places 0 to \(cells.count - 1)"
  }

  func sumRule(_ annotator: Annotator, layer: Int) -> Annotation {
    let size = cells.size
    return Annotation(
      title: "the largest of \(cells.count), and its address",
      formula: "\(annotator.labels[layer])[j,k,p] = max of \(annotator.input(layer))"
        + "[\(size)j+a, \(size)k+b, p], a, b in 0…\(size - 1)")
  }

  func sentBackRule(_ annotator: Annotator, layer: Int) -> SentBackRule {
    let d = annotator.delta(layer)
    return SentBackRule(
      from: d, source: ", argmax of \(annotator.labels[layer])",
      body: "(\(d) of the window if (j,k) won it, else 0)")
  }
}
