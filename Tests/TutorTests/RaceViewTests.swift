import Engine
import Testing
import Tracer

@testable import TerminalKit
@testable import Tutor

@Suite struct RaceViewTests {
  private static let ten = [
    "race-sgd", "race-momentum", "race-ema", "race-nesterov", "race-adagrad", "race-rmsprop",
    "race-adam", "race-nadam", "race-adamax", "race-amsgrad",
  ]

  private func view(
    _ names: [String] = ten, at name: String = "race-sgd", part: Stop.Part = .loss,
    update: Int = 11, glyphs: Glyphs = .unicode, covered: [(TensorName, TraceKind, String?)] = []
  ) throws -> RaceView {
    let isLayer = part != .loss
    return RaceView(
      try StopViewCases.subject(
        StopViewCases.walk(names, at: name), part, isLayer ? "d0" : nil, update: update,
        covered: covered, glyphs: glyphs))
  }

  private func lines(_ view: RaceView, _ columns: Int, _ rows: Int) -> [String] {
    view.upper(Size(columns: columns, rows: rows)).lines.map(\.text)
  }

  @Test func `the table of the mock after ten steps`() throws {
    let text = lines(try view(), 80, 14)
    let known = [
      (">S", "sgd", ".8", ".38", ".68", ".0493"), ("M", "momentum", ".1", ".05", "1.00", ".1141"),
      ("E", "ema", "1", ".05", "1.00", ".1141"), ("N", "nesterov", ".1", ".12", ".93", ".0972"),
      ("G", "adagrad", ".5", ".10", ".99", ".1053"), ("R", "rmsprop", ".1", "0", "1.09", ".1284"),
      ("A", "adam", ".2", "-.10", "1.10", ".1501"), ("D", "nadam", ".2", ".19", ".86", ".0834"),
      ("X", "adamax", ".2", "-.23", "1.36", ".1984"),
      ("Z", "amsgrad", ".2", "-.24", "1.36", ".1991"),
    ]
    for row in known {
      let end = [row.0, row.1, row.2, row.3, row.4, row.5]
      #expect(
        text.contains { $0.split(separator: " ").map(String.init).suffix(6) == end[...] }, "\(end)")
    }
    let sgd = try StopViewCases.number("race-sgd", "loss", nil, [], update: 11)
    #expect(abs(sgd - 0.0493) < 1e-3)
  }

  @Test func `the bowl has the floor and the curvatures of the lesson`() throws {
    let quadratic = try #require(try view().surface?.quadratic)
    let floor = try #require(quadratic.floor)
    #expect(abs(floor.w - 1) < 1e-9 && abs(floor.b) < 1e-9)
    #expect(abs(quadratic.principal.0 - 2.133) < 5e-4)
    #expect(abs(quadratic.principal.1 - 0.117) < 5e-4)
  }

  @Test func `the surface is the loss that the network computes`() throws {
    for name in ["race-sgd", "centred-sgd", "drift-adam"] {
      let walk = try StopViewCases.walk(name)
      let experiment = try #require(walk.experiment)
      let surface = try #require(
        LossSurface(experiment, update: 1, start: LossSurface.Point(w: 0, b: 0)))
      let quadratic = try #require(surface.quadratic)
      for place in [(0.3, -0.7), (2, 5), (-11, 0.01)] {
        let point = LossSurface.Point(w: place.0, b: place.1)
        #expect(abs(quadratic(point) - surface.computed(point)) < 1e-8)
      }
      let recorded = try #require(
        walk.trace.position(.loss, layer: nil, update: 1)
          .flatMap { walk.trace.events[$0].event.value })
      let start = try #require(RaceTable(try StopViewCases.subject(walk, .loss))?.start)
      #expect(abs(surface.computed(start) - recorded) < 1e-9)
    }
  }

  @Test func `a loss with edges is computed by the network`() throws {
    var experiment = try #require(try StopViewCases.walk("race-sgd").experiment)
    experiment.header.loss = .meanAbsoluteError
    let surface = try #require(
      LossSurface(experiment, update: 1, start: LossSurface.Point(w: -1, b: 1.5)))
    #expect(surface.quadratic == nil)
    let box = LossSurface.Box(w: -1...1, b: -1...1)
    let values = surface.values(box, columns: 33, rows: 17)
    let corner = surface.computed(LossSurface.Point(w: -1, b: 1))
    #expect(abs(values[0] - corner) < 1e-12)
  }

  @Test func `the own way is marked and others only by their letters`() throws {
    let text = lines(try view(), 80, 14).map { String($0.prefix(44)) }.joined(separator: "\n")
    #expect(text.contains("@") && text.contains("+") && text.contains("o") && text.contains("S"))
    let count = text.count { $0 == "o" }
    #expect(count >= 5)
  }

  @Test func `nothing is shown of updates to come`() throws {
    let first = try view(update: 1)
    #expect(first.table?.updates == 0)
    #expect(first.table?.ways.allSatisfy { $0.points.count == 1 } == true)
    let corrected = try view(part: .correction, update: 1)
    #expect(corrected.table?.updates == 1)
    let covered = try view(part: .correction, update: 1, covered: [(.weights, .correction, "d0")])
    #expect(covered.table?.updates == 0)
  }

  @Test func `only cases that begin at the same point race`() throws {
    let table = try #require(
      try view(["centred-sgd", "race-sgd", "centred-adagrad"], at: "centred-sgd").table)
    #expect(table.ways.map(\.name) == ["sgd", "adagrad"])
    #expect(table.others.map(\.name) == ["race-sgd"])
  }

  @Test func `what they share is left out of the names of those that race`() throws {
    let table = try #require(
      try view(["race-sgd", "race-adam", "drift-adam"], at: "race-sgd").table)
    #expect(table.ways.map(\.name) == ["sgd", "adam"])
    #expect(table.others.map(\.name) == ["drift-adam"])
  }

  /// η = 1 is too long for the steep side: the loss is 5876 after 40 steps.
  @Test func `a way that flies off does not shrink the picture`() throws {
    let near = lines(try view(["race-sgd", "race-adam"]), 60, 14)
    let far = lines(try view(["race-sgd", "race-adam", "race-sgd-long"]), 60, 14)
    #expect(near.last?.suffix(4) == far.last?.suffix(4))
  }

  @Test func `contour levels are round`() {
    #expect(RaceChart.levels([0, 3]) == [0.02, 0.05, 0.1, 0.2, 0.5, 1, 2])
    #expect(RaceChart.levels([-1, 1]).contains(0))
    #expect(RaceChart.levels([1, 1]).isEmpty)
    #expect(RaceChart.levels([.nan]).isEmpty)
  }

  /// In debug, where the program is some thirty times slower than in release.
  @Test func `a picture is drawn in little time`() throws {
    let view = try view()
    let room = Size(columns: 198, rows: 40)
    let time = ContinuousClock().measure { _ = view.upper(room) }
    #expect(time < .milliseconds(1500), "\(time)")
  }

  @Test func `every room and glyph`() throws {
    for name in ["race-sgd", "race-adam"] {
      for update in [1, 11, 41] {
        try StopViewCases.expectFits { try view(at: name, update: update, glyphs: $0) }
      }
    }
    try StopViewCases.expectFits { glyphs in
      try view(
        ["race-sgd-long", "race-sgd", "race-sgd-short"], at: "race-sgd-long", update: 41,
        glyphs: glyphs)
    }
    try StopViewCases.expectFits { glyphs in
      try view(["drift-sgd", "drift-adam"], at: "drift-adam", update: 20, glyphs: glyphs)
    }
    let other = Walk(try RecordedCases.fourLayer().trace, title: "four-layer")
    try StopViewCases.expectFits { glyphs in
      RaceView(try StopViewCases.subject(other, .loss, glyphs: glyphs))
    }
  }
}
