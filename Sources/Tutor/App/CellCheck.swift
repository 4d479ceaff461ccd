import Engine
import Tracer

extension CheckFigures {
  /// Checks the derivative that belongs to a cell by central differences, in Double.
  ///
  /// - Parameters:
  ///   - cell: a delta, a gradient, or a number that has one.
  ///   - walk: the run that is shown.
  ///   - run: its experiment, edits included.
  ///   - update: the update whose loss is measured.
  /// - Throws: `NetworkError` when there is no derivative to check.
  init(of cell: CellAddress, in walk: Walk, run: LessonRun, update: Int) throws {
    let event = walk.trace.events[cell.event].event
    let check = try GradientCheck(run.experiment, update: update)
    guard let tensor = CheckedTensor(cell.tensor, of: event, in: walk.trace.header),
      let result = check.check(tensor, at: cell.index)
    else {
      throw NetworkError(
        reason: "nothing to check here: choose a delta, a gradient, a weight or a pixel")
    }
    let names = CellNames(
      trace: walk.trace, annotator: walk.annotator, classes: walk.classes)
    let rule: String =
      switch tensor {
      case .weights, .bias: "Rule 2"
      case .weightedSum, .input: "Rule 1"
      case .output: "E"
      }
    self.init(
      name: names.name(of: cell), rule: rule, value: result.value, h: result.h,
      lossPlus: result.lossPlus, lossMinus: result.lossMinus, numeric: result.numeric,
      analytic: result.analytic, relativeError: result.relativeError,
      kink: result.kink.map { "\($0)" })
  }
}
