import Engine
import Testing
import Tracer

@testable import TerminalKit
@testable import Tutor

@Suite struct CellNamesTests {
  @Test func `indices count from 0 in the order of the shape`() throws {
    let lesson = try RecordedCases.fourLayer()
    let names = lesson.pane.names
    #expect(
      names.name(of: lesson.cell(.gradient, "c0", .weights, [1, 0, 0, 0])) == "∂W_A[1,0,0,0]")
    #expect(names.name(of: lesson.cell(.input, nil, .input, [0, 3, 2, 0])) == "X[3,2,0]")
    #expect(names.name(of: lesson.cell(.gradient, "d4", .weights, [2, 8])) == "∂W_Y[7,8]")
    #expect(
      names.places(of: lesson.cell(.gradient, "d4", .weights, [2, 8])) == [
        "weight i=8 of c=2, class 7"
      ])
    let batch = try RecordedCases.odd(0)
    #expect(
      batch.pane.names.name(of: batch.cell(.weightedSum, "c0", .weightedSum, [1, 3, 2, 0]))
        == "S_c0[1,3,2,0]")
  }

  /// A name with figures in brackets has as many as its tensor has axes, none of them below 0: in every
  /// pane of every step, in the prompt, the check, the list of users and plain text.
  @Test func `one cell has one name everywhere`() throws {
    var model = try TutorViewTests.lesson()
    var texts: [String] = []
    func look() {
      let size = Size(columns: 100, rows: 30)
      texts.append(TutorView(model: model, size: size).screen().text)
    }
    for _ in model.timeline.stops(ofUpdate: 1) {
      look()
      for keys in ["w", "w", "\t"] {
        model = model.updated(.key(keys == "\t" ? .tab : .character("w"))).model
        look()
      }
      model = model.updated(.key(.character("l"))).model
    }
    model = try TutorViewTests.lesson()
    let toRule2 = String(repeating: "l", count: 16)
    texts.append(try Play.screen(toRule2 + "f", size: Size(columns: 100, rows: 30)).text)
    model = try Play.model(toRule2)
    model = model.updated(.key(.character("e"))).model
    #expect(model.message?.hasPrefix("W_B[0,0,0,0] is .5: ") == true)
    look()
    let session = try LessonSession(LessonLibrary.lesson("four-layer"))
    PlainLesson(session: session, glyphs: .unicode).write { texts.append($0) }
    let axes = [
      "W_A": 4, "W_B": 4, "W_Y": 2, "b_A": 1, "b_B": 1, "b_Y": 1, "S_A": 3, "Y_A": 3, "δ_A": 3,
      "S_B": 3, "Y_B": 3, "δ_B": 3, "P": 3, "δ_P": 3, "R": 1, "δ_R": 1, "S_Y": 1, "Y": 1, "δ_Y": 1,
      "E": 1, "X": 3,
    ]
    let pattern = try Regex("(?<name>[A-ZSYWbδEX][A-Z_a-z]*)\\[(?<index>[-0-9TL,]+)\\]")
    var seen: Set<String> = []
    for match in texts.joined(separator: "\n").matches(of: pattern) {
      guard let name = match["name"]?.substring, let index = match["index"]?.substring,
        let count = axes[String(name)]
      else { continue }
      seen.insert(String(name))
      #expect(index.split(separator: ",").count == count, "\(name)[\(index)]")
      #expect(!index.contains("-"), "\(name)[\(index)]")
    }
    #expect(seen.isSuperset(of: ["W_A", "W_B", "W_Y", "S_A", "P", "X", "δ_B"]))
  }
}
