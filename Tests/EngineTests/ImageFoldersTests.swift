import Engine
import Foundation
import TestSupport
import Testing

@Suite struct ImageFoldersTests {
  private let directory: TemporaryDirectory

  init() throws { directory = try TemporaryDirectory() }

  private func write(_ path: String, _ content: String) throws {
    let folder = directory.path(path.split(separator: "/").dropLast().joined(separator: "/"))
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    try directory.write(Data(content.utf8), to: path)
  }

  private func sentence() -> String {
    do {
      _ = try ImageFolders(directory: directory.path, seed: 0)
      return ""
    } catch { return error.description }
  }

  @Test func `folders are classes, numbers in their order`() throws {
    for (name, level) in [("10", 90), ("9", 10)] {
      try write("train/\(name)/b.PGM", "P2 1 1 255 \(level) ")
      try write("train/\(name)/a.pgm", "P2 1 1 255 \(level + 20) ")
      try write("train/\(name)/notes.txt", "not a picture")
      try write("test/\(name)/a.pgm", "P2 1 1 255 \(level) ")
    }
    let data = try ImageFolders(directory: directory.path, seed: 0)
    let training = try data.part(.training)
    #expect(training.classNames == ["9", "10"])
    #expect(training.answers == .classes([0, 0, 1, 1], count: 2))
    let elements = training.inputs.elements  // levels 30 10 110 90, the extremes 10 and 110
    for (x, wanted) in zip(elements, [-0.6, -1, 1, 0.6] as [Float]) {
      #expect(abs(x - wanted) < 1e-6)
    }
    #expect(try data.part(.test).inputs.elements == [elements[1], elements[3]])
  }

  @Test func `one level of folders is divided by the seed`() throws {
    for level in 0..<10 { try write("all/\(level).pgm", "P2 1 1 255 \(level) ") }
    let data = try ImageFolders(directory: directory.path, seed: 0)
    #expect(try data.part(.training).count == 8 && data.part(.test).count == 2)
  }

  @Test func `what is wrong is named`() throws {
    #expect(sentence().contains("holds no folders"))
    try write("a/x.txt", "")
    #expect(sentence().contains("/a: holds no pictures"))
    try write("a/1.pgm", "P2 1 1 255 7 ")
    #expect(sentence().contains("one picture only"))
    try write("a/2.pgm", "P2 2 1 255 7 7 ")
    #expect(sentence().contains("2.pgm: is 1×2×1, but the pictures before it are 1×1×1"))
    try write("a/2.pgm", "P2 1 1 255 7 ")
    #expect(sentence().contains("all one grey"))
    try write("a/2.pgm", "P2 1 1")
    #expect(sentence().contains("2.pgm: byte 6: the largest level is missing"))
  }
}
