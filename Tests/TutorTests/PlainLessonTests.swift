import Engine
import Foundation
import TestSupport
import Testing
import Tracer

@testable import TerminalKit
@testable import Tutor

@Suite struct PlainLessonTests {
  private let session: LessonSession
  private var run: LessonRun { session.run(of: .start) }

  init() throws { session = try LessonSession(LessonLibrary.lesson("four-layer")) }

  private func text(_ glyphs: Glyphs) -> [String] {
    var lines: [String] = []
    PlainLesson(session: session, glyphs: glyphs).write { lines.append($0) }
    return lines
  }

  @Test func `the whole lesson`() {
    expectGolden(text(.unicode).joined(separator: "\n") + "\n", file: "plain-four-layer.txt")
  }

  @Test(arguments: [Glyphs.unicode, .ascii])
  func `lines are short and free of drawing`(glyphs: Glyphs) {
    for line in text(glyphs) {
      #expect(line.count <= 80, "\(line)")
      #expect(!line.contains { "─│═▶◀█┤\u{1b}\t".contains($0) }, "\(line)")
      #expect(!line.hasSuffix(" "), "\(line)")
      if glyphs == .ascii { #expect(line.utf8.allSatisfy { $0 < 0x80 }, "\(line)") }
    }
  }

  @Test func `every stop tells where it is`() {
    let lines = text(.unicode)
    for stop in run.timeline.stops {
      let start =
        run.isLast(stop)
        ? "After update 3, step \(stop.number) of 10, "
        : "Update \(stop.update) of 3, step \(stop.number) of 24, "
      let backward = stop.backwardStep.map { "backward \($0) of 10: " } ?? ""
      #expect(lines.count { $0.hasPrefix(start + backward) } == 1, "\(start)")
    }
  }

  /// The table of a stop's result, read back and compared with the trace number by number.
  @Test func `the numbers are those of the trace`() throws {
    for stop in run.timeline.stops {
      let blocks = PlainStop(run: run, stop: stop, glyphs: .unicode).tensors()
        .filter { $0[0].hasPrefix("Result: ") }
      guard let cell = run.cell(for: stop) else {
        #expect(blocks.isEmpty)
        continue
      }
      let event = run.trace.events[cell.event].event
      let names = cell.tensor == .weights ? [.weights, .bias] : [cell.tensor]
      #expect(blocks.count == names.count)
      for (name, block) in zip(names, blocks) {
        guard name != .loss else {
          let loss = Double(block[0].dropFirst("Result: loss ".count))
          #expect(abs((loss ?? 9) - (event.value ?? 0)) <= 0.0005)
          continue
        }
        let tensor = try #require(event.tensors[name])
        expect(
          numbers(in: block), show: values(of: tensor, isKernel: name == .weights),
          "\(block[0]) of update \(stop.update)")
      }
    }
  }

  private func expect(_ shown: [String], show values: [Float], _ place: String) {
    #expect(shown.count == values.count, "\(place)")
    for (text, value) in zip(shown, values) {
      switch text {
      case "x", "0": #expect(value == 0, "\(place): \(text) for \(value)")
      case "+~0": #expect(value > 0 && value < 0.005, "\(place): \(text) for \(value)")
      case "-~0": #expect(value < 0 && value > -0.005, "\(place): \(text) for \(value)")
      default:
        let number = Float(text) ?? .nan
        #expect(abs(number - value) <= 0.00501, "\(place): \(text) for \(value)")
      }
    }
  }

  /// The numbers of the tables of a block: lines that begin with a row's number or a class.
  private func numbers(in block: [String]) -> [String] {
    block.dropFirst().flatMap { line -> [String] in
      let words = line.split(separator: " ").map(String.init)
      // Column numbers begin further right, names of maps with a letter and a blank.
      guard !line.hasPrefix("  "), !line.contains("map") else { return [] }
      return Array(words.dropFirst())
    }
  }

  /// The numbers of a tensor in the order in which its tables show them.
  private func values(of tensor: Tensor<Float>, isKernel: Bool) -> [Float] {
    let shape = tensor.shape.dimensions
    var cells: [[Int]] = tensor.elements.indices.map(tensor.shape.index(at:))
    func sort(_ key: @escaping ([Int]) -> [Int]) {
      cells.sort { key($0).lexicographicallyPrecedes(key($1)) }
    }
    switch (shape.count, shape.last) {
    case (4, _) where isKernel: sort { [$0[3], $0[2], $0[0], $0[1]] }
    case (4, _): sort { [$0[3], $0[1], $0[2]] }
    case (2, 18): sort { [$0[0], $0[1] % 2, $0[1] / 2] }
    default: break
    }
    return cells.compactMap { tensor.shape.offset(of: $0) }.map { tensor.elements[$0] }
  }

  /// The rule of a stop ends in the number that the trace holds for the chosen cell.
  @Test func `the worked cell comes out as the trace has it`() throws {
    for stop in run.timeline.stops {
      let lines = PlainStop(run: run, stop: stop, glyphs: .unicode).rule()
      guard let cell = run.cell(for: stop) else {
        #expect(
          lines.contains { $0.contains("not computed") || $0.contains("No correction, because") })
        continue
      }
      let value = try #require(Provenance(run.trace).value(at: cell))
      let isTold = lines.contains { line in
        guard let equals = line.lastIndex(where: { "=≈".contains($0) }) else { return false }
        let word = line[line.index(after: equals)...].split(separator: " ").first ?? ""
        return Float(word).map { abs($0 - value) <= 0.00051 } ?? false
      }
      #expect(isTold, "update \(stop.update) step \(stop.number): \(value) in \(lines)")
    }
  }
}
