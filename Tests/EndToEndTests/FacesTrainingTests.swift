import Foundation
import TestSupport
import Testing

@Suite(.enabled(if: SharedData.has(SharedData.olivetti)))
struct FacesTrainingTests {
  @Test func `a cut off array is named`() throws {
    let home = try TemporaryDirectory()
    let directory = home.path("faces")
    try FileManager.default.copyItem(atPath: SharedData.olivetti, toPath: directory)
    let path = directory + "/faces.npy"
    let whole = try Data(contentsOf: URL(fileURLWithPath: path))
    try FileManager.default.removeItem(atPath: path)
    try home.write(whole.prefix(1000), to: "faces/faces.npy")
    let run = try BackgroundRun(["train", "--data", "olivetti", "--data-dir", directory])
    #expect(run.status == 1)
    #expect(run.text("stderr").contains("faces.npy: the file is cut off: 872 bytes follow"))
  }

  @Test func `one epoch of faces runs by the preset`() throws {
    let run = try BackgroundRun([
      "train", "--preset", "hmdl", "--data", "olivetti", "--data-dir", SharedData.olivetti,
      "--split", "3",
      "--epochs", "1", "--network", "F();D(8,r);DR(0.25);D(40,sm);", "--log",
      "{directory}/log.jsonl",
    ])
    #expect(run.status == 0)
    #expect(run.text("log.jsonl").hasPrefix("{\"event\":\"start\",\"seed\":3,"))
  }
}
