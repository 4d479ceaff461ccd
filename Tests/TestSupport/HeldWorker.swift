import Synchronization
import TerminalKit

/// Does work as soon as it is asked for, so that a script sees the outcome.
package final class AtOnce: Worker {
  package init() {}

  package func start(_ job: @escaping @Sendable () -> Void) { job() }
}

/// Keeps work until a script lets it be done, as if it took so long.
package final class HeldWorker: Worker {
  private let jobs = Mutex<[@Sendable () -> Void]>([])

  package init() {}

  package func start(_ job: @escaping @Sendable () -> Void) { jobs.withLock { $0.append(job) } }

  /// The step of a script at which all work is done that was asked for until then.
  package var release: ScriptedTerminal.Step {
    .action {
      let jobs = self.jobs.withLock { jobs in
        defer { jobs = [] }
        return jobs
      }
      for job in jobs { job() }
    }
  }
}

extension Program {
  /// What a page shows at first and after every step of a script. Ticks come when the terminal says
  /// that it waited long enough.
  package static func play(
    _ page: some Page, _ script: [ScriptedTerminal.Step],
    size: Size = Size(columns: 80, rows: 24), glyphs: Glyphs = .unicode,
    worker: any Worker = AtOnce()
  ) -> [Screen] {
    let terminal = ScriptedTerminal(size: size, glyphs: glyphs, script: script)
    Program(on: terminal, worker: worker, now: { .zero }).run(page)
    return terminal.shown
  }
}
