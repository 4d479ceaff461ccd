import Foundation
import TestSupport

/// Runs the product in a terminal of tmux, as a student would: sends keys, reads screens.
final class TmuxSession {
  private let socket =
    "hmdl-\(ProcessInfo.processInfo.processIdentifier)-\(UInt32.random(in: 0...UInt32.max))"
  private let home: URL

  static let isInstalled: Bool = {
    let isThere = (try? run(["tmux", "-V"]))?.isEmpty == false
    if !isThere { SkippedTests.add("EndToEndTests/LessonJourneyTests.swift", for: "tmux") }
    return isThere
  }()

  /// Starts the product with its arguments in a window of that size.
  init(_ arguments: [String], columns: Int, rows: Int, environment: [String] = []) throws {
    home = FileManager.default.temporaryDirectory.appendingPathComponent(socket)
    try FileManager.default.createDirectory(at: home, withIntermediateDirectories: true)
    let variables =
      ["LC_ALL=C.UTF-8", "TERM=xterm-256color", "HOME=\(home.path)"] + environment
    // Without a shell in between, so that the process of the pane is the product.
    let command =
      "exec "
      + (["env"] + variables + [Product.path] + arguments)
      .map { "'\($0)'" }.joined(separator: " ")
    _ = try tmux([
      "-f", "/dev/null", "new-session", "-d", "-x", "\(columns)", "-y", "\(rows)", command,
    ])
  }

  deinit {
    _ = try? tmux(["kill-server"])
    try? FileManager.default.removeItem(at: home)
  }

  /// Ends the product as a power cut does: without a word to it.
  func kill9() throws {
    let process = try tmux(["display-message", "-p", "#{pane_pid}"])
      .trimmingCharacters(in: .whitespacesAndNewlines)
    guard let number = pid_t(process), number > 1 else { return }
    kill(number, SIGKILL)
  }

  func send(_ keys: String...) throws { _ = try tmux(["send-keys"] + keys) }

  /// What stands on the screen.
  func screen() throws -> [String] {
    try tmux(["capture-pane", "-p"]).split(separator: "\n", omittingEmptySubsequences: false)
      .map(String.init)
  }

  /// The screen as soon as it satisfies a condition and stands still; nil when it does not in time.
  ///
  /// A screen may be read while it is half drawn, with the old numbers below the new heading, so it must be the
  /// same twice.
  func screen(within seconds: Double = 10, where matches: ([String]) -> Bool) throws -> [String]? {
    let end = Date().addingTimeInterval(seconds)
    var last: [String] = []
    repeat {
      let screen = try screen()
      if matches(screen), screen == last { return screen }
      last = screen
      usleep(25_000)
    } while Date() < end
    return nil
  }

  private func tmux(_ arguments: [String]) throws -> String {
    try Self.run(["tmux", "-L", socket] + arguments)
  }

  /// Runs a command to its end and returns what it printed.
  ///
  /// Not by Foundation's `Process`: that waits until nobody holds its descriptors any more, and the
  /// server that the first call leaves behind holds them for ever.
  private static func run(_ command: [String]) throws -> String {
    let file = FileManager.default.temporaryDirectory
      .appendingPathComponent("hmdl-tmux-\(UUID().uuidString)")
    defer { try? FileManager.default.removeItem(at: file) }
    let shell = ["/bin/sh", "-c", "exec \"$@\" > '\(file.path)'", "sh"]
    let process = try spawn(
      shell + command, environment: ProcessInfo.processInfo.environment, terminal: "/dev/null")
    var status: Int32 = 0
    while waitpid(process, &status, 0) < 0, errno == EINTR {}
    return String(decoding: try Data(contentsOf: file), as: UTF8.self)
  }
}
