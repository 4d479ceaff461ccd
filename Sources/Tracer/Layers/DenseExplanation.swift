import Engine

/// A dense layer: every output reads every input.
struct DenseExplanation: LayerExplanation {
  let units: Int

  /// S[n,c] = b[c] + Σ W[c,i] · X[n,i].
  func sum(_ index: [Int], at place: LayerPlace) -> Reasons? {
    guard let bias = place.parameter(.bias, [index[1]]) else { return nil }
    var terms = [Term(bias)]
    for i in 0..<place.input.count {
      guard let term = forwardTerm(to: index, from: i, at: place) else { return nil }
      terms.append(term)
    }
    return Reasons(terms)
  }

  private func forwardTerm(to s: [Int], from i: Int, at place: LayerPlace) -> Term? {
    guard let x = place.x([s[0], i]), let w = place.parameter(.weights, [s[1], i]) else {
      return nil
    }
    return Term(x, w)
  }

  /// G[n,i] = Σ δ[n,c] · W[c,i].
  func sentBack(to index: [Int], at place: LayerPlace) -> Reasons? {
    var terms: [Term] = []
    for c in 0..<units {
      guard let term = backwardTerm(to: index, from: c, at: place) else { return nil }
      terms.append(term)
    }
    return Reasons(terms)
  }

  private func backwardTerm(to g: [Int], from c: Int, at place: LayerPlace) -> Term? {
    guard let d = place.delta([g[0], c]), let w = place.parameter(.weights, [c, g[1]]) else {
      return nil
    }
    return Term(d, w)
  }

  /// ∂W[c,i] = Σ δ[n,c] · X[n,i]; ∂b[c] = Σ δ[n,c].
  func gradient(_ name: TensorName, _ index: [Int], at place: LayerPlace) -> Reasons? {
    var terms: [Term] = []
    for n in 0..<place.batch {
      guard let d = place.delta([n, index[0]]) else { return nil }
      guard name != .bias else {
        terms.append(Term(d))
        continue
      }
      guard let x = place.x([n, index[1]]) else { return nil }
      terms.append(Term(d, x))
    }
    return Reasons(terms)
  }
}

/// Who uses a number.
extension DenseExplanation {
  func sums(readingInput index: [Int], at place: LayerPlace) -> [Use] {
    (0..<units).compactMap { c in
      let s = [index[0], c]
      return forwardTerm(to: s, from: index[1], at: place).map { Use(.weightedSum, s, $0) }
    }
  }

  func gradients(readingInput index: [Int], at place: LayerPlace) -> [Use] {
    (0..<units).compactMap { c in
      guard let d = place.delta([index[0], c]), let x = place.x(index) else { return nil }
      return Use(.weights, [c, index[1]], Term(d, x))
    }
  }

  func gradients(readingDelta index: [Int], at place: LayerPlace) -> [Use] {
    guard let d = place.delta(index) else { return [] }
    return (0..<place.input.count).compactMap { i in
      place.x([index[0], i]).map { Use(.weights, [index[1], i], Term(d, $0)) }
    } + [Use(.bias, [index[1]], Term(d))]
  }

  func sentBack(from index: [Int], at place: LayerPlace) -> [Use] {
    (0..<place.input.count).compactMap { i in
      let below = [index[0], i]
      return backwardTerm(to: below, from: index[1], at: place).map { Use(.delta, below, $0) }
    }
  }

  func sums(reading name: TensorName, _ index: [Int], at place: LayerPlace) -> [Use] {
    (0..<place.batch).compactMap { n in
      let s = [n, index[0]]
      let term =
        name == .bias
        ? place.parameter(.bias, index).map { Term($0) }
        : forwardTerm(to: s, from: index[1], at: place)
      return term.map { Use(.weightedSum, s, $0) }
    }
  }

  func sentBack(through name: TensorName, _ index: [Int], at place: LayerPlace) -> [Use] {
    guard name == .weights else { return [] }
    return (0..<place.batch).compactMap { n in
      let below = [n, index[1]]
      return backwardTerm(to: below, from: index[0], at: place).map { Use(.delta, below, $0) }
    }
  }
}

extension DenseExplanation {
  func sumRule(_ annotator: Annotator, layer: Int) -> Annotation {
    let label = annotator.labels[layer]
    return Annotation(
      title: "weighted sum at \(label): all inputs, one row of weights, one bias",
      formula:
        "\(annotator.sum(layer))[c] = b[c] + Σ W_\(label)[c,i] × \(annotator.input(layer))[i]")
  }

  func sentBackRule(_ annotator: Annotator, layer: Int) -> SentBackRule {
    let (label, d) = (annotator.labels[layer], annotator.delta(layer))
    let isFolded = annotator.header.input(of: layer).rank == 3
    return SentBackRule(
      from: d, source: ", the weights of \(label)",
      body: "Σ \(d)[c] × W_\(label)[c,i]"
        + (isFolded ? ",  i = \(annotator.listIndex(layer))" : ""))
  }

  func gradientRule(_ annotator: Annotator, layer: Int) -> Annotation? {
    let (label, d, x) = (
      annotator.labels[layer], annotator.delta(layer), annotator.input(layer)
    )
    return Annotation(
      title: "Rule 2: ∂W_\(label) from \(d) and \(x)",
      formula: "∂W_\(label)[c,i] = \(d)[c] × \(x)[i]    ∂b_\(label)[c] = \(d)[c]")
  }
}
