import Engine
import TerminalKit

/// The demo on a terminal: shows the model, turns events into messages, hands out the work.
package enum InitializationDemo {
  /// How often the screen looks for results while there is work.
  private static let pauseMilliseconds = 30

  package static func run(
    _ settings: [PropagationSettings], on terminal: any Terminal,
    computing: any PropagationComputing
  ) {
    var model = InitializationModel(settings)
    computing.want(model.unfinished)
    while true {
      for report in computing.reports() { model = update(model, .report(report)).0 }
      terminal.show(InitializationView.screen(model, terminal.size, terminal.glyphs))
      let pause = model.unfinished.isEmpty ? nil : pauseMilliseconds
      let event = terminal.nextEvent(timeoutMilliseconds: pause)
      if event == .endOfInput { return }
      guard let message = message(for: event, model, terminal.size) else { continue }
      let (next, effects) = update(model, message)
      model = next
      for effect in effects {
        switch effect {
        case .compute(let settings): computing.want(settings)
        case .quit: return
        }
      }
    }
  }

  private static func message(
    for event: TerminalEvent, _ model: InitializationModel, _ size: Size
  ) -> InitializationMessage? {
    switch event {
    case .key(let key): InitializationKeymap.action(of: key).map(InitializationMessage.action)
    case .scroll(_, _, let up): .action(up ? .back : .forward)
    case .click(let row, let column):
      InitializationView.layer(at: Position(row: row, column: column), model, size)
        .map(InitializationMessage.goTo)
    case .resize, .paste, .resumed, .endOfInput, .timeout: nil
    }
  }
}
