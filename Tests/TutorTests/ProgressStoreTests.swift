import Engine
import Foundation
import TestSupport
import Testing

@testable import Tutor

@Suite struct ProgressStoreTests {
  @Test func `records are kept one by one, and forgotten`() throws {
    let directory = try TemporaryDirectory()
    let store = ProgressStore(path: directory.path + "/state/hmdl-tui/progress.json")
    #expect(try store.records().isEmpty)
    var record = LessonRecord()
    record.position = 3
    record.questions["q1"] = QuestionState(tries: 2, hints: 1, outcome: .right, given: ".8")
    try store.keep(record, of: "signals")
    try store.keep(LessonRecord(), of: "blame")
    #expect(try store.records()["signals"] == record)
    #expect(try store.records().count == 2)
    try store.reset("signals")
    #expect(try store.records().keys.sorted() == ["blame"])
    try store.reset(nil)
    #expect(try store.records().isEmpty)
  }

  @Test func `a file that is no progress is refused and left as it is`() throws {
    let directory = try TemporaryDirectory()
    let path = directory.path + "/progress.json"
    let store = ProgressStore(path: path)
    for text in ["", "{", "[1]", "{\"format\":2,\"lessons\":{}}"] {
      try Data(text.utf8).write(to: URL(fileURLWithPath: path))
      let error = #expect(throws: FileError.self) { try store.keep(LessonRecord(), of: "x") }
      #expect(error?.file == path)
      #expect(try String(contentsOfFile: path, encoding: .utf8) == text)
    }
  }

  @Test func `the usual place follows the XDG directories`() {
    #expect(
      ProgressStore.usual(environment: ["XDG_STATE_HOME": "/s", "HOME": "/h"]).path
        == "/s/hmdl-tui/progress.json")
    #expect(
      ProgressStore.usual(environment: ["XDG_STATE_HOME": "s", "HOME": "/h"]).path
        == "/h/.local/state/hmdl-tui/progress.json")
  }
}
