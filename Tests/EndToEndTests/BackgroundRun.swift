import Foundation
import TestSupport

/// Runs the product without a terminal, to be watched and interrupted; its output goes to files of a temporary
/// directory.
final class BackgroundRun {
  private let place: TemporaryDirectory
  var directory: String { place.path }
  private let process = Process()

  /// Starts the command in an empty home.
  init(_ arguments: [String]) throws {
    place = try TemporaryDirectory()
    let directory = place.path
    process.executableURL = URL(fileURLWithPath: Product.path)
    process.arguments = arguments.map { $0.replacing("{directory}", with: directory) }
    process.environment = ["LC_ALL": "C.UTF-8", "TERM": "dumb", "HOME": directory]
    process.standardInput = FileHandle.nullDevice
    for name in ["stdout", "stderr"] {
      try Data().write(to: URL(fileURLWithPath: path(name)))
    }
    process.standardOutput = FileHandle(forWritingAtPath: path("stdout"))
    process.standardError = FileHandle(forWritingAtPath: path("stderr"))
    try process.run()
  }

  func path(_ name: String) -> String { place.path(name) }

  func text(_ name: String) -> String {
    FileManager.default.contents(atPath: path(name)).map { String(decoding: $0, as: UTF8.self) }
      ?? ""
  }

  /// Waits until a file of the directory holds `text`; false after 20 seconds or when the command ends first.
  func waits(for text: String, in name: String) -> Bool {
    for _ in 0..<2000 {
      if self.text(name).contains(text) { return true }
      guard process.isRunning else { return self.text(name).contains(text) }
      Thread.sleep(forTimeInterval: 0.01)
    }
    return false
  }

  func interrupt() { send(SIGINT) }

  /// Ends the command at once, whatever it is doing.
  func kill() { send(SIGKILL) }

  private func send(_ signal: Int32) { _ = Foundation.kill(process.processIdentifier, signal) }

  /// Waits for the end.
  var status: Int32 {
    process.waitUntilExit()
    return process.terminationStatus
  }
}
