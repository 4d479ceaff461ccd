import Engine
import Foundation
import Testing

@testable import TerminalKit
@testable import Tutor

@Suite struct InitializationDemoTests {
  /// Computes at once, so that a script of keys sees the results.
  private final class AtOnce: PropagationComputing {
    private var wanted: [PropagationSettings] = []

    func want(_ settings: [PropagationSettings]) { wanted = settings }

    func reports() -> [PropagationReport] {
      defer { wanted = [] }
      return wanted.map { settings in
        PropagationReport(
          settings: settings, signals: (try? SignalPropagation.run(settings)) ?? [],
          done: settings.products)
      }
    }
  }

  private var small: PropagationSettings {
    var settings = PropagationSettings()
    settings.layers = 20
    settings.width = 32
    return settings
  }

  private func play(_ events: [TerminalEvent], columns: Int = 80) -> [Screen] {
    let terminal = ScriptedTerminal(size: Size(columns: columns, rows: 24), events: events)
    InitializationDemo.run([small], on: terminal, computing: AtOnce())
    return terminal.shown
  }

  @Test func `keys change what is shown, and q ends it`() {
    let keys: [Key] = [.character("g"), .character("a"), .character("d"), .character("q")]
    let shown = play(keys.map(TerminalEvent.key))
    #expect(shown.count == 4)
    #expect(shown[0].lines[1].hasPrefix(" layer 20 of 20   FORWARD   largest"))
    #expect(shown[1].lines[1].hasPrefix(" layer 1 of 20   FORWARD   largest"))
    #expect(shown[2].lines[0].contains("x ← relu(W x)"))
    #expect(shown[3].lines[1].hasPrefix(" layer 1 of 20   BACKWARD"))
  }

  @Test func `the end of input ends it, and a paste does nothing`() {
    let shown = play([.paste, .timeout])
    #expect(shown.count == 3)
    #expect(shown[0] == shown[1])
  }

  @Test func `wheel, click and resize`() throws {
    let first = try #require(play([]).first)
    let cursor = try #require(first.cursor)
    let shown = play([
      .scroll(row: 5, column: 5, up: true), .click(row: cursor.row, column: cursor.column - 4),
      .resize(Size(columns: 40, rows: 12)),
    ])
    #expect(shown[1].lines[1].hasPrefix(" layer 19 of 20"))
    #expect(shown[2].lines[1].hasPrefix(" layer 18 of 20"))
    #expect(shown[3].size == Size(columns: 40, rows: 12))
  }

  @Test func `the worker reports what a run gives, also after a change of mind`() async throws {
    let worker = PropagationWorker()
    var changed = small
    changed.weights = .initializer(.heNormal)
    changed.direction = .backward
    worker.want([small])
    worker.want([changed, small])
    var model = InitializationModel([changed, small])
    for _ in 0..<1000 where !model.unfinished.isEmpty {
      for report in worker.reports() { model.take(report) }
      try await Task.sleep(for: .milliseconds(10))
    }
    for run in model.runs {
      #expect(run.isComplete)
      #expect(try run.flow == SignalPropagation.run(run.settings))
    }
  }
}
