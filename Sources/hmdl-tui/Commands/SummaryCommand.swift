import ArgumentParser
import Engine
import Runs
import TerminalKit

/// `hmdl-tui summary`: the layers of a network, before anything is computed.
struct SummaryCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "summary", abstract: "Print the layers, shapes and costs of a network.")

  @Option(help: "The network, such as 'C(5,8,r);M(2);F();D(10,sm);'.")
  var network: String

  @Option(
    help: ArgumentHelp(
      "The extents of one sample: height,width,channels or one number of features.",
      valueName: "28,28,1"))
  var inputShape: SampleShape?

  func run() throws {
    let structure = try StructureString.parse(network)
    guard let shape = inputShape?.shape ?? structure.inputShape else {
      throw ValidationError("--input-shape is missing: 28,28,1 for pictures, 784 for features.")
    }
    if let own = structure.inputShape, own != shape {
      throw NetworkError(reason: "the network string says \(own), but --input-shape \(shape)")
    }
    let summary = try NetworkSummary(structure.layers, inputShape: shape)
    let glyphs = DisplayOptions().glyphsOfLocale()
    for line in Self.table(summary) { print(glyphs.spell(line)) }
  }

  /// A heading, one line per layer, the totals.
  static func table(_ summary: NetworkSummary) -> [String] {
    var rows = [
      ["layer", "kind", "activation", "output", "parameters", "multiplications"],
      ["", "input", "", summary.inputShape.description, "", ""],
    ]
    for layer in summary.layers {
      rows.append([
        layer.name, layer.description.kindName, layer.description.activation.rawValue,
        layer.outputShape.description, TrainingProgress.grouped(layer.parameters),
        TrainingProgress.grouped(layer.multiplications),
      ])
    }
    rows.append([
      "total", "", "", "", TrainingProgress.grouped(summary.parameters),
      TrainingProgress.grouped(summary.multiplications),
    ])
    let widths = (0..<6).map { column in rows.map { $0[column].count }.max() ?? 0 }
    let lines = rows.map { row in
      zip(row, widths).enumerated().map { column, cell in
        let space = String(repeating: " ", count: cell.1 - cell.0.count)
        return column < 4 ? cell.0 + space : space + cell.0
      }.joined(separator: "  ")
    }
    let bytes = TrainingProgress.grouped(4 * summary.parameters)
    return lines + [
      "", "\(bytes) bytes of parameters; multiplications are of one sample, forward.",
    ]
  }
}
