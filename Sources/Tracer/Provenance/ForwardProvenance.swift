import Engine

/// Weighted sums, pooling and activations.
extension Provenance {
  func weightedSum(
    _ cell: CellAddress, _ value: Float, _ event: TraceEvent, _ update: Int
  ) -> Derivation? {
    guard let layer = header.index(of: event.layer) else { return nil }
    if cell.tensor == .argmax { return winner(cell, value, layer, update) }
    guard cell.tensor == .weightedSum else { return nil }
    switch header.layers[layer] {
    case .convolution(let size, _, _): return convolution(cell, value, layer, update, size)
    case .dense: return dense(cell, value, layer, update)
    case .maxPooling(let size): return maximum(cell, value, event, layer, update, size)
    case .averagePooling(let size): return mean(cell, value, layer, update, size)
    case .flatten: return flattened(cell, value, layer, update)
    case .dropout: return masked(cell, value, layer, update)
    }
  }

  /// S[i,j,k,q] = b[q] + Σ W[a,b,p,q] · X[i,j+a,k+b,p].
  private func convolution(
    _ cell: CellAddress, _ value: Float, _ layer: Int, _ update: Int, _ size: Int
  ) -> Derivation? {
    let (n, j, k, q) = (cell.index[0], cell.index[1], cell.index[2], cell.index[3])
    let input = header.input(of: layer)
    let radius = (size - 1) / 2
    guard let bias = factor("b", parameterCell(.bias, layer: layer, update: update, index: [q]))
    else { return nil }
    var derivation = Derivation(.convolution, of: cell, value: value, terms: [Term(bias)])
    for p in 0..<input[2] {
      for a in 0..<size {
        for b in 0..<size {
          guard
            let weight = factor(
              "W", parameterCell(.weights, layer: layer, update: update, index: [a, b, p, q]))
          else { return nil }
          let source = [n, j + a - radius, k + b - radius, p]
          if let x = factor(
            inputSymbol(of: layer), inputCell(of: layer, update: update, index: source))
          {
            derivation.terms.append(Term(x, weight))
          } else {
            derivation.terms.append(
              Term(Factor(inputSymbol(of: layer), 0), weight, isOutside: true))
          }
        }
      }
    }
    return derivation
  }

  /// S[n,c] = b[c] + Σ W[c,i] · X[n,i].
  private func dense(
    _ cell: CellAddress, _ value: Float, _ layer: Int, _ update: Int
  ) -> Derivation? {
    let (n, c) = (cell.index[0], cell.index[1])
    guard let bias = factor("b", parameterCell(.bias, layer: layer, update: update, index: [c]))
    else { return nil }
    var derivation = Derivation(.dense, of: cell, value: value, terms: [Term(bias)])
    for i in 0..<header.input(of: layer).count {
      guard
        let x = factor(
          inputSymbol(of: layer), inputCell(of: layer, update: update, index: [n, i])),
        let weight = factor(
          "W", parameterCell(.weights, layer: layer, update: update, index: [c, i]))
      else { return nil }
      derivation.terms.append(Term(x, weight))
    }
    return derivation
  }

  /// The cells of the window that pooling cell `index` looks at, row-major.
  func window(of index: [Int], size: Int) -> [[Int]] {
    (0..<size * size).map { place in
      [index[0], index[1] * size + place / size, index[2] * size + place % size, index[3]]
    }
  }

  private func maximum(
    _ cell: CellAddress, _ value: Float, _ event: TraceEvent, _ layer: Int, _ update: Int,
    _ size: Int
  ) -> Derivation? {
    var argmax = cell
    argmax.tensor = .argmax
    let cells = window(of: cell.index, size: size)
    guard let place = self.value(at: argmax), cells.indices.contains(Int(place)),
      let source = factor(
        inputSymbol(of: layer), inputCell(of: layer, update: update, index: cells[Int(place)]))
    else { return nil }
    var derivation = Derivation(.maximum, of: cell, value: value, terms: [Term(source)])
    derivation.influences =
      [argmax] + cells.compactMap { inputCell(of: layer, update: update, index: $0) }
    return derivation
  }

