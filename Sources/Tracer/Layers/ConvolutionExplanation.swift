import Engine

/// A convolution. Which input meets which weight is said by its windows (`WindowGeometry`); r is the padding, and in the
/// formulas the stride is 1.
struct ConvolutionExplanation: LayerExplanation {
  let kind: ConvolutionKind

  private var size: Int { kind.kernelSize }
  private var kernels: Int { kind.kernels }

  private func windows(_ place: LayerPlace) -> WindowGeometry { kind.windows(over: place.input) }

  /// S[n,j,k,q] = b[q] + Σ W[a,b,p,q] · X[n,j+a-r,k+b-r,p], the bias first, then map by map, row by row.
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
    return Reasons(terms)
  }

  /// X · W for one weight; 0 · W in the padding.
  private func forwardTerm(to s: [Int], weight: [Int], at place: LayerPlace) -> Term? {
    guard let w = place.parameter(.weights, weight) else { return nil }
    guard let x = input(of: s, through: weight, at: place) else {
      return Term(Factor(place.inputSymbol, 0), w, isOutside: true)
    }
    return Term(x, w)
  }

  /// The input that an output reads through a weight; nil in the padding.
  private func input(of s: [Int], through weight: [Int], at place: LayerPlace) -> Factor? {
    windows(place).input(
      at: GridPosition(weight[0], weight[1]), of: GridPosition(s[1], s[2])
    ).flatMap { place.x([s[0], $0.row, $0.column, weight[2]]) }
  }

  /// G[n,j,k,p] = Σ_q Σ δ[n,j-a+r,k-b+r,q] · W[a,b,p,q]: row by row of the deltas, so the kernel appears turned.
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
    return Reasons(terms)
  }

  /// δ · W for one weight; 0 · W outside of the picture.
  private func backwardTerm(to g: [Int], weight: [Int], at place: LayerPlace) -> Term? {
    guard let w = place.parameter(.weights, weight) else { return nil }
    let output = windows(place).output(
      reading: GridPosition(g[1], g[2]), at: GridPosition(weight[0], weight[1]))
    guard let output, let d = place.delta([g[0], output.row, output.column, weight[3]]) else {
      return Term(Factor("δ", 0, role: .delta), w, isOutside: true)
    }
    return Term(d, w)
  }

  /// ∂W[a,b,p,q] = Σ δ[n,j,k,q] · X[n,j+a-r,k+b-r,p]; ∂b[q] = Σ δ[n,j,k,q].
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
    return Reasons(terms)
  }

  private func gradientTerm(
    _ delta: Factor, _ at: [Int], _ weight: [Int], _ place: LayerPlace
  ) -> Term {
    guard let x = input(of: at, through: weight, at: place) else {
      return Term(delta, Factor(place.inputSymbol, 0), isOutside: true)
    }
    return Term(delta, x)
  }
}

/// Who uses a number: the same windows, seen from the other side.
extension ConvolutionExplanation {
  func sums(readingInput index: [Int], at place: LayerPlace) -> [Use] {
    readers(of: index, at: place).flatMap { s, a, b in
      (0..<kernels).compactMap { q in
        forwardTerm(to: s + [q], weight: [a, b, index[3], q], at: place).map {
          Use(.weightedSum, s + [q], $0)
        }
      }
    }
  }

  func gradients(readingInput index: [Int], at place: LayerPlace) -> [Use] {
    readers(of: index, at: place).flatMap { s, a, b in
      (0..<kernels).compactMap { q in
        let weight = [a, b, index[3], q]
        return place.delta(s + [q]).map {
          Use(.weights, weight, gradientTerm($0, s, weight, place))
        }
      }
    }
  }

