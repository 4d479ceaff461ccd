import Foundation
import Testing

/// The faces beside the package (`HMDL_SHARED`).
private let faces =
  (ProcessInfo.processInfo.environment["HMDL_SHARED"]
    ?? URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent().appendingPathComponent("../shared").standardized.path)
  + "/data/olivetti"

@Suite(.enabled(if: FileManager.default.fileExists(atPath: faces)))
struct FacesTrainingTests {
  @Test func `a cut off array is named`() throws {
    let directory = NSTemporaryDirectory() + "hmdl-faces-" + UUID().uuidString
    try FileManager.default.copyItem(atPath: faces, toPath: directory)
    defer { try? FileManager.default.removeItem(atPath: directory) }
    let path = directory + "/faces.npy"
    let whole = try Data(contentsOf: URL(fileURLWithPath: path))
    try FileManager.default.removeItem(atPath: path)
    try whole.prefix(1000).write(to: URL(fileURLWithPath: path))
    let run = try BackgroundRun(["train", "--data", "olivetti", "--data-dir", directory])
    #expect(run.status == 1)
    #expect(run.text("stderr").contains("faces.npy: the file is cut off: 872 bytes follow"))
  }

  @Test func `one epoch of faces runs by the preset`() throws {
    let run = try BackgroundRun([
      "train", "--preset", "hmdl", "--data", "olivetti", "--data-dir", faces, "--split", "3",
      "--epochs", "1", "--network", "F();D(8,r);DR(0.25);D(40,sm);", "--log",
      "{directory}/log.jsonl",
    ])
    #expect(run.status == 0)
    #expect(run.text("log.jsonl").hasPrefix("{\"event\":\"start\",\"seed\":3,"))
  }
}
