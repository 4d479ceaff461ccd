import Engine
import TerminalKit
import Tracer

/// A view of a stop that takes the place of its maps, and of its rule where it has something for that place too.
///
/// Views only look: they are functions of what is recorded, of the chosen cell and of the room. The maps and rules of
/// every stop (`view=` is missing) are not among them.
protocol StopView: Sendable {
  /// As lessons name it: `view=ledger`.
  static var name: String { get }

  init(_ subject: StopSubject)

  /// The heading of the upper pane and the lines for a room, with the size it gets at most.
  func upper(_ room: Size) -> StopPane
  /// What stands in the place of the rule; nil leaves the rule of the chosen cell there.
  func lower(_ room: Size) -> StopPane?
  /// The same in words, sentences and small tables, for readers who do not see the screen; lines of at most 78 columns.
  func plain() -> [String]
}

extension StopView {
  func lower(_ room: Size) -> StopPane? { nil }
}

/// Lines with a heading above them; a cell of a trace links to itself with `TutorLink.cell`.
struct StopPane: Sendable {
  var heading: Heading
  var lines: [Line]
}

/// What a view is about.
struct StopSubject: Sendable {
  let walk: Walk
  let stop: Stop
  /// The chosen cell, its step's or the reader's.
  let cell: CellAddress?
  /// All cells that are not shown yet: a question asks for them.
  var covered: CoveredCells
  var glyphs: Glyphs

  var trace: Trace { walk.trace }
  var provenance: Provenance { walk.provenance }
  /// Events from here on are not computed yet.
  var horizon: Int { stop.events.upperBound }
  /// The runs of the lesson's cases by name, in the order of the lesson; the one at hand for a trace of its own.
  var cases: [(name: String, trace: Trace)] {
    guard let run = walk.run else { return [(walk.title, walk.trace)] }
    return run.lesson.cases.map { item in
      let isShown = item.name == run.name
      return (item.name, isShown ? walk.trace : run.companions[item.name]?.trace ?? walk.trace)
    }
  }
  /// Texts of cells, with what is covered as `?`.
  var text: CellText {
    CellText(provenance: provenance, horizon: horizon, covered: covered)
  }
}

/// All views by name.
enum StopViews {
  /// One line for each.
  private static let all: [any StopView.Type] = [
    ColumnsView.self,
    BandsView.self,
    RaceView.self,
    WaysView.self,
    LedgerView.self,
    WiggleView.self,
    MasksView.self,
    WeightsView.self,
    FitView.self,
    BesideView.self,
  ]

  static var names: [String] { all.map { $0.name } }

  static func view(named name: String, of subject: StopSubject) -> (any StopView)? {
    all.first { $0.name == name }?.init(subject)
  }
}
