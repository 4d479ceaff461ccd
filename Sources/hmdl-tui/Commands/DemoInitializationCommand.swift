import ArgumentParser
import Engine
import Foundation
import TerminalKit
import Tutor

/// `hmdl-tui demo initialization`: a random vector through many random layers.
struct DemoInitializationCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "initialization",
    abstract:
      "See signals explode, vanish or survive in a deep network, by the scale of its weights.",
    discussion: """
      Sends x ← f(W·x) through layers of standard normal weights times a scale, or a gradient \
      g ← Wᵀ·(f′ ∘ g) back through them. The defaults are the paper's run; its two others are \
      --scale 0.01 and --scale '1/sqrt(n)'. With --plain, or into a pipe or a file, prints a table.
      """, aliases: ["initialisation"])

  @Option(help: "How many layers, 1 to \(PropagationSettings.layerLimit).")
  var layers = 100

  @Option(help: "Neurons per layer, 1 to \(PropagationSettings.widthLimit).")
  var width = 512

  @Option(help: "The seed of the NumPy-compatible generator, 0 to \(UInt32.max).")
  var seed: UInt32 = 0

  @Option(
    help: "The factor of standard normal weights: a number, or a formula in the width n.",
    transform: { try WeightScale($0) })
  var scale: WeightScale?

  @Option(
    help: """
      Weights after Glorot or He instead of a scale: \
      \(PropagationWeights.initializerNames.joined(separator: ", ")); glorot and he are the normal ones.
      """,
    transform: { try PropagationWeights(initializer: $0) })
  var initializer: PropagationWeights?

  @Option(help: "What follows the product in each layer: none, relu, tanh or sigmoid.")
  var activation = LayerActivation.none

  @Option(help: "Signals forward or gradients backward.")
  var direction = PropagationSettings.Direction.forward

  @Option(
    help: "A second run beside the first: its scale or initializer.",
    transform: { try PropagationWeights($0) })
  var compare: PropagationWeights?

  @Flag(help: "Print a table instead of opening the screen.")
  var plain = false

  @Flag(help: "Print one JSON object per layer, and a summary last.")
  var json = false

  @OptionGroup var display: DisplayFlags

  func validate() throws {
    guard scale == nil || initializer == nil else {
      throw ValidationError("--scale and --initializer exclude each other: give one of them.")
    }
    guard !plain || !json else {
      throw ValidationError("--plain and --json exclude each other: give one of them.")
    }
    do {
      for run in settings { try run.validate() }
    } catch {
      throw ValidationError("\(error).")
    }
  }

  /// One or two runs.
  var settings: [PropagationSettings] {
    var first = PropagationSettings()
    first.layers = layers
    first.width = width
    first.seed = seed
    first.weights = initializer ?? .scaled(scale ?? .one)
    first.activation = activation.activation
    first.direction = direction
    guard let compare else { return [first] }
    var second = first
    second.weights = compare
    return [first, second]
  }

  func run() throws {
    if json { return try InitializationJSON.print(settings) { print($0) } }
    if plain { return try printTable() }
    guard let terminal = try display.terminal(otherwise: "the demo as a table") else {
      return try printTable()
    }
    InitializationDemo.run(settings, on: terminal)
  }

  private func printTable() throws {
    let glyphs = display.options.glyphsOfLocale()
    try InitializationTable.print(settings) { print(glyphs.spell($0)) }
  }
}

/// The activations as the command line names them.
enum LayerActivation: String, ExpressibleByArgument, CaseIterable {
  case none, relu, tanh, sigmoid

  var activation: Activation {
    switch self {
    case .none: .identity
    case .relu: .relu
    case .tanh: .tanh
    case .sigmoid: .sigmoid
    }
  }
}

extension PropagationSettings.Direction: ExpressibleByArgument {}
