import Engine
import Foundation
import TerminalKit
import TestSupport
import Testing

@testable import TerminalKit
@testable import Tutor

@Suite struct InitializationDemoTests {
  private var small: PropagationSettings {
    var settings = PropagationSettings()
    settings.layers = 20
    settings.width = 32
    return settings
  }

  private func play(_ events: [TerminalEvent], columns: Int = 80) -> [Screen] {
    Program.play(
      InitializationPage([small]), events.map(ScriptedTerminal.Step.event),
      size: Size(columns: columns, rows: 24))
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
    let shown = play([.paste("q"), .timeout])
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

  @Test func `the worker reports what a run gives, also after a change of mind`() throws {
    let held = HeldWorker()
    let script: [ScriptedTerminal.Step] = [
      .key(.character("+")), held.release, .key(.character("-")), held.release,
      .key(.character("q")),
    ]
    let shown = Program.play(InitializationPage([small]), script, worker: held)
    let alone = play([])
    #expect(shown[1].text.contains("computing 0 of 20"))
    #expect(shown[2].text.contains("scale 1.25"))
    #expect(!shown[2].text.contains("computing"))
    #expect(shown[4].lines.dropFirst() == alone.last?.lines.dropFirst())
  }

  @Test func `the same seed and other weights need no new random numbers, and give the same`()
    throws
  {
    let work = PropagationWork()
    var changed = small
    changed.weights = .initializer(.heNormal)
    changed.direction = .backward
    for settings in [small, changed, small] {
      var last: PropagationReport?
      work.run(settings) { report in
        last = report
        return true
      }
      let wanted = try SignalPropagation.run(settings)
      #expect(last?.done == settings.products)
      #expect(last?.signals == wanted)
    }
  }
}
