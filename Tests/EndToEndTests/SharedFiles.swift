import Foundation

/// The reference data beside the package: `HMDL_SHARED`, by default `../shared` from its root.
enum SharedFiles {
  static let directory: String =
    ProcessInfo.processInfo.environment["HMDL_SHARED"]
    ?? URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent().appendingPathComponent("../shared").standardized.path

  static let weights = directory + "/reference/hmdl/weights"

  static func has(_ path: String) -> Bool { FileManager.default.fileExists(atPath: path) }
}
