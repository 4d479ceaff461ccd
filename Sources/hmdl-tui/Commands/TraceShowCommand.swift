import ArgumentParser
import Engine
import Foundation
import TerminalKit
import Tracer
import Tutor

/// `trace show`: a trace as plain text, down to the terms of one cell.
struct TraceShowCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "show", abstract: "Print the events of a trace, one event, or one cell.",
    discussion: """
      Without options all events, one per line. With --step that event and its numbers. With --cell \
      also how that number was computed: its terms, and the cells that use it. Cells are written \
      STEP:NAME[INDICES], with every index in shape order and counted from 0; the sample, which \
      comes first, is left out where the batch holds one.
      """)

  @Argument(help: "The trace (JSON Lines).")
  var file: String

  @Option(help: "The step to show in full.")
  var step: Int?

  @Option(help: "Only events of this layer, c0 for instance.")
  var layer: String?

  @Option(help: "The tensor of the step to show.")
  var tensor: String?

  @Option(
    help: """
      The cell of the tensor to explain: every index in shape order, 0,3,2,0 for instance; the \
      sample may be left out where the batch is 1, 3,2,0.
      """,
    transform: CellIndex.init)
  var cell: CellIndex?

  func validate() throws {
    guard step != nil || (cell == nil && tensor == nil) else {
      throw ValidationError("--cell and --tensor say what of a step to show: give --step as well.")
    }
  }

  func run() throws {
    let (trace, warning) = try TraceFile.read(file)
    if let warning {
      FileHandle.standardError.write(Data("hmdl-tui: warning: \(warning)\n".utf8))
    }
    let glyphs = DisplayOptions().glyphsOfLocale()
    for line in try lines(of: trace) { print(glyphs.spell(line)) }
  }

  private func lines(of trace: Trace) throws(TraceShowError) -> [String] {
    if let layer, trace.header.index(of: layer) == nil {
      throw TraceShowError("layer \(layer)", has: trace.header.names)
    }
    let listing = TraceListing(trace: trace)
    guard let step else { return listing.table(layer: layer) }
    guard trace.events.indices.contains(step) else {
      throw TraceShowError(
        "step \(step)",
        has: trace.events.isEmpty ? [] : ["the steps 0 to \(trace.events.count - 1)"])
    }
    if let layer, trace.events[step].event.layer != layer {
      throw TraceShowError(
        "layer \(layer) at step \(step)", has: [trace.events[step].event.layer ?? "no layer"])
    }
    let tensor = tensor.map { TensorName(rawValue: $0) }
    guard let cell else { return try listing.event(step, tensor: tensor) }
    return try listing.cell(step, tensor: tensor, index: cell.indices)
  }
}

/// The index of a cell as the command line spells it: `0,3,2,0`.
struct CellIndex: Equatable {
  let indices: [Int]

  /// - Throws: `ValidationError` when it is no list of numbers.
  init(_ text: String) throws {
    let parts = text.split(separator: ",", omittingEmptySubsequences: false)
    indices = parts.compactMap { Int($0.trimmingCharacters(in: .whitespaces)) }
    guard indices.count == parts.count else {
      throw ValidationError("a cell is numbers with commas between them, as 0,3,2,0.")
    }
  }
}
