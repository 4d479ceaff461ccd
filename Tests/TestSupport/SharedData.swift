import Foundation
import Synchronization

/// The reference data beside the package: `HMDL_SHARED`, by default `../shared` from its root. Tests that need it
/// are skipped where it is missing.
public enum SharedData {
  public static let directory: String =
    ProcessInfo.processInfo.environment["HMDL_SHARED"]
    ?? URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent().appendingPathComponent("../shared").standardized.path

  public static let olivetti = directory + "/data/olivetti"
  public static let mnist = directory + "/data/mnist"
  public static let cifar10 = directory + "/data/cifar-10"
  public static let weights = directory + "/reference/hmdl/weights"
  public static let experiments = directory + "/reference/hmdl/experiments.json"

  /// Whether all of these are there, for `.enabled(if:)`; tests that ask in vain are listed when the run
  /// ends.
  public static func has(_ paths: String..., file: String = #fileID) -> Bool {
    let missing = paths.filter { !FileManager.default.fileExists(atPath: $0) }
    for path in missing { SkippedTests.add(file, for: path) }
    return missing.isEmpty
  }
}

/// The tests that could not run, and what they lack: said once, when the process ends.
public enum SkippedTests {
  private static let reasons = Mutex<[String: Set<String>]>([:])

  /// A file of tests does not run, or not all of it, for lack of something.
  public static func add(_ tests: String, for lack: String) {
    let isFirst = reasons.withLock { reasons in
      let wasEmpty = reasons.isEmpty
      reasons[lack, default: []].insert(tests)
      return wasEmpty
    }
    if isFirst { atexit { SkippedTests.report() } }
  }

  static var list: [String] {
    reasons.withLock { $0 }.sorted { $0.key < $1.key }
      .map { "  \($0.key): \($0.value.sorted().joined(separator: ", "))" }
  }

  private static func report() {
    let text = "Not run, since something is missing:\n" + list.joined(separator: "\n") + "\n"
    FileHandle.standardError.write(Data(text.utf8))
  }
}
