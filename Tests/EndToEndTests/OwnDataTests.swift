import Foundation
import Testing

/// Data of one's own, from the file to a prediction.
@Suite struct OwnDataTests {
  private func write(_ text: String, _ name: String, in directory: String) throws {
    let url = URL(fileURLWithPath: directory + "/" + name)
    try FileManager.default.createDirectory(
      at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
    try Data(text.utf8).write(to: url)
  }

  @Test func `a table with named classes is learnt and measured again`() throws {
    let rows = (0..<100).map { row in
      let x = Double(row % 10) / 10
      return "\(x),\(1 - x),\(x > 0.45 ? "high" : "low")"
    }
    let home = NSTemporaryDirectory() + "hmdl-own-" + UUID().uuidString
    defer { try? FileManager.default.removeItem(atPath: home) }
    try write("x,y,kind\n" + rows.joined(separator: "\n"), "table.csv", in: home)
    let data = ["--data", "csv", "--data-dir", home + "/table.csv", "--split", "3"]
    let train = try BackgroundRun(
      [
        "train", "--network", "D(8,r);D(2,sm)", "--epochs", "300", "--learning-rate", "0.02",
        "--save", "{directory}/w",
      ] + data)
    #expect(train.status == 0, "\(train.text("stderr"))")
    let run = try CommandRun(["evaluate", "--weights", train.path("w")] + data)
    #expect(run.output.hasPrefix("20 test samples: ") && run.output.contains("accuracy 1.000"))
    let show = try CommandRun(
      ["data", "show", "csv", "--data-dir", home + "/table.csv", "--part", "training"])
    #expect(show.output.hasPrefix("csv, training part: 80 samples of 2, 2 classes"))
    let wrong = try BackgroundRun(["train"] + data)
    #expect(wrong.status == 1)
    #expect(wrong.text("stderr").contains("but the data 2 classes; end it with D(2,sm)"))
  }

  @Test func `folders of pictures are learnt, and a picture is named`() throws {
    let home = NSTemporaryDirectory() + "hmdl-own-" + UUID().uuidString
    defer { try? FileManager.default.removeItem(atPath: home) }
    for number in 0..<10 {
      try write("P2 2 2 255 0 0 25\(number % 5) 0 ", "pictures/below/\(number).pgm", in: home)
      try write("P2 2 2 255 0 24\(number) 0 0 ", "pictures/above/\(number).pgm", in: home)
    }
    let data = ["--data", "images", "--data-dir", home + "/pictures"]
    let train = try BackgroundRun(
      ["train", "--network", "F();D(8,r);D(2,sm)", "--save", "{directory}/w"] + data)
    #expect(train.status == 0, "\(train.text("stderr"))")
    let picture = home + "/pictures/below/3.pgm"
    let run = try CommandRun(
      ["predict", "--weights", train.path("w"), "--top", "1", picture] + data)
    #expect(run.lines.count == 3 && run.lines[1].hasPrefix("  below  0."), "\(run.output)")
  }
}
