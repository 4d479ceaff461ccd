import Engine
import TerminalKit
import TestSupport
import Testing

@testable import Tutor

/// Pages of exhibits: when work is asked for, what is shown meanwhile, and at which sizes.
@Suite struct ExhibitViewTests {
  private static let body = """
    ## Larger

    ### A few layers

    <!-- show: initialization activation=relu weights=glorot layers=5 width=8 -->

    Signals fade.

    ### The same

    <!-- show: initialization activation=relu weights=glorot layers=5 width=8 -->

    Once more.

    ### No such data

    <!-- show: initialization weights=he layers=4 width=8 -->

    Another one.

    """

  private func page() throws -> ReaderPage {
    ReaderPage(try LessonSession(SmallLesson.read(Self.body)))
  }

  private func reader(_ keys: String) throws -> ReaderModel {
    var model = ReaderModel(try LessonSession(SmallLesson.read(Self.body)))
    for key in Play.keys(keys) { model = model.updated(.key(key)).model }
    return model
  }

  @Test func `keys are answered while an exhibit is computed`() throws {
    let worker = HeldWorker()
    let keys = Play.keys("<right><right>").map(ScriptedTerminal.Step.key)
    let screens = Program.play(
      try page(), keys + [.key(.character("?")), .key(.escape), worker.release], worker: worker)
    let waiting = screens[2].text
    #expect(waiting.contains("A few layers"))
    #expect(waiting.contains("computing"))
    #expect(screens[3].text != waiting)
    let done = try #require(screens.last).text
    #expect(!done.contains("computing"))
    #expect(done.contains("mean x²"))
    #expect(done.contains("fades") || done.contains("vanishes"))
  }

  @Test func `work is asked for once, and stopped by leaving the page`() throws {
    let first = try reader("<right>").updated(.key(.right))
    #expect(first.requests.contains(.computeExhibit))
    // A page with the same exhibit lets it go on, one without stops it, one with another replaces it.
    let same = first.model.updated(.key(.right))
    #expect(!same.requests.contains(.computeExhibit))
    #expect(!same.requests.contains(.stopExhibit))
    #expect(first.model.updated(.key(.left)).requests.contains(.stopExhibit))
    #expect(same.model.updated(.key(.right)).requests.contains(.computeExhibit))
    // What is there is not computed again.
    var model = first.model
    let exhibit = try #require(model.exhibit)
    exhibit.run { report in
      model = model.updated(.exhibit(key: exhibit.key, report)).model
      return true
    }
    #expect(model.computing == nil)
    let again = model.updated(.key(.left)).model.updated(.key(.right))
    #expect(!again.requests.contains(.computeExhibit))
    #expect(again.model.exhibits[exhibit.key]?.isFinished == true)
  }

  @Test func `what fails is one sentence, and is tried again later`() throws {
    var model = try reader("<right><right>")
    let key = try #require(model.exhibit?.key)
    model = model.updated(.exhibit(key: key, .failed("There are no data."))).model
    for size in [Size(columns: 80, rows: 24), Size(columns: 40, rows: 12)] {
      var shown = model
      shown.scroll = 100
      #expect(ReaderView(model: shown, size: size).screen().text.contains("There are no data."))
    }
    #expect(model.computing == nil)
    let away = model.updated(.key(.left)).model
    #expect(away.updated(.key(.right)).requests.contains(.computeExhibit))
  }

  @Test func `a lesson that goes on at an exhibit computes it`() throws {
    let session = try LessonSession(SmallLesson.read(Self.body))
    var record = LessonRecord()
    record.position = 4
    let screens = Program.play(ReaderPage(session, record: record), [.key(.character("x"))])
    #expect(try #require(screens.last).text.contains("mean x²"))
  }

  @Test(
    arguments: [(80, 24), (200, 60), (40, 12), (20, 5), (100, 14), (72, 8)],
    [Glyphs.unicode, .ascii])
  func `every exhibit fits every size`(size: (Int, Int), glyphs: Glyphs) throws {
    let size = Size(columns: size.0, rows: size.1)
    for (exhibit, outcome) in try Self.outcomes() {
      for state in [
        ExhibitState(), ExhibitState(outcome: outcome, progress: "epoch 1 of 2"),
        ExhibitState(outcome: outcome, isFinished: true),
        ExhibitState(fault: "No data.", isFinished: true),
      ] {
        for scroll in [0, 3, 1000] {
          var screen = Screen(size: size, glyphs: glyphs)
          let rect = Rect(row: 1, column: 0, columns: size.columns, rows: size.rows - 2)
          let view = ExhibitView(
            exhibit: exhibit, state: state,
            words: { columns in TextWrap.lines(Self.words, width: columns).map { Line($0) } },
            scroll: scroll)
          _ = view.draw(on: &screen, in: rect)
          // Nothing stands in the rows of title and keys.
          #expect(screen.lines.first == "" && screen.lines.last == "")
          #expect(screen.lines.dropFirst().contains { !$0.isEmpty })
          if glyphs == .ascii { #expect(screen.text.utf8.allSatisfy { $0 < 0x80 }) }
        }
      }
    }
  }

  private static let words =
    "One epoch, 200 updates: test loss .193, 722 right. The largest errors are gone, and an edge has begun to form."

  private static func outcomes() throws -> [(any Exhibit, any Sendable)] {
    var convolution = try #require(
      try Exhibits.exhibit("bench convolution") as? ConvolutionExhibit)
    (convolution.sides, convolution.kernelSizes) = ([2], [3])
    let disk = try DiskExhibit(ExhibitSettings(values: ["epoch": "0"]))
    let setup = try DiskExhibit.setup()
    let picture = DiskPicture(
      epoch: 0, network: setup.network, loss: setup.learner.loss, training: nil,
      test: setup.test)
    let small = try Exhibits.exhibit("initialization layers=30 width=4")
    let run = ExhibitStore().state(of: small).outcome
    let timings = ExhibitStore().state(of: convolution).outcome
    var curves = ExperimentCurves(epochs: 100, training: 280, test: 120)
    for loss in 1...50 {
      let value = Evaluation(loss: 1 / Double(loss), accuracy: 0.5)
      curves.points.append(.init(training: value, test: value))
    }
    return [
      (disk, DiskExhibit.Outcome(pictures: [picture])), (small, try #require(run)),
      (convolution, try #require(timings)),
      (try Exhibits.exhibit("experiment id=1781687523"), curves),
    ]
  }

  @Test func `words come first and the picture below where the screen is narrow`() throws {
    var model = try reader("<right><right>")
    let exhibit = try #require(model.exhibit)
    model.exhibits[exhibit.key] = ExhibitStore().state(of: exhibit)
    let size = Size(columns: 40, rows: 12)
    #expect(ReaderView(model: model, size: size).screen().text.contains("Signals fade."))
    for key in Play.keys("<down><down><down><down><down><down><down>") {
      model = model.updated(.key(key)).model
    }
    let below = ReaderView(model: model, size: size).screen().text
    #expect(!below.contains("Signals fade."))
    #expect(below.contains("x →") || below.contains("┤"))
  }

  @Test func `plain text has the numbers in sentences and a table`() throws {
    let session = try LessonSession(SmallLesson.read(Self.body))
    var lines: [String] = []
    PlainLesson(session: session, glyphs: .ascii).write { lines.append($0) }
    #expect(lines.contains { $0.hasPrefix("layer     mean x^2") })
    #expect(lines.contains("try it: hmdl-tui demo initialization"))
    #expect(lines.allSatisfy { $0.count <= 80 })
  }
}
