import Engine

/// A layer in one update of a trace, and the cells of its numbers.
struct LayerPlace: Sendable {
  let trace: Trace
  let layer: Int
  let update: Int
  /// The shape of one sample, without the batch axis.
  let input: Shape
  let output: Shape
  /// The symbol of the layer's input.
  let inputSymbol: String
  private let inputTensor: TensorName
  private let inputEvent: Int?
  private let parametersEvent: Int?
  private let sumEvent: Int?
  private let deltaEvent: Int?

  init(_ trace: Trace, layer: Int, update: Int) {
    let (header, name) = (trace.header, trace.header.names[layer])
    self.trace = trace
    self.layer = layer
    self.update = update
    input = header.input(of: layer)
    output = header.output(of: layer)
    inputSymbol = layer == 0 ? "X" : "Y"
    inputTensor = layer == 0 ? .input : .output
    inputEvent =
      layer == 0
      ? trace.position(.input, layer: nil, update: update)
      : trace.position(.activation, layer: header.names[layer - 1], update: update)
    parametersEvent = trace.parametersBefore(update: update, layer: name)
    sumEvent = trace.position(.weightedSum, layer: name, update: update)
    deltaEvent = trace.position(.delta, layer: name, update: update)
  }

  /// The samples in the batch.
  var batch: Int {
    inputEvent.flatMap { trace.events[$0].event.tensors[inputTensor]?.shape[0] } ?? 0
  }

  // MARK: - Numbers

  /// A cell of the layer's input; nil outside of it.
  func x(_ index: [Int]) -> Factor? {
    factor(inputSymbol, inputEvent, inputTensor, index)
  }

  /// A cell of a parameter that the update computes with.
  func parameter(_ name: TensorName, _ index: [Int]) -> Factor? {
    factor(name.rawValue, parametersEvent, name, index)
  }

  /// A cell of a tensor that the forward pass keeps for the backward pass.
  func remembered(_ name: TensorName, _ index: [Int], as symbol: String) -> Factor? {
    factor(symbol, sumEvent, name, index)
  }

  /// A cell of the layer's delta.
  func delta(_ index: [Int]) -> Factor? { factor("δ", deltaEvent, .delta, index) }

  /// The address of a cell of the layer's input.
  func inputCell(_ index: [Int]) -> CellAddress? {
    inputEvent.map { CellAddress(event: $0, tensor: inputTensor, index: index) }
  }

  private func factor(
    _ symbol: String, _ event: Int?, _ tensor: TensorName, _ index: [Int]
  ) -> Factor? {
    guard let event, let value = trace.value(event: event, tensor: tensor, index: index) else {
      return nil
    }
    return Factor(
      symbol, Double(value), CellAddress(event: event, tensor: tensor, index: index),
      role: trace.events[event].event.role(of: tensor))
  }
}

extension Trace {
  /// The recorded number at a cell; nil when there is no such cell (yet).
  func value(event: Int, tensor: TensorName, index: [Int]) -> Float? {
    guard events.indices.contains(event), let numbers = events[event].tensor(tensor),
      let offset = numbers.shape.offset(of: index)
    else { return nil }
    return numbers.elements[offset]
  }
}
