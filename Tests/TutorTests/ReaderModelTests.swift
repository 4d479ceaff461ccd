import Engine
import TerminalKit
import Testing
import Tracer

@testable import Tutor

/// Reading a lesson by keys: pages, questions, hints, predictions, what is kept.
@Suite struct ReaderModelTests {
  private func reader(_ body: String, record: LessonRecord = LessonRecord()) throws -> ReaderModel {
    ReaderModel(try LessonSession(SmallLesson.read(body)), record: record)
  }

  private func play(_ keys: String, _ model: ReaderModel) -> ReaderModel {
    var model = model
    for key in Play.keys(keys) { model = Self.send(.key(key), to: model) }
    return model
  }

  /// One message, and at once what it asks of the stage.
  private static func send(_ message: TutorMessage, to model: ReaderModel) -> ReaderModel {
    var (model, requests) = model.updated(message)
    for case .stage(.record(let edits, let note)) in requests {
      let original = model.stage.original
      let outcome = Refusal.catching {
        edits.isEmpty ? original : try original.recorded(with: edits.map(\.change))
      }
      model = send(.recorded(edits, outcome, note: note), to: model)
    }
    return model
  }

  private static let number = """
    > What is S of A[2]?

    <!-- ask: number -->
    <!-- answer: S(d0)[0,2] -->
    <!-- hint: One. -->
    <!-- hint: Two: {b(d0)[2]}. -->
    <!-- wrong: S(d0)[0,2] - b(d0)[2] | a sum is only its products | The bias is missing. -->
    <!-- explain: With the bias. -->
    """

  @Test func `the pages are start, steps with their questions, and the end`() throws {
    let model = try reader(Self.number)
    #expect(model.session.items.count == 5)
    #expect(model.session.stepCount == 2)
    #expect(model.isCover)
    let second = play("<right>", model)
    #expect(second.stage.guide?.caption?.short == "A[0] gets 1.")
    #expect(second.stage.guide?.step?.number == 1)
    #expect(play("<right><right><right><right>", model).record.isDone)
    #expect(play("G<left>", model).stage.guide?.caption?.short == "Y is 0.35.")
    #expect(play("<right>:2<enter>", model).position == 3)
  }

  @Test func `a wrong number gets its explanation, the right one is kept`() throws {
    var model = play("<right><right>1.0<enter>", try reader(Self.number))
    #expect(model.stage.guide?.card?.misconception == "Is it that a sum is only its products?")
    #expect(model.stage.guide?.card?.explanation == "The bias is missing.")
    model = play("7<enter>", model)
    #expect(model.stage.guide?.card?.hints == ["One."])
    model = play("h", model)
    #expect(model.stage.guide?.card?.hints == ["One.", "Two: -0.2."])
    model = play(".80<enter>", model)
    #expect(model.record.questions["q1"]?.outcome == .right)
    #expect(model.record.questions["q1"]?.tries == 2)
    #expect(model.stage.guide?.card?.explanation == "With the bias.")
    #expect(play("<enter>", model).position == 3)
  }

  @Test func `what is asked for is covered, on the pages before too, until it is answered`() throws
  {
    let model = play("<right>", try reader(Self.number))
    let event = try #require(
      model.stage.walk.trace.position(.weightedSum, layer: "d0", update: 1))
    let cell = CellAddress(event: event, tensor: .weightedSum, index: [0, 2])
    #expect(model.stage.guide?.covered.contains(cell) == true)
    let opened = play("<right>o", model)
    #expect(opened.record.questions["q1"]?.outcome == .opened)
    #expect(opened.stage.guide?.card?.given == "the answer: 0.8")
    #expect(opened.stage.guide?.covered.isEmpty == true)
    // Who goes on without an answer sees the numbers.
    #expect(play("<right><right>", model).stage.guide?.covered.isEmpty == true)
  }

  @Test func `a guess is kept, and shown with the outcome at the next step until it is put away`()
    throws
  {
    let body = """
      > Does it rise?

      <!-- ask: predict -->
      <!-- option: it rises -->
      <!-- option: it falls -->
      <!-- answer: it falls -->
      <!-- proof: Y(d2)[0,0] < 1 -->
      <!-- explain: Because. -->
      """
    let model = play("<right><right>1<enter><enter>", try reader(body))
    #expect(model.stage.guide?.card?.text == "You said: it rises. It is: it falls.")
    #expect(model.stage.guide?.isAsking == false)
    #expect(play("<esc>", model).stage.guide?.card == nil)
    #expect(model.score.all == 0)
  }

  @Test func `an edit is judged as soon as it is computed`() throws {
    let body = """
      > Switch A[1] on.

      <!-- ask: edit -->
      <!-- answer: Y(d0)[0,1] > 0 -->
      <!-- wrong: * | any weight will do | It is still off. -->
      <!-- solution: W(d0)[1,1] := -0.1 -->
      """
    var model = play("<right><right>", try reader(body))
    let key = "d0/\(TensorName.weights.rawValue)"
    for _ in 0..<4 {
      if let cell = model.stage.focusedCell,
        Model.key(cell, in: model.stage.walk.trace) == key
      {
        break
      }
      model = play("<tab>", model)
    }
    var cell = try #require(model.stage.focusedCell)
    cell.index = [1, 1]
    model.stage.choose(cell)
    let wrong = play("e-.5<enter>", model)
    #expect(wrong.stage.guide?.card?.explanation == "It is still off.")
    let right = play("e-.1<enter>", model)
    #expect(right.record.questions["q1"]?.outcome == .right)
    // The next page shows the case as it is.
    #expect(play("<right>", right).stage.edits.isEmpty)
  }

  @Test func `a fault is in the trace of its question alone`() throws {
    let body = """
      > Which cell shows it?

      <!-- ask: bug fault=no-gate tensor=delta(d0) stop=delta,d0 -->
      <!-- solution: 1 -->
      """
    let model = play("<right><right>", try reader(body))
    let delta = try #require(model.stage.walk.trace.position(.delta, layer: "d0", update: 1))
    let faulty = model.stage.walk.trace.events[delta].tensor(.delta)?.elements[1]
    #expect(faulty == 0.3705)
    let answered = play("<down><enter>", model)
    #expect(answered.record.questions["q1"]?.outcome == .right)
    let next = play("<right>", answered)
    #expect(next.stage.walk.trace.events[delta].tensor(.delta)?.elements[1] == 0)
  }

  @Test func `a lesson goes on where it was left`() throws {
    let first = play("<right><right>.8<enter>", try reader(Self.number))
    let again = try reader(Self.number, record: first.record)
    #expect(again.position == first.position)
    #expect(again.score == (1, 1))
  }

  @Test func `leaving, help and the list reach the page`() throws {
    let model = play("<right>", try reader(Self.number))
    #expect(model.updated(.key(.character("q"))).requests == [.leave])
    #expect(model.updated(.key(.character("?"))).requests == [.help])
    #expect(model.updated(.key(.character("L"))).requests == [.list])
  }
}
