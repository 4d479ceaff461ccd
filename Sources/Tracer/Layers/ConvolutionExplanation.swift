import Engine

/// A convolution: stride 1, odd k×k kernel, zero padding "same".
struct ConvolutionExplanation: LayerExplanation {
  let size: Int
  let kernels: Int

  private var radius: Int { (size - 1) / 2 }

  /// S[n,j,k,q] = b[q] + Σ W[a,b,p,q] · X[n,j+a,k+b,p].
  func sum(_ index: [Int], at place: LayerPlace) -> Reasons? {
    guard let bias = place.parameter(.bias, [index[3]]) else { return nil }
    var terms = [Term(bias)]
    for p in 0..<place.input[2] {
      for a in 0..<size {
        for b in 0..<size {
          guard let term = forwardTerm(to: index, weight: [a, b, p, index[3]], at: place) else {
            return nil
          }
          terms.append(term)
        }
      }
    }
    return Reasons(.convolution, terms)
  }

  /// X · W for one weight; 0 · W in the padding.
  private func forwardTerm(to s: [Int], weight: [Int], at place: LayerPlace) -> Term? {
    guard let w = place.parameter(.weights, weight) else { return nil }
    let source = [s[0], s[1] + weight[0] - radius, s[2] + weight[1] - radius, weight[2]]
    guard let x = place.x(source) else {
      return Term(Factor(place.inputSymbol, 0), w, isOutside: true)
    }
    return Term(x, w)
  }

  /// G[n,j,k,p] = Σ_q Σ δ[n,j−a,k−b,q] · W[a,b,p,q]: row by row of the deltas, so the kernel appears turned.
  func sentBack(to index: [Int], at place: LayerPlace) -> Reasons? {
    var terms: [Term] = []
    for q in 0..<kernels {
      for a in 0..<size {
        for b in 0..<size {
          let weight = [size - 1 - a, size - 1 - b, index[3], q]
          guard let term = backwardTerm(to: index, weight: weight, at: place) else { return nil }
          terms.append(term)
        }
      }
    }
    return Reasons(.deltaFromConvolution, terms)
  }

  /// δ · W for one weight; 0 · W outside of the picture.
  private func backwardTerm(to g: [Int], weight: [Int], at place: LayerPlace) -> Term? {
    guard let w = place.parameter(.weights, weight) else { return nil }
    let source = [g[0], g[1] - weight[0] + radius, g[2] - weight[1] + radius, weight[3]]
    guard let d = place.delta(source) else {
      return Term(Factor("δ", 0, role: .delta), w, isOutside: true)
    }
    return Term(d, w)
  }

  /// ∂W[a,b,p,q] = Σ δ[n,j,k,q] · X[n,j+a,k+b,p]; ∂b[q] = Σ δ[n,j,k,q].
  func gradient(_ name: TensorName, _ index: [Int], at place: LayerPlace) -> Reasons? {
    var terms: [Term] = []
    for n in 0..<place.batch {
      for j in 0..<place.output[0] {
        for k in 0..<place.output[1] {
          guard let d = place.delta([n, j, k, index[name == .bias ? 0 : 3]]) else { return nil }
          terms.append(name == .bias ? Term(d) : gradientTerm(d, [n, j, k], index, place))
        }
      }
    }
    return Reasons(name == .bias ? .biasGradient : .kernelGradient, terms)
  }

  private func gradientTerm(
    _ delta: Factor, _ at: [Int], _ weight: [Int], _ place: LayerPlace
  ) -> Term {
    let source = [at[0], at[1] + weight[0] - radius, at[2] + weight[1] - radius, weight[2]]
    guard let x = place.x(source) else {
      return Term(delta, Factor(place.inputSymbol, 0), isOutside: true)
    }
    return Term(delta, x)
  }
}

/// Who uses a number: the same windows, seen from the other side.
extension ConvolutionExplanation {
  func sums(readingInput index: [Int], at place: LayerPlace) -> [Use] {
    windows(over: index, in: place).flatMap { s, a, b in
      (0..<kernels).compactMap { q in
        forwardTerm(to: s + [q], weight: [a, b, index[3], q], at: place).map {
          Use(.weightedSum, s + [q], $0)
        }
      }
    }
  }

  func gradients(readingInput index: [Int], at place: LayerPlace) -> [Use] {
    windows(over: index, in: place).flatMap { s, a, b in
      (0..<kernels).compactMap { q in
        let weight = [a, b, index[3], q]
        return place.delta(s + [q]).map {
          Use(.weights, weight, gradientTerm($0, s, weight, place))
        }
      }
    }
  }

