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
}