  /// The outputs `[n,j,k]` whose window holds an input, and row and column in the window.
  private func readers(of index: [Int], at place: LayerPlace) -> [([Int], a: Int, b: Int)] {
    let windows = windows(place)
    return windows.readers(of: GridPosition(index[1], index[2])).map { reader in
      let weight = windows.place(at: reader.place)
      return ([index[0], reader.position.row, reader.position.column], weight.row, weight.column)
    }
  }

  func gradients(readingDelta index: [Int], at place: LayerPlace) -> [Use] {
    guard let d = place.delta(index) else { return [] }
    let windows = windows(place)
    let weights = (0..<windows.places).flatMap { number -> [[Int]] in
      let weight = windows.place(at: number)
      return (0..<place.input[2]).map { [weight.row, weight.column, $0, index[3]] }
    }
    return weights.map { Use(.weights, $0, gradientTerm(d, index, $0, place)) }
      + [Use(.bias, [index[3]], Term(d))]
  }

  func sentBack(from index: [Int], at place: LayerPlace) -> [Use] {
    let windows = windows(place)
    return windows.taps(of: GridPosition(index[1], index[2])).flatMap { tap -> [Use] in
      let weight = windows.place(at: tap.place)
      return (0..<place.input[2]).compactMap { p in
        let below = [index[0], tap.position.row, tap.position.column, p]
        let index = [weight.row, weight.column, p, index[3]]
        return backwardTerm(to: below, weight: index, at: place).map {
          Use(.delta, below, $0)
        }
      }
    }
  }

  func sums(reading name: TensorName, _ index: [Int], at place: LayerPlace) -> [Use] {
    let q = index[name == .bias ? 0 : 3]
    return pixels(place.output, place).compactMap { pixel in
      let term =
        name == .bias
        ? place.parameter(.bias, index).map { Term($0) }
        : forwardTerm(to: pixel + [q], weight: index, at: place)
      return term.map { Use(.weightedSum, pixel + [q], $0) }
    }
  }

  func sentBack(through name: TensorName, _ index: [Int], at place: LayerPlace) -> [Use] {
    guard name == .weights else { return [] }
    return pixels(place.input, place).compactMap { pixel in
      let below = pixel + [index[2]]
      return backwardTerm(to: below, weight: index, at: place).map { Use(.delta, below, $0) }
    }
  }

  /// All `[n,j,k]` of a picture in the batch.
  private func pixels(_ picture: Shape, _ place: LayerPlace) -> [[Int]] {
    let (rows, columns) = (picture[0], picture[1])
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
      formula: "\(s)[j,k,q] = b[q] + Σ W[u,v,p,q] × \(x)[\(window("+", by: -padding)), p]")
  }

  func sentBackRule(_ annotator: Annotator, layer: Int) -> SentBackRule {
    let (label, d) = (annotator.labels[layer], annotator.delta(layer))
    return SentBackRule(
      from: d, source: ", the turned kernels of \(label)",
      body: "Σ W_\(label)[u,v,p,q] × \(d)[\(window("-", by: padding)), q]")
  }

  func gradientRule(_ annotator: Annotator, layer: Int) -> Annotation? {
    let (label, d, x) = (
      annotator.labels[layer], annotator.delta(layer), annotator.input(layer)
    )
    return Annotation(
      title: "Rule 2: ∂W_\(label) from \(d) and \(x)",
      formula:
        "∂W_\(label)[u,v,p,q] = Σ \(d)[j,k,q] × \(x)[\(window("+", by: -padding)), p]")
  }

  /// The zeros on each side of the picture, in rows and in columns.
  private var padding: Int { kind.windows(over: [1, 1, 1]).rows.padding }

  /// Row and column of a window's cell, `j+u-1, k+v-1`: u and v are the indices of the weight, from 0, as in
  /// its name, and the middle of a kernel lies on the cell (j,k).
  private func window(_ sign: String, by shift: Int) -> String {
    let end = shift == 0 ? "" : shift < 0 ? "\(shift)" : "+\(shift)"
    return "j\(sign)u\(end), k\(sign)v\(end)"
  }
}