  private func winner(
    _ cell: CellAddress, _ value: Float, _ layer: Int, _ update: Int
  ) -> Derivation? {
    guard case .maxPooling(let size) = header.layers[layer] else { return nil }
    var derivation = Derivation(
      .maximum, of: cell, value: value, terms: [Term(Factor("place", Double(value)))])
    derivation.influences = window(of: cell.index, size: size)
      .compactMap { inputCell(of: layer, update: update, index: $0) }
    return derivation
  }

  private func mean(
    _ cell: CellAddress, _ value: Float, _ layer: Int, _ update: Int, _ size: Int
  ) -> Derivation? {
    let share = Factor("1/s²", 1 / Double(size * size))
    let terms = window(of: cell.index, size: size).compactMap { index in
      factor(inputSymbol(of: layer), inputCell(of: layer, update: update, index: index))
        .map { Term($0, share) }
    }
    return Derivation(.mean, of: cell, value: value, terms: terms)
  }

  private func flattened(
    _ cell: CellAddress, _ value: Float, _ layer: Int, _ update: Int
  ) -> Derivation? {
    let source = [cell.index[0]] + header.input(of: layer).index(at: cell.index[1])
    guard
      let x = factor(
        inputSymbol(of: layer), inputCell(of: layer, update: update, index: source))
    else { return nil }
    return Derivation(.relay, of: cell, value: value, terms: [Term(x)])
  }

  private func masked(
    _ cell: CellAddress, _ value: Float, _ layer: Int, _ update: Int
  ) -> Derivation? {
    var mask = cell
    mask.tensor = .mask
    guard let m = factor("m", mask),
      let x = factor(
        inputSymbol(of: layer), inputCell(of: layer, update: update, index: cell.index))
    else { return nil }
    return Derivation(.mask, of: cell, value: value, terms: [Term(m, x)])
  }

  /// Y = f(S).
  func activation(
    _ cell: CellAddress, _ value: Float, _ event: TraceEvent, _ update: Int
  ) -> Derivation? {
    guard let layer = header.index(of: event.layer),
      let s = factor(
        "S", self.cell(.weightedSum, .weightedSum, layer: layer, update: update, index: cell.index))
    else { return nil }
    let function = header.layers[layer].activation
    var derivation = Derivation(.activation(function), of: cell, value: value)
    switch function {
    case .identity: derivation.terms = [Term(s)]
    case .relu: derivation.terms = [Term(s, Factor("on", s.value > 0 ? 1 : 0))]
    case .sigmoid:
      derivation.terms = [Term(Factor("sigmoid(S)", Activation.logistic(s.value), s.cell))]
    case .tanh:
      derivation.terms = [Term(Factor("tanh(S)", Double.hyperbolicTangent(s.value), s.cell))]
    case .softmax:
      let row = softmaxRow(cell, layer, update)
      let largest = row.map(\.value).max() ?? 0
      let total = row.reduce(0) { $0 + Double.exponential($1.value - largest) }
      derivation.terms = [
        Term(
          Factor("e^S", Double.exponential(s.value - largest), s.cell), Factor("1/Σ", 1 / total))
      ]
      derivation.influences = row.compactMap(\.cell).filter { $0 != s.cell }
    }
    return derivation
  }

  /// All scores of the sample that a softmax cell belongs to.
  private func softmaxRow(_ cell: CellAddress, _ layer: Int, _ update: Int) -> [Factor] {
    (0..<header.output(of: layer)[0]).compactMap { c in
      factor(
        "S",
        self.cell(
          .weightedSum, .weightedSum, layer: layer, update: update, index: [cell.index[0], c]))
    }
  }
}
