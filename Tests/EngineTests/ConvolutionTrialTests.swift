import TestSupport
import Testing

@testable import Engine

@Suite struct ConvolutionTrialTests {
  private func trial(_ variant: ConvolutionVariant, batch: Int) throws -> ConvolutionTrial {
    try ConvolutionTrial(
      height: 6, width: 5, inputChannels: 16, kernels: 16, kernelSize: 3, batch: batch, threads: 2,
      variant: variant)
  }

  /// The outputs of all samples that one thread holds.
  private func outputs(_ trial: ConvolutionTrial, thread: Int, samples: Int) -> Tensor<Float> {
    let signal = trial.engine.layout.built.output
    var elements: [Float] = []
    for sample in 0..<samples {
      for row in 0..<signal.height {
        let start = signal.values(thread) + sample * signal.sampleStride + row * signal.rowStride
        elements += (0..<signal.rowCount).map { start[$0] }
      }
    }
    return Tensor(shape: [samples, signal.height, signal.rowCount], elements: elements)
  }

  /// The first thread has two pictures, the second three.
  @Test(arguments: ConvolutionVariant.allCases)
  func `every thread computes its pictures by the algorithm`(variant: ConvolutionVariant) throws {
    let (trial, definition) = try (trial(variant, batch: 5), trial(.direct, batch: 5))
    for (thread, samples) in [(0, 2), (1, 3)] {
      let output = trial.engine.layout.built.output
      for sample in 0..<samples {
        (output.values(thread) + sample * output.sampleStride)
          .update(repeating: 0, count: output.sampleStride / 2)
      }
    }
    trial.forward()
    for (thread, samples) in [(0, 2), (1, 3)] {
      let wanted = outputs(definition, thread: thread, samples: samples)
      #expect(wanted.elements.contains { abs($0) > 0.1 })
      expectClose(
        outputs(trial, thread: thread, samples: samples), wanted, absolute: 1e-4, relative: 1e-4,
        "\(variant), thread \(thread)")
    }
  }
}
