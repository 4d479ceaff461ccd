import Engine
import Foundation
import TestSupport
import Testing

@testable import Runs

/// Runs from a description alone: no command line, no signals, several in one process.
@Suite struct RunSessionTests {
  private let place: TemporaryDirectory
  private let description: RunDescription
  private let console = TrainingConsole(sentences: .nullDevice)

  init() throws {
    place = try TemporaryDirectory()
    let rows = (0..<40).map { "\($0),\($0 * 7 % 5),\($0 % 2)" }
    try place.write(Data((["a,b,c"] + rows).joined(separator: "\n").utf8), to: "data.csv")
    var description = RunDescription(
      data: .init(name: "csv", directory: place.path("data.csv"), split: 0, validation: 0.1),
      network: "D(3,t);D(2,sm)", batching: .count(10))
    description.epochs = 3
    description.threads = 1
    self.description = description
  }

  private var settings: RunSettings { RunSettings(interval: .updates(7)) }

  private func begin(_ name: String) throws -> RunSession {
    try RunSession(description, output: place.path(name), settings: settings, console: console)
  }

  private func resume(_ name: String) throws -> RunSession {
    try RunSession(resuming: place.path(name), settings: settings, console: console)
  }

  private func weights(_ name: String) throws -> Data {
    try Data(
      contentsOf: URL(filePath: place.path(name + "/repetition-1/weights.safetensors")))
  }

  @Test func `a run stops when told, is opened again, and comes to the same weights`() throws {
    let whole = try begin("whole").run(isCancelled: { false })
    #expect(whole.count == 1 && whole[0].epochs == 3)

    var updates = 0
    let session = try begin("parts")
    #expect(throws: RunInterrupted.self) {
      _ = try session.run(isCancelled: {
        updates += 1
        return updates >= 15
      })
    }
    // The first session is still there, but has closed the directory.
    #expect(throws: RunInterrupted.self) {
      _ = try resume("parts").run(isCancelled: { true })
    }
    let rest = try resume("parts").run(isCancelled: { false })
    #expect(rest[0].epochs == 3)
    #expect(try weights("parts") == weights("whole"))
    let again = try resume("parts").run(isCancelled: { false })
    #expect(again[0].test == rest[0].test, "a finished run is read, not trained")
    withExtendedLifetime(session) {}
  }

  @Test func `two sessions cannot work in one directory, one after the other can`() throws {
    var first: RunSession? = try begin("run")
    let error = #expect(throws: FileError.self) { try resume("run") }
    #expect(error?.description.contains("working on this run") == true)
    withExtendedLifetime(first) {}
    first = nil
    _ = try resume("run")
    #expect(try resume("run").run(isCancelled: { false })[0].epochs == 3)
  }

  @Test func `sessions leave no file open`() throws {
    func count() -> Int { (0..<1024).count { fcntl(CInt($0), F_GETFD) != -1 } }
    _ = try begin("first").run(isCancelled: { false })
    let before = count()
    for number in 0..<5 { _ = try begin("run\(number)").run(isCancelled: { false }) }
    // Tests that run at the same time open and close files too.
    #expect(count() < before + 5)
  }

  @Test func `what does not go together in a description is told by its keys`() throws {
    for (name, change, fragment): (String, (inout RunDescription) -> Void, String) in [
      ("a", { $0.data = .init(name: "minst") }, "did you mean 'mnist'?"),
      (
        "b", { $0.data = .init(name: "disk", directory: "/x") },
        "'directory' does not belong to the disk data"
      ),
      ("c", { $0.data = .init(name: "disk", split: 2) }, "'split' does not belong to disk"),
      ("d", { $0.data = .init(name: "disk", label: "x") }, "'label' belongs to csv"),
      ("e", { $0.data.validation = 1 }, "validation: is 1.0; it must be from 0 to below 1"),
      ("f", { $0.data = .init(name: "csv") }, "csv needs 'directory'"),
    ] {
      var wrong = description
      change(&wrong)
      let error = #expect(throws: (any Error).self) {
        try RunSession(wrong, output: place.path(name), settings: settings, console: console)
      }
      #expect(error.map { "\($0)".contains(fragment) } == true, "\(name)")
      #expect(!FileManager.default.fileExists(atPath: place.path(name)), "nothing is written")
    }
  }
}