  /// The outputs `[n,j,k]` whose window holds an input, and where in the window.
  private func windows(over index: [Int], in place: LayerPlace) -> [([Int], a: Int, b: Int)] {
    (0..<size).flatMap { a in
      (0..<size).compactMap { b in
        let (j, k) = (index[1] - a + radius, index[2] - b + radius)
        guard (0..<place.output[0]).contains(j), (0..<place.output[1]).contains(k) else {
          return nil
        }
        return ([index[0], j, k], a, b)
      }
    }
  }

  func gradients(readingDelta index: [Int], at place: LayerPlace) -> [Use] {
    guard let d = place.delta(index) else { return [] }
    let weights = (0..<size * size * place.input[2]).map { position in
      let p = position % place.input[2]
      let ab = position / place.input[2]
      return [ab / size, ab % size, p, index[3]]
    }
    return weights.map { Use(.weights, $0, gradientTerm(d, index, $0, place)) }
      + [Use(.bias, [index[3]], Term(d))]
  }

  func sentBack(from index: [Int], at place: LayerPlace) -> [Use] {
    (0..<size * size).flatMap { ab -> [Use] in
      let (a, b) = (ab / size, ab % size)
      let (j, k) = (index[1] + a - radius, index[2] + b - radius)
      guard (0..<place.input[0]).contains(j), (0..<place.input[1]).contains(k) else { return [] }
      return (0..<place.input[2]).compactMap { p in
        let below = [index[0], j, k, p]
        return backwardTerm(to: below, weight: [a, b, p, index[3]], at: place).map {
          Use(.delta, below, $0)
        }
      }
    }
  }

  func sums(reading name: TensorName, _ index: [Int], at place: LayerPlace) -> [Use] {
    let q = index[name == .bias ? 0 : 3]
    return pixels(place).compactMap { pixel in
      let term =
        name == .bias
        ? place.parameter(.bias, index).map { Term($0) }
        : forwardTerm(to: pixel + [q], weight: index, at: place)
      return term.map { Use(.weightedSum, pixel + [q], $0) }
    }
  }

  func sentBack(through name: TensorName, _ index: [Int], at place: LayerPlace) -> [Use] {
    guard name == .weights else { return [] }
    return pixels(place).compactMap { pixel in
      let below = pixel + [index[2]]
      return backwardTerm(to: below, weight: index, at: place).map { Use(.delta, below, $0) }
    }
  }

  private func pixels(_ place: LayerPlace) -> [[Int]] {
    let (rows, columns) = (place.output[0], place.output[1])
    return (0..<place.batch * rows * columns).map {
      [$0 / (rows * columns), $0 / columns % rows, $0 % columns]
    }
  }
}

extension ConvolutionExplanation {
  func sumRule(_ annotator: Annotator, layer: Int) -> Annotation {
    let (s, x) = (annotator.sum(layer), annotator.input(layer))
    return Annotation(
      title: "weighted sum at \(annotator.labels[layer]): one window, one kernel, one bias",
      formula: "\(s)[j,k,q] = b[q] + Σ W[a,b,p,q] × \(x)[\(window("+", by: -radius)), p]")
  }

  func sentBackRule(_ annotator: Annotator, layer: Int) -> SentBackRule {
    let (label, d) = (annotator.labels[layer], annotator.delta(layer))
    return SentBackRule(
      from: d, source: ", the turned kernels of \(label)",
      body: "Σ W_\(label)[a,b,p,q] × \(d)[\(window("-", by: radius)), q]")
  }

  func gradientRule(_ annotator: Annotator, layer: Int) -> Annotation? {
    let (label, d, x) = (
      annotator.labels[layer], annotator.delta(layer), annotator.input(layer)
    )
    return Annotation(
      title: "Rule 2: ∂W_\(label) from \(d) and \(x)",
      formula:
        "∂W_\(label)[a,b,p,q] = Σ \(d)[j,k,q] × \(x)[\(window("+", by: -radius)), p]")
  }

  /// Row and column of a window's cell, `j+a-1, k+b-1`: a and b are the indices of the weight, from 0, as in
  /// its name, and the middle of a kernel lies on the cell (j,k).
  private func window(_ sign: String, by shift: Int) -> String {
    let end = shift == 0 ? "" : shift < 0 ? "\(shift)" : "+\(shift)"
    return "j\(sign)a\(end), k\(sign)b\(end)"
  }
}
