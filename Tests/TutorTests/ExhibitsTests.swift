import Engine
import Runs
import TerminalKit
import TestSupport
import Testing

@testable import Tutor

/// What `show:` comments may say, and what exhibits compute.
@Suite struct ExhibitsTests {
  @Test(arguments: [
    (
      "film",
      "\"film\" is no exhibit; there are initialization, disk, experiment, bench convolution"
    ),
    (
      "bench",
      "\"bench\" is no exhibit; there are initialization, disk, experiment, bench convolution"
    ),
    ("disk epoch=51", "epoch=51 is no whole number from 0 to 50"),
    ("disk epoch=", "epoch= is no whole number from 0 to 50"),
    ("disk seed=1", "\"seed=1\" is no setting of disk; there are epoch="),
    ("disk epoch=1 epoch=2", "epoch= is given twice"),
    ("bench convolution side=4", "\"side=4\" is no setting of bench convolution; it has none"),
    ("initialization activation=relax", "activation=relax: there are none, relu, tanh, sigmoid"),
    (
      "initialization weights=xavier",
      "weights=xavier: there are normal, glorot, he, glorot-uniform, glorot-normal, he-uniform, he-normal, and a scale such as 0.01 or 1/sqrt(n)"
    ),
    ("initialization layers=0", "layers=0 is no whole number from 1 to 1000"),
    ("experiment", "experiment needs id=, as in experiment id=1781687523"),
    (
      "experiment id=1781687524",
      "there is no experiment 1781687524; the nearest ids are 1781687523,"
    ),
  ])
  func `a setting that has no meaning is refused with its line`(comment: String, reason: String) {
    let body = "### More\n\n<!-- show: \(comment) -->\n\nWords.\n"
    let error = #expect(throws: FileError.self) { try SmallLesson.read(body) }
    let lines = (SmallLesson.head + body).split(separator: "\n", omittingEmptySubsequences: false)
    let line = lines.firstIndex { $0.contains("show:") }.map { $0 + 1 }
    #expect(error?.line == line, "\(String(describing: error))")
    #expect(error?.reason.hasPrefix("show: " + reason) == true, "\(String(describing: error))")
  }

  @Test func `the exhibits of the course can be read`() throws {
    for text in [
      "initialization activation=tanh weights=normal", "initialization weights=he activation=relu",
      "disk epoch=0", "disk", "experiment id=1781687523", "bench convolution",
    ] {
      _ = try Exhibits.exhibit(text)
    }
    #expect(try Exhibits.exhibit("disk epoch=1").key == Exhibits.exhibit("disk epoch=50").key)
  }

  /// The whole outcome, computed at once.
  private func outcome<Kind: Exhibit>(_ exhibit: Kind) throws -> Kind.Outcome {
    try #require(try exhibit.compute(ExhibitReporter { _ in true }))
  }

  // The figures of `hmdl-tui train`, which the report's run has too.
  @Test func `the disk is learnt as train learns it`() throws {
    let exhibit = try #require(try Exhibits.exhibit("disk epoch=50") as? DiskExhibit)
    let outcome = try outcome(exhibit)
    #expect(outcome.pictures.count == 51)
    let wanted = [(0, 1.361, 491), (1, 0.193, 722), (5, 0.115, 865), (50, 0.0505, 974)]
    for (epoch, loss, right) in wanted {
      let picture = outcome.pictures[epoch]
      #expect(picture.epoch == epoch)
      #expect(abs(picture.test.loss - loss) < 0.0006, "\(epoch): \(picture.test.loss)")
      #expect(picture.right == right, "epoch \(epoch)")
    }
    let last = outcome.pictures[50]
    #expect(abs((last.training?.loss ?? 0) - 0.0511) < 0.0001)
    // In the square, too, nearly all is right, and half of it is inside.
    #expect(last.share(of: .insideRight) + last.share(of: .outsideRight) > 0.95)
    #expect(abs(last.share(of: .insideRight) + last.share(of: .outsideWrong) - 0.5) < 0.01)
    let text = exhibit.lines(outcome).joined(separator: "\n")
    #expect(text.contains("after epoch 50 of 50 the test loss is 0.05"))
    #expect(text.contains("974 of 1000 test points are right"))
  }

