import Engine
import Tracer

extension CheckFigures {
  /// Checks the derivative that belongs to a cell by central differences, in Double.
  ///
  /// - Parameters:
  ///   - cell: a delta, a gradient, or a number that has one.
  ///   - walk: the run that is shown.
  ///   - update: the update whose loss is measured.
  ///   - shown: the update on show: another one is named.
  /// - Throws: `NetworkError` when there is no derivative to check, or no experiment to measure a loss with.
  init(of cell: CellAddress, in walk: Walk, update: Int, shown: Int?) throws {
    guard let experiment = walk.experiment else {
      throw NetworkError(reason: "this trace lacks what a loss is computed from")
    }
    let event = walk.trace.events[cell.event].event
    let check = try GradientCheck(experiment, update: update)
    guard let tensor = CheckedTensor(cell.tensor, of: event, in: walk.trace.header),
      let moved = tensor.argument(at: cell.index, update: update, in: walk.trace),
      let result = check.check(tensor, at: cell.index)
    else {
      throw NetworkError(
        reason: "nothing to check here: choose a delta, a gradient, a weight or a pixel")
    }
    let rule: String =
      switch tensor {
      case .weights, .bias: "Rule 2"
      case .weightedSum, .input: "Rule 1"
      case .output: "E"
      }
    self.init(
      name: walk.names.name(of: moved), rule: rule, value: result.value, h: result.h,
      lossPlus: result.lossPlus, lossMinus: result.lossMinus, numeric: result.numeric,
      analytic: result.analytic, relativeError: result.relativeError,
      kink: result.kink.map { "\($0)" })
    if update != shown { self.update = walk.trace.header.number(ofUpdate: update) }
  }
}
