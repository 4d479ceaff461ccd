import ArgumentParser
import Engine
import Foundation
import TerminalKit
import Tracer
import Tutor

/// `check gradients`: every parameter and input of a small network against central differences.
struct CheckGradientsCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "gradients",
    abstract: "Check every gradient of a small network by central differences.",
    discussion: """
      Moves every weight, bias and input by ±h in Double and compares the change of the loss with the \
      gradient that Rule 1 and Rule 2 give. Prints max|a−n| / max(1e-8, max|a|, max|n|) for each \
      tensor; above 1e-6 the exit status is 1. Elements whose ±h crosses a kink (a ReLU gate, a \
      maximum, |y−t|, the clip at 1e-7) have no derivative: they are skipped and counted.
      """)

  @Option(help: NetworkArgument.help)
  var network: String

  @Option(help: NetworkArgument.shapeHelp)
  var inputShape: SampleShape?

  @Option(help: "The loss (default: cross-entropy after softmax, else mse).")
  var loss: Loss?

  @Option(help: "The seed of weights, inputs, targets and dropout masks.")
  var seed: UInt32 = 0

  @Option(help: "Samples in the batch.")
  var batch = 2

  @Flag(help: "Print one JSON object per tensor, and a summary last.")
  var json = false

  func validate() throws { try TrainingLimits.count.check(batch, "--batch") }

  func run() throws {
    let glyphs = DisplayOptions().glyphsOfLocale()
    let header = try NetworkArgument.header(network: network, inputShape: inputShape, loss: loss)
    try GradientCheck.requireSmall(header, batch: batch)
    let check = try GradientCheck(
      .random(header: header, seed: seed, batch: batch, updates: 1), update: 1)
    if !json { print(Self.row("tensor", "shape", "error", "compared", "kinks")) }
    var reports: [GradientReport] = []
    for tensor in check.tensors {
      let report = check.report(tensor)
      print(json ? try Self.line(report) : glyphs.spell(Self.row(report)))
      reports.append(report)
    }
    try conclude(reports)
  }

  private func conclude(_ reports: [GradientReport]) throws {
    let worst = reports.max {
      $0.relativeError.isNaN ? false : !($0.relativeError >= $1.relativeError)
    }
    guard let worst else { return }
    let compared = reports.reduce(0) { $0 + $1.compared }
    let agrees = worst.agrees && compared > 0
    if json {
      print(try Self.line(Summary(worst: worst.relativeError, compared: compared, agrees: agrees)))
    }
    guard compared > 0 else {
      throw NetworkError(
        reason: "nothing could be compared: every ±h crosses a kink; try another --seed or --loss")
    }
    guard agrees else {
      throw NetworkError(
        reason: "the gradient of \(worst.name) is off by \(Self.number(worst.relativeError)), "
          + "more than \(Self.number(GradientReport.tolerance)) of its largest element")
    }
    if !json {
      print(
        "All \(compared) compared gradients agree; the largest error is "
          + "\(Self.number(worst.relativeError)) of its tensor's largest element.")
    }
  }
}

// MARK: - Lines

extension CheckGradientsCommand {
  /// The last object of `--json`.
  private struct Summary: Encodable {
    let summary = true
    let worst: Double
    let compared: Int
    let agrees: Bool
  }

  private static func row(_ report: GradientReport) -> String {
    row(
      report.name, report.shape.description, number(report.relativeError), String(report.compared),
      String(report.skipped))
  }

  private static func row(
    _ name: String, _ shape: String, _ error: String, _ compared: String, _ kinks: String
  ) -> String {
    func left(_ text: String, _ width: Int) -> String {
      text + String(repeating: " ", count: max(width - text.count, 0))
    }
    func right(_ text: String, _ width: Int) -> String {
      String(repeating: " ", count: max(width - text.count, 0)) + text
    }
    return left(name, 8) + left(shape, 14) + right(error, 10) + right(compared, 11)
      + right(kinks, 8)
  }

  private static func number(_ value: Double) -> String { String(format: "%.1e", value) }

  private static func line(_ value: some Encodable) throws -> String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys]
    encoder.nonConformingFloatEncodingStrategy = .convertToString(
      positiveInfinity: "inf", negativeInfinity: "-inf", nan: "nan")
    return String(decoding: try encoder.encode(value), as: UTF8.self)
  }
}
