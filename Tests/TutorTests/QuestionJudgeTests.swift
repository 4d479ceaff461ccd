import Engine
import Testing
import Tracer

@testable import Tutor

@Suite struct QuestionJudgeTests {
  @Test(arguments: [
    // typed, value, equal, precise enough
    ("0.8", 0.8, true, true), (".8", 0.8, true, true), ("0.80", 0.8, true, true),
    ("-.325", -0.325, true, true), ("-0,33", -0.325, true, true), ("-.3", -0.325, true, false),
    ("14", 14, true, true), ("14.0", 14, true, true), ("13", 14, false, true),
    ("0", 1e-8, true, true), ("22.6", 22.627, true, true), ("23", 22.627, true, true),
    ("294912", 294912, true, true), ("3e-1", 0.3, false, false),
  ])
  func `a number is right when it is the value rounded to what was typed`(
    text: String, value: Double, isEqual: Bool, isPrecise: Bool
  ) {
    guard let typed = TypedNumber(text) else {
      #expect(text.contains("e"))
      return
    }
    #expect(typed.equals(value) == isEqual)
    if isEqual { #expect(typed.isPrecise(for: value) == isPrecise) }
  }

  private func judge(_ comments: String) throws -> QuestionJudge {
    let lesson = try SmallLesson.read(question: comments)
    let session = try LessonSession(lesson)
    let question = try #require(lesson.questions.first)
    return QuestionJudge(
      question: question, scope: session.scope(of: .question(question, position: 0)))
  }

  @Test func `an answer of a known mistake is told from others`() throws {
    let judge = try judge(
      """
      <!-- ask: number -->
      <!-- answer: S(d0)[0,2] -->
      <!-- wrong: S(d0)[0,2] - b(d0)[2] | a sum is only its products | The bias is missing. -->
      """)
    #expect(judge.verdict(on: .number("0.8")) == .right)
    #expect(judge.verdict(on: .number("1")) == .mistake(0))
    #expect(judge.verdict(on: .number("2")) == .wrong)
    guard case .unusable = judge.verdict(on: .number("x")) else { return #expect(Bool(false)) }
  }

  @Test func `a picked cell is judged by a truth about it, and by its tensor`() throws {
    let judge = try judge(
      """
      <!-- ask: pick tensor=Y(d0) -->
      <!-- answer: Y(d0)[here] = 0 -->
      <!-- wrong: Y(d0)[here] > 0.9 | loud cells are off | It is on. -->
      <!-- solution: 1 -->
      """)
    #expect(judge.verdict(on: .cell(key: "d0/map", index: [0, 1])) == .right)
    #expect(judge.verdict(on: .cell(key: "d0/map", index: [0, 0])) == .mistake(0))
    #expect(judge.verdict(on: .cell(key: "d0/map", index: [0, 2])) == .wrong)
    guard case .unusable = judge.verdict(on: .cell(key: "d1/map", index: [0, 1])) else {
      return #expect(Bool(false))
    }
  }

  @Test func `a sign is one of two options`() throws {
    let judge = try judge(
      """
      <!-- ask: sign -->
      <!-- answer: outputWith(X[0,1], 2.1) - Y(d2)[0,0] -->
      <!-- wrong: it rises | the first weight decides | A sign can turn at every layer. -->
      """)
    #expect(judge.verdict(on: .option(1)) == .right)
    #expect(judge.verdict(on: .option(0)) == .mistake(0))
  }
}
