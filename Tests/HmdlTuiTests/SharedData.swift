import Foundation

/// The reference data beside the package: `HMDL_SHARED`, by default `../shared` from its root.
enum SharedData {
  static let directory: String =
    ProcessInfo.processInfo.environment["HMDL_SHARED"]
    ?? URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent().appendingPathComponent("../shared").standardized.path

  static let olivetti = directory + "/data/olivetti"
  static let mnist = directory + "/data/mnist"
  static let cifar10 = directory + "/data/cifar-10"

  static func has(_ path: String) -> Bool { FileManager.default.fileExists(atPath: path) }
}
