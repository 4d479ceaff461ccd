import Engine

/// Rule 1: deltas.
extension Provenance {
  /// δ = f'(S) ∘ what the layer above sends back (E above the last).
  func delta(
    _ cell: CellAddress, _ value: Float, _ event: TraceEvent, _ update: Int
  ) -> Derivation? {
    guard let layer = header.index(of: event.layer) else { return nil }
    guard header.layers[layer].activation != .softmax else {
      return softmaxDelta(cell, value, layer, update)
    }
    guard var derivation = sentBack(to: cell.index, layer: layer, update: update) else {
      return nil
    }
    derivation.cell = cell
    derivation.value = value
    derivation.gate = gate(cell.index, layer, update)
    return derivation
  }

  /// The derivative of the activation at one cell; nil for identity, whose derivative is 1.
  private func gate(_ index: [Int], _ layer: Int, _ update: Int) -> Factor? {
    let s = factor(
      "S", cell(.weightedSum, .weightedSum, layer: layer, update: update, index: index))
    let y = factor("Y", cell(.activation, .output, layer: layer, update: update, index: index))
    switch header.layers[layer].activation {
    case .identity, .softmax: return nil
    case .relu: return s.map { Factor("ReLU'", $0.value > 0 ? 1 : 0, $0.cell) }
    case .sigmoid: return y.map { Factor("Y(1-Y)", $0.value * (1 - $0.value), $0.cell) }
    case .tanh: return y.map { Factor("1-Y²", 1 - $0.value * $0.value, $0.cell) }
    }
  }

  /// δ[c] = Σ_m G[m] · Y[m] · ([m = c] − Y[c]), G = E at the last layer.
  private func softmaxDelta(
    _ cell: CellAddress, _ value: Float, _ layer: Int, _ update: Int
  ) -> Derivation? {
    let (n, c) = (cell.index[0], cell.index[1])
    let output = { (m: Int) in
      factor("Y", self.cell(.activation, .output, layer: layer, update: update, index: [n, m]))
    }
    guard let own = output(c) else { return nil }
    var derivation = Derivation(.softmaxDelta, of: cell, value: value)
    for m in 0..<header.output(of: layer)[0] {
      guard let y = output(m), let sent = sentBack(to: [n, m], layer: layer, update: update) else {
        return nil
      }
      let isError = layer == header.layers.count - 1
      let g = Factor(
        isError ? "E" : "G", sent.sum, isError ? sent.sources.first : nil, role: .delta)
      derivation.terms.append(
        Term(g, y, Factor(m == c ? "1-Y" : "0-Y", (m == c ? 1 : 0) - own.value, own.cell)))
      if !isError { derivation.influences += sent.sources }
    }
    return derivation
  }

  /// What arrives at a layer's output from above, before its own derivative.
  private func sentBack(to index: [Int], layer: Int, update: Int) -> Derivation? {
    let above = layer + 1
    let nowhere = CellAddress(event: 0, tensor: .delta, index: index)
    guard above < header.layers.count else {
      return factor(
        "E", cell(.initialError, .initialError, layer: layer, update: update, index: index)
      )
      .map { Derivation(.deltaFromError, of: nowhere, value: 0, terms: [Term($0)]) }
    }
    func delta(_ index: [Int]) -> Factor? {
      factor("δ", cell(.delta, .delta, layer: above, update: update, index: index))
    }
    var result = Derivation(.deltaFromRelay, of: nowhere, value: 0)
    switch header.layers[above] {
    case .convolution(let size, let kernels, _):
      result.kind = .deltaFromConvolution
      guard let terms = turnedKernel(index, above, update, size, kernels) else { return nil }
      result.terms = terms
    case .dense(let units, _):
      result.kind = .deltaFromDense
      for c in 0..<units {
        guard let d = delta([index[0], c]),
          let w = factor(
            "W", parameterCell(.weights, layer: above, update: update, index: [c, index[1]]))
        else { return nil }
        result.terms.append(Term(d, w))
      }
    case .maxPooling(let size):
      result.kind = .deltaFromMaximum
      let target = [index[0], index[1] / size, index[2] / size, index[3]]
      let place = (index[1] % size) * size + index[2] % size
      // Rows and columns that fill no window have no delta above them: no term.
      guard let d = delta(target) else { break }
      let argmax = cell(.weightedSum, .argmax, layer: above, update: update, index: target)
      guard let winner = argmax.flatMap(value(at:)) else { return nil }
      result.terms = [Term(Factor("won", Int(winner) == place ? 1 : 0, argmax), d)]
    case .averagePooling(let size):
      result.kind = .deltaFromMean
      guard let d = delta([index[0], index[1] / size, index[2] / size, index[3]]) else { break }
      result.terms = [Term(Factor("1/s²", 1 / Double(size * size)), d)]
    case .flatten:
      guard let offset = header.input(of: above).offset(of: Array(index.dropFirst())),
        let d = delta([index[0], offset])
      else { return nil }
      result.terms = [Term(d)]
    case .dropout:
      result.kind = .deltaFromMask
      guard let d = delta(index),
        let m = factor(
          "m", cell(.weightedSum, .mask, layer: above, update: update, index: index))
      else { return nil }
      result.terms = [Term(m, d)]
    }
    return result
  }

