import Tracer
struct CheckFigures: Equatable, Sendable {
  init(cell: CellAddress, of run: LessonRun) throws {}
}
enum CheckPane { static func lines(for: CheckFigures, columns: Int, rows: Int) -> [Line] { [] } }
struct ConsumersPane {
  var provenance: Provenance; var annotator: Annotator
  func lines(for: CellAddress, consumers: [Consumer], columns: Int, rows: Int) -> [Line] { [] }
}
extension RulePane { func table(for: CellAddress, columns: Int, rows: Int) -> [Line] { [] } }
