import ArgumentParser
import Engine
import Foundation
import Runs

/// `hmdl-tui data fetch`: downloads the published files.
struct DataFetchCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "fetch", abstract: "Download a data set, unpack it and check it.",
    discussion: """
      Files that are there and right are left alone. A download that was cut off goes on from where it stopped; \
      a file gets its name only when its MD5 is right. 'data list' says whose the data are.
      """)

  @Argument(help: "The data: olivetti, mnist or cifar-10.")
  var name: DataName

  @Option(
    name: .customLong("data-dir"),
    help: ArgumentHelp(
      "Where the files go; default: hmdl-tui/NAME in $XDG_DATA_HOME or ~/.local/share.",
      valueName: "directory"))
  var directory: String?

  @Option(
    help: ArgumentHelp(
      "Another mirror: the address of the directory that holds the files.", valueName: "url"))
  var from: String?

  func validate() throws { _ = try DataCatalogue.require(name) }

  func run() throws {
    // A limit on the size of files must be reported as an error, not kill the process by a signal.
    signal(SIGXFSZ, SIG_IGN)
    let line = FetchLine()
    let fetch = DataFetch(
      catalogue: try DataCatalogue.require(name), directory: directory ?? name.homeDirectory(),
      mirror: from?.hasSuffix("/") == true ? from.map { String($0.dropLast()) } : from,
      say: { text in
        line.clear()
        print(text)
      },
      progress: { name, count, total in line.show(name, count: count, total: total) })
    defer { line.clear() }
    try fetch.run()
  }
}

/// One line on standard error that says how far a download is; nothing is printed where that is not a terminal.
final class FetchLine: @unchecked Sendable {  // the session calls it one piece at a time
  private let isShown: Bool
  private let clock = ContinuousClock()
  private var drawn: ContinuousClock.Instant?

  init() {
    let terminal = ProcessInfo.processInfo.environment["TERM"] ?? ""
    isShown = isatty(STDERR_FILENO) == 1 && !["", "dumb", "unknown"].contains(terminal)
  }

  func show(_ name: String, count: Int, total: Int?) {
    guard isShown else { return }
    if let drawn, clock.now - drawn < .milliseconds(100) { return }
    drawn = clock.now
    write("\r" + Self.text(name, count: count, total: total) + "\u{1b}[K")
  }

  func clear() {
    if drawn != nil { write("\r\u{1b}[K") }
    drawn = nil
  }

  /// `train-images-idx3-ubyte.gz   34%  3.4 MB of 9.9 MB`.
  static func text(_ name: String, count: Int, total: Int?) -> String {
    guard let total, total > 0 else { return "\(name)  \(DataSize.text(count))" }
    let share = String(format: "%3d%%", min(100 * count / total, 100))
    return "\(name)  \(share)  \(DataSize.text(count)) of \(DataSize.text(total))"
  }

  private func write(_ text: String) {
    try? FileHandle.standardError.write(contentsOf: Data(text.utf8))
  }
}
