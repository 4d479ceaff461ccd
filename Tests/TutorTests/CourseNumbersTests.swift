import Foundation
import Testing

@testable import Tutor

/// The course against numbers of an independent program: a number that changes in the engine, in a case or in an
/// expression of a lesson differs from them.
@Suite struct CourseNumbersTests {
  /// Traces hold Floats: some seven digits, of which long sums cost one or two.
  private static func agree(_ got: Double?, _ wanted: Double) -> Bool {
    guard let got else { return false }
    return (got - wanted).magnitude <= max(1e-5 * wanted.magnitude, 1e-6)
  }

  @Test func `every number of a case is in the trace`() throws {
    let (course, numbers) = (try RecordedCourse.all.get(), try CourseNumbers.all.get().numbers)
    var compared = 0
    for number in numbers {
      guard let name = number.case,
        let run = try course.run(number.lesson, case: name, fault: number.fault)
      else { continue }
      let value = try run.expression(number.expression).number(
        in: run.scope(update: number.update ?? 1))
      #expect(
        Self.agree(value, number.value),
        "\(number.lesson), \(name), update \(number.update ?? 1): \(number.expression) is \(value.map { "\($0)" } ?? "missing"), wanted \(number.value)"
      )
      compared += 1
    }
    // 157 belong to cases; the lessons have them all.
    #expect(compared == numbers.count { $0.case != nil } && compared >= 157)
  }

  @Test func `every answer and every known mistake has its value`() throws {
    let (course, answers) = (try RecordedCourse.all.get(), try CourseNumbers.all.get().answers)
    var evaluated = 0
    for answer in answers {
      guard let value = answer.value else { continue }
      let what = "\(answer.lesson), question \(answer.question)"
      let run = try #require(
        try course.run(answer.lesson, case: answer.case), "\(what): no case \(answer.case ?? "")")
      let (expression, scope) = (try run.expression(answer.answer), run.scope(update: 1))
      switch value {
      case .number(let wanted):
        let got = expression.number(in: scope)
        #expect(
          Self.agree(answer.isSign ? got.map { $0 > 0 ? 1 : -1 } : got, wanted),
          "\(what): \(answer.answer) is \(got ?? .nan), wanted \(wanted)")
        if let wrong = answer.wrong, let wanted = answer.wrongValue {
          let got = try run.expression(wrong).number(in: scope)
          #expect(Self.agree(got, wanted), "\(what): \(wrong) is \(got ?? .nan), wanted \(wanted)")
        }
      case .truth(let wanted):
        // What is to be reached by an edit does not hold before it.
        guard let solution = answer.solution else {
          #expect(expression.holds(in: scope) == wanted, "\(what): \(answer.answer)")
          break
        }
        #expect(expression.holds(in: scope) != wanted, "\(what): \(answer.answer) before the edit")
        let after = try run.edited(solution).scope(update: 1)
        #expect(
          expression.holds(in: after) == wanted, "\(what): \(answer.answer) after \(solution)")
      }
      evaluated += 1
    }
    #expect(evaluated >= 60)
  }

  @Test func `a lesson's questions have the answers that were computed`() throws {
    let (course, answers) = (try RecordedCourse.all.get(), try CourseNumbers.all.get().answers)
    for answer in answers where ["number", "choice"].contains(answer.kind) || answer.isSign {
      let session = try #require(course.sessions[answer.lesson])
      let isAsked = asks(for: answer, in: session)
      #expect(
        isAsked,
        "\(answer.lesson), question \(answer.question): no question has the answer \(answer.answer)"
      )
    }
  }

  /// Whether a question of the lesson has this answer where it is asked: the text, or the value.
  private func asks(for answer: CourseNumbers.Answer, in session: LessonSession) -> Bool {
    session.items.contains { item in
      guard let question = item.question else { return false }
      let scope = session.scope(of: item)
      switch (question.answer, answer.value) {
      case (.option(let option), nil):
        return question.options[option].filled(in: scope) == answer.answer
      case (.value(let expression), .number(let wanted)?):
        let got = expression.number(in: scope)
        // Cases have other layers: not every one knows the layers of the answer.
        let isSame = expression == (try? session.run(of: item).expression(answer.answer))
        return Self.agree(isSame && answer.isSign ? got.map { $0 > 0 ? 1 : -1 } : got, wanted)
      default: return false
      }
    }
  }

  /// A deviation is a sentence too: what the lesson says in its place, number by number.
  @Test(arguments: Course.ids)
  func `a lesson says the sentences that were computed, or those of the table`(lesson: String)
    throws
  {
    let course = try RecordedCourse.all.get()
    let (numbers, deviations) = (try CourseNumbers.all.get(), try CourseDeviations.all.get())
    let said = course.paragraphs(of: lesson)
    for sentence in numbers.sentences where sentence.lesson == lesson {
      let what = "\(lesson), sentence \(sentence.step)"
      let isSaid = said.contains(RecordedCourse.comparable(sentence.text))
      guard let deviation = deviations.sentence(lesson, sentence.step) else {
        #expect(
          isSaid,
          "\(what): \"\(sentence.text)\" is not said; nearest is \"\(nearest(to: sentence.text, in: said))\""
        )
        continue
      }
      #expect(!isSaid, "\(what) is said: it need not be in deviations.json")
      #expect(!deviation.reason.isEmpty, "\(what): a deviation has a reason")
      guard let says = deviation.says else { continue }
      let lacking = Set(CourseDeviations.numbers(in: RecordedCourse.comparable(sentence.text)))
        .subtracting(CourseDeviations.numbers(in: says))
      #expect(
        lacking == Set(deviation.lacks ?? []), "\(what): numbers of the sentence that are not said")
      #expect(
        said.contains(RecordedCourse.comparable(says)),
        "\(what): \"\(says)\" is not said; nearest is \"\(nearest(to: says, in: said))\"")
    }
  }

  /// The sentence that has the most words in common.
  private func nearest(to text: String, in sentences: [String]) -> String {
    let words = Set(text.split(separator: " "))
    func common(_ sentence: String) -> Int {
      words.intersection(sentence.split(separator: " ")).count
    }
    return sentences.max { common($0) < common($1) } ?? ""
  }
}
