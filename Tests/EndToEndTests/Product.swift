import Foundation

/// The command that is tested, as it was built next to the tests.
enum Product {
  static let path: String = {
    let tests = URL(fileURLWithPath: CommandLine.arguments[0])
    let beside = tests.deletingLastPathComponent().appendingPathComponent("hmdl-tui").path
    if FileManager.default.isExecutableFile(atPath: beside) { return beside }
    let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .deletingLastPathComponent().deletingLastPathComponent()
    return root.appendingPathComponent(".build/release/hmdl-tui").path
  }()

  /// Whether the command for lessons is part of the product yet.
  static let hasLesson: Bool = {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: path)
    process.arguments = ["lesson", "--help"]
    process.standardOutput = FileHandle.nullDevice
    process.standardError = FileHandle.nullDevice
    guard (try? process.run()) != nil else { return false }
    process.waitUntilExit()
    return process.terminationStatus == 0
  }()
}
