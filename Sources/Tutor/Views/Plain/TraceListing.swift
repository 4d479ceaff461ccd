import Engine
import TerminalKit
import Tracer

/// A trace as plain text: all events, one event, one cell.
package struct TraceListing {
  package let trace: Trace

  package init(trace: Trace) { self.trace = trace }

  private var provenance: Provenance { Provenance(trace) }
  private var annotator: Annotator { Annotator(header: trace.header) }
  private static let width = 100

  // MARK: - Events

  /// One line per event; only those of a layer, if one is given.
  package func table(layer: String?) -> [String] {
    let rows = trace.events.filter { layer == nil || $0.event.layer == layer }.map { recorded in
      let event = recorded.event
      return [
        String(recorded.step), String(trace.header.number(ofUpdate: recorded.update)),
        event.phase.rawValue, event.kind.rawValue,
        event.layer ?? "-", event.rule.map(String.init) ?? "-", content(of: event),
      ]
    }
    let head = ["step", "update", "phase", "kind", "layer", "rule", "what"]
    let widths = head.indices.map { column in
      ([head] + rows).map { $0[column].count }.max() ?? 0
    }
    return ([head] + rows).map { row in
      let cells = zip(row, widths).enumerated().map { column, cell in
        column < 2 ? cell.0.leftPadded(to: cell.1) : cell.0.rightPadded(to: cell.1)
      }
      return TraceListing.trimmed(cells.joined(separator: "  "))
    }
  }

  private func content(of event: TraceEvent) -> String {
    let tensors = event.tensors.sorted { $0.key < $1.key }.map { "\($0.key) \($0.value.shape)" }
    return
      (tensors + [event.value.map { "loss \(Self.number($0))" }, event.reason].compactMap { $0 })
      .joined(separator: ", ")
  }

  /// An event with its tensors in full, or one of them.
  package func event(_ step: Int, tensor: TensorName?) throws(TraceShowError) -> [String] {
    let recorded = trace.events[step]
    let names = try chosen(tensor, at: step)
    var lines = heading(step)
    if let value = recorded.event.value { lines.append("loss \(Self.number(value))") }
    if let reason = recorded.event.reason { lines.append("not computed: \(reason)") }
    for name in names where name != .loss {
      guard let tensor = recorded.event.tensors[name] else { continue }
      lines += ["", "\(name)  \(tensor.shape)"] + numbers(step, name, tensor)
    }
    return lines
  }

  private func numbers(_ step: Int, _ name: TensorName, _ tensor: Tensor<Float>) -> [String] {
    let isKernel = isParameter(step)
    let texts = tensor.elements.map(Numbers.exact)
    let plain = PlainTensor(
      cell: CellAddress(event: step, tensor: name, index: []), shape: tensor.shape,
      isKernel: isKernel && tensor.shape.rank == 4, cellWidth: texts.map(\.count).max() ?? 1
    ) { cell in tensor.shape.offset(of: cell.index).map { texts[$0] } ?? "" }
    return plain.lines(width: Self.width)
  }

  private func heading(_ step: Int) -> [String] {
    let recorded = trace.events[step]
    let event = recorded.event
    let number = trace.header.number(ofUpdate: recorded.update)
    let annotation = annotator.annotation(of: event)
    return [
      "step \(step)  update \(number)  \(event.phase.rawValue)  \(event.kind.rawValue)"
        + (event.layer.map { "  layer \($0)" } ?? ""),
      annotation.title, annotation.formula,
    ].filter { !$0.isEmpty }
  }

  // MARK: - Cells

  /// A number, how it was computed, and who uses it.
  package func cell(_ step: Int, tensor: TensorName?, index: [Int]) throws(TraceShowError)
    -> [String]
  {
    guard let name = try chosen(tensor, at: step).first,
      let shape = trace.events[step].tensor(name)?.shape
    else {
      throw TraceShowError("number at step \(step)", has: [])
    }
    // As names do, an index may leave the one sample of a batch of 1 unsaid.
    let isShort = index.count == shape.rank - 1 && shape[0] == 1 && !isParameter(step)
    let cell = CellAddress(event: step, tensor: name, index: isShort ? [0] + index : index)
    guard let derivation = provenance.derivation(of: cell) else {
      let extents = shape.dimensions.map { "0…\($0 - 1)" }.joined(separator: ",")
      throw TraceShowError(
        "cell \(index.map(String.init).joined(separator: ",")) of \(name)",
        has: ["\(name)[\(extents)]"])
    }
    return heading(step) + ["", "\(self.name(cell)) = \(Numbers.exact(derivation.value))"]
      + terms(of: derivation) + users(of: cell)
  }

  private func isParameter(_ step: Int) -> Bool {
    [.parameters, .gradient, .correction].contains(trace.events[step].event.kind)
  }

  private func terms(of derivation: Derivation) -> [String] {
    guard !derivation.terms.isEmpty else { return ["given, not computed"] }
    let products = derivation.terms.map { Self.number($0.product) }
    let width = products.map(\.count).max() ?? 0
    var lines = zip(derivation.terms, products).map { term, product in
      "  \(product.leftPadded(to: width))  = "
        + term.factors.map(factor).joined(separator: " × ")
        + (term.isOutside ? "  (outside)" : "")
    }
    lines.append("  \(Self.number(derivation.sum).leftPadded(to: width))  sum of \(products.count)")
    if let gate = derivation.gate {
      lines.append(
        "  \(Self.number(derivation.result).leftPadded(to: width))  = sum × \(factor(gate))")
    }
    return lines
  }

  private func users(of cell: CellAddress) -> [String] {
    let users = provenance.consumers(of: cell)
    guard !users.isEmpty else { return ["used by no cell"] }
    return ["used by \(users.count) cells:"]
      + users.map { user in
        "  \(name(user.cell))"
          + (user.contribution.map { "  takes \(Self.number($0))" } ?? "")
      }
  }

  // MARK: - Names and numbers

  /// The tensor asked for, or all of an event.
  private func chosen(_ name: TensorName?, at step: Int) throws(TraceShowError) -> [TensorName] {
    let names = Self.order(trace.events[step])
    guard let name else { return names }
    guard names.contains(name) else {
      throw TraceShowError("tensor \(name) at step \(step)", has: names.map(\.rawValue))
    }
    return [name]
  }

  /// The tensors of an event, the one that it is about first.
  private static func order(_ recorded: RecordedEvent) -> [TensorName] {
    let loss: [TensorName] = recorded.event.value == nil ? [] : [.loss]
    let first = [TensorName.weightedSum, .weights].filter { recorded.event.tensors[$0] != nil }
    return loss + first + recorded.event.tensors.keys.filter { !first.contains($0) }.sorted()
  }

  /// The step that recorded a cell, and the cell's name: `4:S_c0[3,2,0]`.
  private func name(_ cell: CellAddress) -> String {
    "\(cell.event):"
      + CellNames(trace: trace, annotator: annotator, classes: []).name(of: cell)
  }

  private func factor(_ factor: Factor) -> String {
    "\(factor.symbol) \(Self.number(factor.value))"
      + (factor.cell.map { " at \(name($0))" } ?? "")
  }

  /// As exact as a Float.
  private static func number(_ value: Double) -> String { Numbers.exact(Float(value)) }

  private static func trimmed(_ text: String) -> String {
    String(text.reversed().drop { $0 == " " }.reversed())
  }
}

/// Something that a trace does not hold.
package struct TraceShowError: Error, Equatable, CustomStringConvertible {
  package let description: String

  /// - Parameters:
  ///   - what: is not there.
  ///   - there: is there.
  package init(_ what: String, has there: [String]) {
    description =
      "There is no \(what) in this trace; it has "
      + (there.isEmpty ? "none." : "\(there.joined(separator: ", ")).")
  }
}
