import Engine
import Tracer
extension CheckFigures {
  init(of cell: CellAddress, in walk: Walk, run: LessonRun, update: Int) throws {
    throw FileError(file: "", reason: "")
  }
}
