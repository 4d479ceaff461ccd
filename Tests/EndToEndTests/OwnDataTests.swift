import Foundation
import TestSupport
import Testing

/// Data of one's own, from the file to a prediction.
@Suite struct OwnDataTests {
  @Test func `a table with named classes is learnt and measured again`() throws {
    let rows = (0..<100).map { row in
      let x = Double(row % 10) / 10
      return "\(x),\(1 - x),\(x > 0.45 ? "high" : "low")"
    }
    let home = try TemporaryDirectory()
    let table = "x,y,kind\n" + rows.joined(separator: "\n")
    try home.write(Data(table.utf8), to: "table.csv")
    let data = ["--data", "csv", "--data-dir", home.path("table.csv"), "--split", "3"]
    let train = try BackgroundRun(
      [
        "train", "--network", "D(8,r);D(2,sm)", "--epochs", "300", "--learning-rate", "0.02",
        "--save", "{directory}/w",
      ] + data)
    #expect(train.status == 0, "\(train.text("stderr"))")
    let run = try CommandRun(["evaluate", "--weights", train.path("w")] + data)
    #expect(run.output.hasPrefix("20 test samples: ") && run.output.contains("accuracy 1.000"))
    let show = try CommandRun(
      ["data", "show", "csv", "--data-dir", home.path("table.csv"), "--part", "training"])
    #expect(show.output.hasPrefix("csv, training part: 80 samples of 2, 2 classes"))
    let wrong = try BackgroundRun(["train"] + data)
    #expect(wrong.status == 1)
    #expect(wrong.text("stderr").contains("but the data 2 classes; end it with D(2,sm)"))
  }

  @Test func `folders of pictures are learnt, and a picture is named`() throws {
    let home = try TemporaryDirectory()
    for number in 0..<10 {
      let (below, above) = ("P2 2 2 255 0 0 25\(number % 5) 0 ", "P2 2 2 255 0 24\(number) 0 0 ")
      try home.write(Data(below.utf8), to: "pictures/below/\(number).pgm")
      try home.write(Data(above.utf8), to: "pictures/above/\(number).pgm")
    }
    let data = ["--data", "images", "--data-dir", home.path("pictures")]
    let train = try BackgroundRun(
      ["train", "--network", "F();D(8,r);D(2,sm)", "--save", "{directory}/w"] + data)
    #expect(train.status == 0, "\(train.text("stderr"))")
    let picture = home.path("pictures/below/3.pgm")
    let run = try CommandRun(
      ["predict", "--weights", train.path("w"), "--top", "1", picture] + data)
    #expect(run.lines.count == 3 && run.lines[1].hasPrefix("  below  0."), "\(run.output)")
  }
}
