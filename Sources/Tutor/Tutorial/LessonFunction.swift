import Engine
import Tracer

/// A function that the expressions of a lesson may call; without parameters it is written as a name.
struct LessonFunction: Sendable {
  let parameters: [LessonValue.Kind]
  let result: LessonValue.Kind
  let evaluate: @Sendable ([LessonValue], LessonScope) -> LessonValue?

  /// All functions by name.
  static let all: [String: LessonFunction] = tensors.merging(measures) { first, _ in first }
    .merging(places) { first, _ in first }.merging(training) { first, _ in first }
    .merging(arithmetic) { first, _ in first }.merging(reshaped) { first, _ in first }
}

/// The tensors of the update.
extension LessonFunction {
  private static let tensors: [String: LessonFunction] = {
    let recorded = LessonTensor.ofLayers.mapValues { tensor in
      ofLayer { $1.tensor(tensor.kind, tensor.name, layer: $0) }
    }
    return recorded.merging(
      LessonTensor.ofUpdates.mapValues { global($0.kind, $0.name) }
    ) { first, _ in first }.merging(derived) { first, _ in first }
  }()

  private static let derived: [String: LessonFunction] = [
    "E": LessonFunction(parameters: [], result: .tensor) { _, scope in
      scope.tensor(.initialError, .initialError, layer: scope.trace.header.names.last).map {
        .tensor($0)
      }
    },
    // What comes back to a layer before its own gate.
    "sentBack": ofLayer { $1.sentBack(layer: $0) },
    // What the update computes with.
    "W": ofLayer { $1.parameter(.weights, layer: $0) },
    "b": ofLayer { $1.parameter(.bias, layer: $0) },
  ]

  private static func global(_ kind: TraceKind, _ name: TensorName) -> LessonFunction {
    LessonFunction(parameters: [], result: .tensor) { _, scope in
      scope.tensor(kind, name).map { .tensor($0) }
    }
  }

  private static func ofLayer(
    _ find: @escaping @Sendable (String, LessonScope) -> Tensor<Float>?
  ) -> LessonFunction {
    LessonFunction(parameters: [.layer], result: .tensor) { arguments, scope in
      guard case .layer(let name)? = arguments.first else { return nil }
      return find(name, scope).map { .tensor($0) }
    }
  }
}

/// Numbers taken from a whole tensor.
extension LessonFunction {
  private static let measures: [String: LessonFunction] = [
    "on": measure { tensor in Double(tensor.elements.count { $0 != 0 }) },
    "off": measure { tensor in Double(tensor.elements.count { $0 == 0 }) },
    "sum": measure { tensor in tensor.elements.reduce(0) { $0 + Double($1) } },
    "count": measure { Double($0.count) },
    "mean": measure { $0.elements.reduce(0) { $0 + Double($1) } / Double(max($0.count, 1)) },
    // √(mean of squares): the size of a tensor's numbers, whatever their signs are.
    "rms": measure { tensor in
      (tensor.elements.reduce(0) { $0 + Double($1) * Double($1) } / Double(max(tensor.count, 1)))
        .squareRoot()
    },
    "min": measure { Double($0.elements.min() ?? 0) },
    "max": measure { Double($0.elements.max() ?? 0) },
    // The value with the largest magnitude, with its sign.
    "largest": measure { tensor in
      farthest(tensor).map { Double(tensor.elements[$0]) } ?? 0
    },
  ]

  private static func measure(
    _ compute: @escaping @Sendable (Tensor<Float>) -> Double
  ) -> LessonFunction {
    LessonFunction(parameters: [.tensor], result: .number) { arguments, _ in
      guard case .tensor(let tensor)? = arguments.first else { return nil }
      return .number(compute(tensor))
    }
  }

  /// The position of the value with the largest magnitude; the first, where several are equal.
  fileprivate static func farthest(_ tensor: Tensor<Float>) -> Int? {
    tensor.elements.indices.max {
      tensor.elements[$0].magnitude < tensor.elements[$1].magnitude
    }
  }
}

