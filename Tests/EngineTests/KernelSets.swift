import KernelInterface
import Testing

@testable import Engine

/// Tests of kernels and of training run with every kernel set that the processor at hand has: `arguments: KernelSet.all`.
extension KernelSet {
  static var all: [KernelSet] { Processor.available }
}

extension KernelSet: CustomTestStringConvertible {
  public var testDescription: String { name }
}
