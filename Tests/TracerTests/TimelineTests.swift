import Engine
import Testing
import Tracer

/// docs/screens.md, "The order of steps": one update is 24 steps of the lesson and 32 events.
@Suite struct TimelineTests {
  private func timeline() throws -> Timeline {
    Timeline(try Case(contentsOf: ProvenanceTests.cases[0]).record())
  }

  @Test func `the four-layer lesson has 24 steps per update, ten of them backward`() throws {
    let timeline = try timeline()
    #expect(timeline.stops.count == 72)
    for update in 1...3 {
      let stops = timeline.stops(ofUpdate: update)
      #expect(stops.map(\.number) == Array(1...24))
      #expect(stops.filter { $0.phase == .backward }.map(\.backwardStep) == Array(1...10))
      // Events within the update, as the table of the lesson groups them.
      let start = stops[0].events.upperBound - 1
      let groups = stops.map { $0.events.upperBound - 1 - start }
      #expect(
        groups == [
          0, 1, 2, 3, 4, 6, 8, 9, 10, 11, 12, 13, 14, 17, 18, 19, 20, 21, 22, 23, 25, 27, 29, 31,
        ])
    }
  }

  @Test func `every event belongs to exactly one stop`() throws {
    let timeline = try timeline()
    var next = 0
    for stop in timeline.stops {
      #expect(stop.events.lowerBound == next)
      next = stop.events.upperBound
    }
    #expect(next == 99)
  }

  @Test func `jumps go by layer and phase, both ways`() throws {
    var timeline = try timeline()
    timeline.jumpLayer(1)
    #expect(timeline.current?.number == 2)
    timeline.jumpLayer(1)
    #expect(timeline.current?.number == 4)
    timeline.jumpLayer(-1)
    #expect(timeline.current?.number == 2)
    timeline.jumpPhase(1)
    #expect(timeline.current?.part == .loss)
    timeline.jumpPhase(1)
    #expect(timeline.current?.part == .initialError)
    timeline.jumpPhase(1)
    #expect(timeline.current?.part == .correction)
    timeline.jumpPhase(1)
    #expect(timeline.current?.update == 2)
    timeline.jumpPhase(-1)
    #expect(timeline.current?.part == .correction && timeline.current?.update == 1)
  }
}
