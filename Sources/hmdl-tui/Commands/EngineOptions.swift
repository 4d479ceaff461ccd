import ArgumentParser
import Engine

extension ConvolutionVariant: ExpressibleByArgument {}

/// How the engine computes.
struct EngineOptions: ParsableArguments {
  @Option(help: "How many threads compute (default: one per core).")
  var threads: Int?

  @Option(help: "The algorithm of all convolutions (default: auto).")
  var convolution: ConvolutionVariant?

  var threadCount: Int { threads ?? Processor.threadCount }

  func validate() throws { try Self.checkThreads(threads) }

  /// More threads than this are taken for a typing error.
  private static let mostThreads = 256

  static func checkThreads(_ threads: Int?) throws {
    guard let threads, !(1...mostThreads).contains(threads) else { return }
    throw ValidationError("--threads is \(threads); it must be from 1 to \(mostThreads).")
  }
}