  /// G[j,k,p] = Σ_q Σ δ[j−a,k−b,q] · W[a,b,p,q]: row by row of the deltas, so the kernel appears turned.
  private func turnedKernel(
    _ index: [Int], _ above: Int, _ update: Int, _ size: Int, _ kernels: Int
  ) -> [Term]? {
    let radius = (size - 1) / 2
    var terms: [Term] = []
    for q in 0..<kernels {
      for a in -radius...radius {
        for b in -radius...radius {
          let weightIndex = [radius - a, radius - b, index[3], q]
          guard
            let w = factor(
              "W", parameterCell(.weights, layer: above, update: update, index: weightIndex))
          else { return nil }
          let source = [index[0], index[1] + a, index[2] + b, q]
          if let d = factor(
            "δ", cell(.delta, .delta, layer: above, update: update, index: source))
          {
            terms.append(Term(d, w))
          } else {
            terms.append(Term(Factor("δ", 0, role: .delta), w, isOutside: true))
          }
        }
      }
    }
    return terms
  }
}

/// Rule 2: gradients.
extension Provenance {
  func gradient(
    _ cell: CellAddress, _ value: Float, _ event: TraceEvent, _ update: Int
  ) -> Derivation? {
    guard let layer = header.index(of: event.layer) else { return nil }
    let samples = batch(update: update)
    let deltas = header.output(of: layer).batched(samples)
    func delta(_ index: [Int]) -> Factor? {
      factor("δ", self.cell(.delta, .delta, layer: layer, update: update, index: index))
    }
    if cell.tensor == .bias {
      let unit = cell.index[0]
      let terms = (0..<deltas.count / max(deltas.dimensions.last ?? 1, 1)).compactMap { place in
        delta(deltas.index(at: place * (deltas.dimensions.last ?? 1) + unit)).map { Term($0) }
      }
      return Derivation(.biasGradient, of: cell, value: value, terms: terms)
    }
    guard case .convolution(let size, _, _) = header.layers[layer] else {
      let (c, i) = (cell.index[0], cell.index[1])
      let terms = (0..<samples).compactMap { n -> Term? in
        guard let d = delta([n, c]),
          let x = factor(
            inputSymbol(of: layer), inputCell(of: layer, update: update, index: [n, i]))
        else { return nil }
        return Term(d, x)
      }
      return Derivation(.denseGradient, of: cell, value: value, terms: terms)
    }
    let radius = (size - 1) / 2
    let (a, b, p, q) = (
      cell.index[0] - radius, cell.index[1] - radius, cell.index[2], cell.index[3]
    )
    var derivation = Derivation(.kernelGradient, of: cell, value: value)
    for n in 0..<samples {
      for j in 0..<deltas[1] {
        for k in 0..<deltas[2] {
          guard let d = delta([n, j, k, q]) else { return nil }
          if let x = factor(
            inputSymbol(of: layer),
            inputCell(of: layer, update: update, index: [n, j + a, k + b, p]))
          {
            derivation.terms.append(Term(d, x))
          } else {
            derivation.terms.append(
              Term(d, Factor(inputSymbol(of: layer), 0), isOutside: true))
          }
        }
      }
    }
    return derivation
  }
}