/// Parts of tensors, and cells.
extension LessonFunction {
  private static let places: [String: LessonFunction] = [
    // One map of a tensor: the last axis at this index.
    "map": LessonFunction(parameters: [.tensor, .number], result: .tensor) { arguments, _ in
      guard case .tensor(let tensor) = arguments[0], let map = integer(arguments[1]),
        let maps = tensor.shape.dimensions.last, (0..<maps).contains(map)
      else { return nil }
      let elements = stride(from: map, to: tensor.count, by: maps).map { tensor.elements[$0] }
      return .tensor(
        Tensor(shape: Shape(tensor.shape.dimensions.dropLast() + [1]), elements: elements))
    },
    // The cells at most `radius` rows and columns away, in all maps of the first sample.
    "window": LessonFunction(
      parameters: [.tensor, .number, .number, .number], result: .tensor
    ) { arguments, _ in
      guard case .tensor(let tensor) = arguments[0], tensor.shape.rank == 4,
        let row = integer(arguments[1]), let column = integer(arguments[2]),
        let radius = integer(arguments[3])
      else { return nil }
      let elements = (0..<tensor.shape.sample.count).filter { offset in
        let cell = tensor.shape.index(at: offset)
        return abs(cell[1] - row) <= radius && abs(cell[2] - column) <= radius
      }.map { tensor.elements[$0] }
      return .tensor(Tensor(shape: [elements.count], elements: elements))
    },
    // The cell that the reader picked, in the answers of questions.
    "here": LessonFunction(parameters: [], result: .cell) { _, scope in
      scope.here.map { .cell($0) }
    },
    "farthest": LessonFunction(parameters: [.tensor], result: .cell) { arguments, _ in
      guard case .tensor(let tensor) = arguments[0], let offset = farthest(tensor) else {
        return nil
      }
      return .cell(tensor.shape.index(at: offset))
    },
    // The cell below a pooling layer that won the window of a cell.
    "winner": LessonFunction(parameters: [.layer, .cell], result: .cell) { arguments, scope in
      guard case .layer(let name) = arguments[0], case .cell(let cell) = arguments[1] else {
        return nil
      }
      return winner(name, cell, scope).map { .cell($0) }
    },
    // How many windows of a map have their winner at this place, counted row by row, if the winner is on.
    "winners": LessonFunction(parameters: [.layer, .number, .number], result: .number) {
      arguments, scope in
      guard case .layer(let name) = arguments[0], let place = integer(arguments[1]),
        let map = integer(arguments[2]),
        let argmax = scope.tensor(.weightedSum, .argmax, layer: name),
        let values = scope.tensor(.weightedSum, .weightedSum, layer: name)
      else { return nil }
      let count = (0..<argmax.count).count { offset in
        argmax.shape.index(at: offset).last == map && values.elements[offset] > 0
          && argmax.elements[offset] == Float(place)
      }
      return .number(Double(count))
    },
    // The indices of a cell in words.
    "place": LessonFunction(parameters: [.cell], result: .text) { arguments, _ in
      guard case .cell(let cell) = arguments[0] else { return nil }
      guard cell.count == 4 else {
        return .text("(\(cell.dropFirst().map(String.init).joined(separator: ",")))")
      }
      return .text("(\(cell[1]),\(cell[2])) of map \(cell[3])")
    },
  ]

  static func integer(_ value: LessonValue) -> Int? {
    guard case .number(let number) = value else { return nil }
    return Int(exactly: number)
  }

  private static func winner(_ layer: String, _ cell: [Int], _ scope: LessonScope) -> [Int]? {
    guard let index = scope.trace.header.index(of: layer),
      let windows = scope.trace.header.windows(of: index),
      let argmax = scope.tensor(.weightedSum, .argmax, layer: layer),
      let offset = argmax.shape.offset(of: cell), let place = Int(exactly: argmax.elements[offset]),
      let winner = windows.input(
        at: windows.place(at: place), of: GridPosition(cell[1], cell[2]))
    else { return nil }
    return [cell[0], winner.row, winner.column, cell[3]]
  }
}
