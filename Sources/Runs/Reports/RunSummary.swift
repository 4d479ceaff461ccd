import Engine
import Foundation
import TerminalKit

/// A kept run and its results in a few lines.
package enum RunSummary {
  /// `10 of 10 repetitions finished`, or how far a single one is.
  package static func progress(_ run: KeptRun) -> String {
    let wanted = run.description.repetitions
    let finished = run.results.count { $0.test != nil }
    guard wanted == 1, let result = run.results.first else {
      return "\(finished) of \(wanted) repetitions finished"
    }
    return result.test == nil
      ? "\(result.epochs) of \(run.description.epochs) epochs done; go on with train --resume"
      : "finished"
  }

  /// - Parameters:
  ///   - run: read from its directory.
  ///   - width: columns of the terminal; nil for lines of any length.
  /// - Returns: lines.
  package static func lines(_ run: KeptRun, width: Int?) -> [String] {
    let description = run.description
    var table = TextTable([.init(""), .init("")])
    table.rows = [
      ["run", run.path], ["data", description.data.name], ["network", description.network],
      ["state", progress(run)],
    ]
    let head = table.lines(width: width).dropFirst()
    return head + [""] + results(run.results, isNarrow: (width ?? 80) < 46).lines(width: width)
  }

  private static func results(_ results: [RepetitionResult], isNarrow: Bool) -> TextTable {
    let seed: [TextTable.Column] = isNarrow ? [] : [.init("seed", .right)]
    var table = TextTable(
      [.init("rep", .right)] + seed + [
        .init("epochs", .right), .init("accuracy", .right), .init("loss", .right),
        .init("seconds", .right),
      ])
    table.rows = results.map { result in
      [String(result.repetition)] + (isNarrow ? [] : [String(result.seed)]) + [
        String(result.epochs), result.test.map { CatalogueText.accuracy($0.accuracy) } ?? "·",
        result.test.map { CatalogueText.loss($0.loss) } ?? "·",
        CatalogueText.seconds(result.seconds),
      ]
    }
    return table
  }
}