  @Test func `the picture of the disk is the square, y upward`() throws {
    let exhibit = try #require(try Exhibits.exhibit("disk epoch=0") as? DiskExhibit)
    let setup = try DiskExhibit.setup()
    let picture = DiskPicture(
      epoch: 0, network: setup.network, loss: setup.learner.loss, training: nil,
      test: setup.test)
    let rect = Rect(row: 0, column: 0, columns: 32, rows: 16)
    var screen = Screen(size: rect.size)
    picture.draw(on: &screen, in: rect)
    var network = setup.network
    var context = ForwardContext(mode: .predicting)
    for row in 0..<16 {
      for column in 0..<32 {
        // The middle of the cell of the grid that is drawn here: three of its columns and rows are one of the screen's.
        let x = (Float(3 * column + 1) + 0.5) / 96
        let y = 1 - (Float(3 * row + 1) + 0.5) / 48
        network.forward(Tensor(shape: [1, 2], elements: [x, y]), context: &context)
        let says = network.output.elements[0] > 0.5
        let wanted: Character =
          switch (says, DiskProblem.isInside(x: x, y: y)) {
          case (true, true): "#"
          case (true, false): "+"
          case (false, true): "-"
          case (false, false): "·"
          }
        #expect(screen[row, column].character == wanted, "\(row), \(column)")
      }
    }
    #expect(exhibit.epoch == 0)
  }

  @Test func `an initialization has the demo's own signals and gradients`() throws {
    let text = "initialization activation=tanh weights=glorot layers=6 width=32 seed=3"
    let exhibit = try #require(try Exhibits.exhibit(text) as? InitializationExhibit)
    let run = try outcome(exhibit)
    var settings = PropagationSettings()
    (settings.layers, settings.width, settings.seed) = (6, 32, 3)
    settings.activation = .tanh
    settings.weights = .initializer(.glorotNormal)
    #expect(try run.signals.compactMap(\.self) == SignalPropagation.run(settings))
    settings.direction = .backward
    let back = try SignalPropagation.run(settings)
    #expect(run.opposite.compactMap(\.self) == back.sorted { $0.layer < $1.layer })
    let first = try #require(InitializationExhibit.sizes(run.opposite)[0])
    #expect(first == back[5].rootMeanSquare)
  }

  @Test func `a training is given up when nobody waits for it any more`() throws {
    let exhibit = try #require(try Exhibits.exhibit("disk") as? DiskExhibit)
    #expect(try exhibit.compute(ExhibitReporter { _ in false }) == nil)
  }

  @Test(.enabled(if: SharedData.has(SharedData.olivetti)))
  func `an experiment has the batches of the published log`() throws {
    let known = try #require(
      try Exhibits.exhibit("experiment id=1781687523") as? ExperimentExhibit)
    let exhibit = ExperimentExhibit(known, directory: SharedData.olivetti, epochs: 2)
    let curves = try outcome(exhibit)
    #expect(curves.points.count == 3)
    #expect(abs(curves.points[0].test.loss - 3.81) < 0.0001)
    #expect(Int((curves.points[0].test.accuracy * 120).rounded()) == 2)
    for (loss, wanted) in zip(curves.batches, [3.737, 3.853, 4.078, 3.680, 3.369]) {
      #expect(abs(loss - wanted) < 0.0006)
    }
    #expect(curves.batches.count == 10)
    #expect(abs(curves.points[1].training.loss - 2.8511) < 0.0001)
    #expect(abs(curves.points[2].test.loss - 2.4208) < 0.0001)
    let table = curves.tableLines(known.published).joined(separator: "\n")
    #expect(table.contains("log"))
    #expect(table.contains("0.2704"))
  }

  @Test func `data that are not there are one sentence with the remedy`() throws {
    let known = try #require(
      try Exhibits.exhibit("experiment id=1781687523") as? ExperimentExhibit)
    let exhibit = ExperimentExhibit(known, directory: "/nowhere", epochs: 1)
    var state = ExhibitState()
    exhibit.run {
      state.take($0)
      return true
    }
    #expect(state.outcome == nil)
    #expect(state.fault?.contains("/nowhere") == true)
    #expect(
      ExperimentExhibit.missing(.olivetti).description.contains("hmdl-tui data fetch olivetti"))
  }

  @Test func `convolutions are timed in every way`() throws {
    var exhibit = try #require(try Exhibits.exhibit("bench convolution") as? ConvolutionExhibit)
    exhibit.sides = [4]
    exhibit.kernelSizes = [3, 7]
    let rows = try outcome(exhibit)
    #expect(rows.map(\.shape.kernelSize) == [3, 7])
    #expect(rows[0].timings.map(\.variant) == [.direct, .gemm, .tiled, .winograd, .fft])
    #expect(rows[0].timings.allSatisfy { $0.forward ?? 0 > 0 })
    #expect(rows[1].timings[3].forward == nil)
    #expect(exhibit.lines(rows).joined().contains("no form for this kernel"))
  }
}
