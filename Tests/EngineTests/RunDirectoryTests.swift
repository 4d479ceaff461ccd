import Engine
import Foundation
import TestSupport
import Testing

@Suite struct RunDirectoryTests {
  private let text = Data("{}".utf8)

  @Test func `a run is never overwritten`() throws {
    let directory = try TemporaryDirectory()
    let run = try RunDirectory(new: directory.path("a/b/"), description: text)
    #expect(
      try Data(contentsOf: URL(fileURLWithPath: directory.path("a/b/description.json"))) == text)
    #expect(run.repetition(3).logPath == directory.path("a/b/repetition-3/log.jsonl"))
    for (path, fragment) in [
      ("a/b", "holds a run already"), ("a", "is not empty"), ("a/b/description.json", "a file"),
      ("a/b/description.json/c", "a file"),
    ] {
      let error = #expect(throws: FileError.self) {
        try RunDirectory(new: directory.path(path), description: text)
      }
      #expect(error?.description.contains(fragment) == true, "\(path): \(error.debugDescription)")
    }
  }

  @Test func `an empty directory is taken, also where the description was half written`() throws {
    let directory = try TemporaryDirectory()
    try directory.write(Data(), to: "description.json.partial")
    let run = try RunDirectory(new: directory.path, description: text)
    #expect(
      try FileManager.default.contentsOfDirectory(atPath: directory.path) == ["description.json"])
    #expect(try RunDirectory(existing: directory.path).path == run.path)
  }

  @Test func `a directory without a description holds no run`() throws {
    let directory = try TemporaryDirectory()
    for (path, fragment) in [("", "holds no run"), ("none", "no such directory")] {
      let error = #expect(throws: FileError.self) {
        try RunDirectory(existing: directory.path(path))
      }
      #expect(error?.description.contains(fragment) == true)
    }
  }

  @Test func `two at a time cannot work on a run`() throws {
    let directory = try TemporaryDirectory()
    let run = try RunDirectory(new: directory.path("a"), description: text)
    let lock = try run.lock()
    let error = #expect(throws: FileError.self) { try run.lock() }
    #expect(error?.description.contains("another process") == true)
    lock.release()
    lock.release()
    let second = try run.lock()
    #expect(throws: FileError.self) { try run.lock() }
    withExtendedLifetime(second) {}
  }

  @Test func `a lock that nothing holds is released`() throws {
    let directory = try TemporaryDirectory()
    let run = try RunDirectory(new: directory.path("a"), description: text)
    for _ in 0..<3 { _ = try run.lock() }
  }

  @Test func `weights make a repetition finished, and half files are cleared away`() throws {
    let directory = try TemporaryDirectory()
    let repetition = try RunDirectory(new: directory.path("run"), description: text).repetition(1)
    #expect(!repetition.isFinished && !repetition.hasCheckpoint)
    try repetition.prepare()
    try directory.write(Data(), to: "run/repetition-1/checkpoint.safetensors.partial")
    try directory.write(Data(), to: "run/repetition-1/weights.safetensors.partial")
    try repetition.prepare()
    #expect(try FileManager.default.contentsOfDirectory(atPath: repetition.path) == [])
    try directory.write(Data(), to: "run/repetition-1/weights.safetensors")
    #expect(repetition.isFinished && !repetition.hasCheckpoint)
  }
}
