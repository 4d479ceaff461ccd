import TerminalKit
import Engine

/// The initialisation demo.
package enum InitializationDemo {
  /// Runs until the reader quits or the terminal is gone; the terminal is left as it was found.
  /// The settings are those of one or two runs.
  package static func run(_ settings: [PropagationSettings], on terminal: any Terminal) {
    Program(on: terminal).run(InitializationPage(settings))
  }
}

/// The initialisation demo as a page.
struct InitializationPage: Page {
  private(set) var model: InitializationModel
  private let work = PropagationWork()

  /// - Parameter settings: of one or two runs.
  init(_ settings: [PropagationSettings]) { model = InitializationModel(settings) }

  func opening() -> [Effect<InitializationMessage>] {
    model.runs.indices.map { compute(run: $0, model.runs[$0].unfinished(both: model.showsBoth)) }
  }

  func message(for event: TerminalEvent, on surface: Surface) -> InitializationMessage? {
    switch event {
    case .key(let key): InitializationKeymap.keys.action(for: key).map(InitializationMessage.action)
    case .scroll(_, _, let up): .action(up ? .back : .forward)
    case .click(let row, let column):
      message(at: Position(row: row, column: column), on: surface)
    case .resize, .paste, .resumed, .endOfInput, .timeout, .woken: nil
    }
  }

  private func message(
    at position: Position, on surface: Surface
  ) -> InitializationMessage? {
    let link = view(on: surface, over: nil).link(at: position)
    if let action = link as? InitializationAction { return .action(action) }
    return InitializationView.layer(at: position, model, surface.size)
      .map(InitializationMessage.goTo)
  }

  mutating func update(
    _ message: InitializationMessage, on surface: Surface
  ) -> [Effect<InitializationMessage>] {
    let (next, effects) = model.updated(message)
    model = next
    return effects.map { effect in
      switch effect {
      case .compute(let run, let wanted): compute(run: run, wanted)
      case .stop(let run): .cancel(Self.name(run))
      case .showKeys: .open(InitializationView.keys)
      case .showStory: .open(InitializationView.story(model))
      case .quit: .quit
      }
    }
  }

  func view(on surface: Surface, over below: Screen?) -> Screen {
    InitializationView.screen(model, surface.size, surface.glyphs)
  }

  private static func name(_ run: Int) -> String { "run \(run)" }

  private func compute(
    run: Int, _ wanted: [PropagationSettings]
  ) -> Effect<InitializationMessage> {
    let work = work
    return .work(
      Work(Self.name(run)) { report in
        var isWanted = true
        for settings in wanted where isWanted {
          work.run(settings) {
            isWanted = report(.report($0))
            return isWanted
          }
        }
      })
  }
}
