import Testing
import TerminalKit

@testable import Tutor

@Suite struct PlainReaderTests {
  private func read(_ lines: [String]) throws -> (said: String, record: LessonRecord) {
    let session = try LessonSession(
      SmallLesson.read(
        question: """
          <!-- ask: number -->
          <!-- answer: S(d0)[0,2] -->
          <!-- hint: The third row. -->
          <!-- wrong: S(d0)[0,2] - b(d0)[2] | a sum is only its products | The bias is missing. -->
          <!-- explain: With the bias. -->
          """))
    var (rest, said) = (lines[...], "")
    var reader = PlainReader(
      session, glyphs: .unicode, read: { rest.popFirst() }, write: { said += $0 + "\n" })
    var kept = LessonRecord()
    reader.run { kept = $0 }
    return (said, kept)
  }

  @Test func `a question waits for its answer, which comes only then`() throws {
    let (said, record) = try read(["", "", "h", "1.0", "x", ".8", "", ""])
    #expect(said.contains("The third row."))
    #expect(said.contains("Not yet. Is it that a sum is only its products? The bias is missing."))
    #expect(said.contains("\"x\" is no number"))
    #expect(said.contains("Right. With the bias."))
    #expect(record.questions["q1"]?.outcome == .right && record.questions["q1"]?.hints == 1)
    #expect(record.isDone)
    #expect(said.contains("Well done."))
  }

  @Test func `leaving and the end of the input keep the place`() throws {
    let (said, record) = try read(["", "q"])
    #expect(record.position == 1 && !record.isDone)
    #expect(!said.contains("Answer:"))
    #expect(try read(["", "", "o"]).said.contains("Answer: 0.8. With the bias."))
    #expect(try read([""]).record.position == 1)
  }
}
