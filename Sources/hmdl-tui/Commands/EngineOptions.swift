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

  func validate() throws { try TrainingLimits.threads.check(threads, "--threads") }
}
