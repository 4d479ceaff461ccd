import Engine
import Foundation
import TerminalKit

/// Shows a person how a training goes: a progress bar on a terminal, one line per epoch elsewhere.
///
/// The bar goes to standard error and is removed at the end; lines and results go to standard output.
package final class TrainingConsole {
  private let glyphs = DisplayOptions().glyphsOfLocale()
  private let showsBar: Bool
  private let showsLines: Bool
  private var progress: TrainingProgress?
  private let clock = ContinuousClock()
  private var started: ContinuousClock.Instant
  private var drawn: ContinuousClock.Instant?
  private var elapsed: Double { (clock.now - started) / .seconds(1) }

  /// The shortest time between two drawings of the bar.
  private static let pause = Duration.milliseconds(100)

  /// Where messages go: to standard error when standard output is read by another program (--json).
  private let sentences: FileHandle

  package init(sentences: FileHandle = .standardOutput) {
    self.sentences = sentences
    let terminal = ProcessInfo.processInfo.environment["TERM"] ?? ""
    showsBar = isatty(STDERR_FILENO) == 1 && !["", "dumb", "unknown"].contains(terminal)
    showsLines = !showsBar || isatty(sentences.fileDescriptor) != 1
    started = clock.now
  }

  package func announce(_ setup: TrainingSetup) {
    let structure = StructureString.string(setup.network.descriptions)
    let parameters = TrainingProgress.grouped(setup.network.parameterCount)
    say("Training \(structure) with \(parameters) parameters (seed \(setup.seed)).")
  }

  package func show(_ event: TrainingEvent) {
    switch event {
    case .start(let start):
      progress = TrainingProgress(start: start)
      started = clock.now
      let samples = TrainingProgress.grouped(start.samples)
      say("\(samples) samples in \(start.batches) batches, \(start.epochs) epochs.")
      say("Before: test \(TrainingProgress.sentence(start.test))")
      drawBar()
    case .resume(let resumption):
      progress = TrainingProgress(resumption: resumption)
      started = clock.now
      say("Going on in epoch \(resumption.epoch) after \(resumption.batch) batches.")
      drawBar()
    case .batch(let report):
      progress?.take(report)
      drawBar()
    case .epoch(let report):
      progress?.take(report)
      if showsLines, let progress {
        clearBar()
        say(TrainingProgress.line(report, of: progress.epochs))
      }
      drawBar(always: true)
    case .interrupted: clearBar()
    case .test(let result):
      clearBar()
      say("After \(TrainingProgress.time(elapsed)): test \(TrainingProgress.sentence(result))")
    }
  }

  package func say(_ text: String) { write(glyphs.spell(text) + "\n", to: sentences) }

  package func complain(_ text: String) { write(glyphs.spell(text) + "\n", to: .standardError) }

  private func drawBar(always: Bool = false) {
    guard showsBar, let progress else { return }
    if !always, let drawn, clock.now - drawn < Self.pause { return }
    drawn = clock.now
    var size = winsize()
    let known = ioctl(STDERR_FILENO, UInt(TIOCGWINSZ), &size) == 0 && size.ws_col > 0
    let line = progress.line(
      width: (known ? Int(size.ws_col) : 80) - 1, elapsed: elapsed, glyphs: glyphs)
    write("\r" + line + "\u{1b}[K", to: .standardError)
  }

  private func clearBar() {
    if showsBar, drawn != nil { write("\r\u{1b}[K", to: .standardError) }
  }

  /// Errors are ignored: a closed pipe is no reason to end a training.
  private func write(_ text: String, to file: FileHandle) {
    try? file.write(contentsOf: Data(text.utf8))
  }
}
