import Engine
import Foundation
import Tracer

/// Functions of one number, and tensors that are laid out anew.
extension LessonFunction {
  static let arithmetic: [String: LessonFunction] = [
    "abs": ofNumber { $0.magnitude },
    "sign": ofNumber { $0 > 0 ? 1 : $0 < 0 ? -1 : 0 },
    "sqrt": ofNumber { $0.squareRoot() },
    "exp": ofNumber { exp($0) },
    "ln": ofNumber { log($0) },
  ]

  private static func ofNumber(_ compute: @escaping @Sendable (Double) -> Double) -> LessonFunction
  {
    LessonFunction(parameters: [.number], result: .number) { arguments, _ in
      guard case .number(let number)? = arguments.first else { return nil }
      return .number(compute(number))
    }
  }

  static let reshaped: [String: LessonFunction] = [
    // The windows of a k×k convolution as columns, a cell per column: R and S of docs/algorithms.md.
    "columns": LessonFunction(parameters: [.tensor, .number], result: .tensor) { arguments, _ in
      guard case .tensor(let tensor) = arguments[0], let size = integer(arguments[1]) else {
        return nil
      }
      return columns(tensor, size).map { .tensor($0) }
    }
  ]

  /// The first sample of `[n, rows, columns, channels]` as `[size · size · channels, rows · columns]`; what lies outside
  /// of the picture is 0. A kernel of odd size keeps the size of the picture.
  static func columns(_ tensor: Tensor<Float>, _ size: Int) -> Tensor<Float>? {
    guard tensor.shape.rank == 4, size > 0, size % 2 == 1, size <= 15 else { return nil }
    let (rows, columns, channels) = (tensor.shape[1], tensor.shape[2], tensor.shape[3])
    let half = size / 2
    var elements: [Float] = []
    for v in 0..<size {
      for u in 0..<size {
        for channel in 0..<channels {
          for cell in 0..<rows * columns {
            let (row, column) = (cell / columns + v - half, cell % columns + u - half)
            let offset = tensor.shape.offset(of: [0, row, column, channel])
            elements.append(offset.map { tensor.elements[$0] } ?? 0)
          }
        }
      }
    }
    return Tensor(shape: [size * size * channels, rows * columns], elements: elements)
  }
}

extension LessonScope {
  /// What comes back to a layer's Y from the layer behind it, before the layer's own gate: Rule 1 without f'.
  func sentBack(layer: String) -> Tensor<Float>? {
    guard let event = trace.position(.delta, layer: layer, update: update),
      let delta = trace.events[event].tensor(.delta)
    else { return nil }
    let provenance = Provenance(trace)
    let elements = (0..<delta.count).map { offset -> Float in
      let cell = CellAddress(event: event, tensor: .delta, index: delta.shape.index(at: offset))
      return provenance.derivation(of: cell).map { Float($0.sum) } ?? delta.elements[offset]
    }
    return Tensor(shape: delta.shape, elements: elements)
  }
}
