import Foundation

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

  public static func has(_ paths: String...) -> Bool {
    paths.allSatisfy(FileManager.default.fileExists(atPath:))
  }
}
