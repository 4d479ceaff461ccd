import Foundation

/// The reference data beside the package: `HMDL_SHARED`, by default `../shared` from its root.
/// Tests that need it skip where it is not.
enum SharedData {
  static let directory: String =
    ProcessInfo.processInfo.environment["HMDL_SHARED"]
    ?? URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent().appendingPathComponent("../shared").standardized.path

  static let olivetti = directory + "/data/olivetti"
  static let mnist = directory + "/data/mnist"
  static let cifar10 = directory + "/data/cifar-10"
  static let weights = directory + "/reference/hmdl/weights"
  static let experiments = directory + "/reference/hmdl/experiments.json"

  static func has(_ paths: String...) -> Bool {
    paths.allSatisfy(FileManager.default.fileExists(atPath:))
  }
}
