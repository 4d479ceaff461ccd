import Engine
import Foundation
import Testing

@Suite struct ScheduleTests {
  @Test func `constant stays`() {
    #expect(Schedule.constant.rate(initial: 0.1, epoch: 70, total: 100) == 0.1)
  }

  /// η_t = η_{t−1} / (1 + decay·t), t from 0: it compounds.
  @Test func `inverse time compounds`() {
    let schedule = Schedule.inverseTime(decay: 0.5)
    let rates = (0..<4).map { schedule.rate(initial: 1, epoch: $0, total: 4) }
    let wanted = [1, 1 / 1.5, 1 / 1.5 / 2, 1 / 1.5 / 2 / 2.5]
    #expect(zip(rates, wanted).allSatisfy { abs($0 - $1) < 1e-15 })
  }

  @Test func `step multiplies every so many epochs`() {
    let schedule = Schedule.step(factor: 0.5, epochs: 3)
    let rates = (0..<7).map { schedule.rate(initial: 8, epoch: $0, total: 7) }
    #expect(rates == [8, 8, 8, 4, 4, 4, 2])
  }

  @Test func `cosine falls from η to almost 0`() {
    let rates = (0..<10).map { Schedule.cosine.rate(initial: 1, epoch: $0, total: 10) }
    #expect(rates[0] == 1)
    #expect(abs(rates[5] - 0.5) < 1e-15)
    #expect(abs(rates[9] - (1 + cos(0.9 * Double.pi)) / 2) < 1e-15)
    #expect(zip(rates, rates.dropFirst()).allSatisfy { $0 > $1 })
  }
}
