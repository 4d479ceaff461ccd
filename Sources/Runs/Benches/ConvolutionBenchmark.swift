import Engine

/// The paper's timing study of convolutions: kernel sizes, numbers of kernels and channels, sides of the picture.
package struct ConvolutionBenchmark: Sendable {
  package var batch = 32
  package var kernelSizes = [3, 5, 7]
  /// Numbers of input channels and of kernels; every combination is timed.
  package var channels = [16, 32, 64]
  package var sides = [2, 4, 8, 16, 32, 64]
  package var variants = ConvolutionVariant.allCases.filter { $0 != .auto }
  package var threads: Int
  package var repetitions = 10
  /// A variant that takes longer than this for a pass is left out for larger pictures. In seconds.
  package var patience = 0.5

  package init(threads: Int) { self.threads = threads }

  package struct Shape: Hashable, Sendable {
    package var kernelSize: Int
    package var kernels: Int
    package var channels: Int
    package var side: Int

    package init(kernelSize: Int, kernels: Int, channels: Int, side: Int) {
      (self.kernelSize, self.kernels) = (kernelSize, kernels)
      (self.channels, self.side) = (channels, side)
    }

    /// The multiplications of one forward pass of one sample by the definition.
    package var multiplications: Double {
      Double(kernelSize * kernelSize * kernels * channels * side * side)
    }
  }

  /// The mean time of a pass in seconds; nil where the variant was left out.
  package struct Timing: Sendable {
    package var variant: ConvolutionVariant
    package var forward: Double?
    package var backward: Double?

    package init(variant: ConvolutionVariant, forward: Double? = nil, backward: Double? = nil) {
      (self.variant, self.forward, self.backward) = (variant, forward, backward)
    }
  }

  package struct Row: Sendable {
    package var shape: Shape
    package var timings: [Timing]

    package init(shape: Shape, timings: [Timing]) {
      (self.shape, self.timings) = (shape, timings)
    }

    package var quickest: ConvolutionVariant? {
      timings.filter { $0.forward != nil }.min { $0.forward ?? 0 < $1.forward ?? 0 }?.variant
    }
  }

  package var shapes: [[Shape]] {
    kernelSizes.flatMap { size in
      channels.flatMap { kernels in
        channels.map { inputs in
          sides.map { Shape(kernelSize: size, kernels: kernels, channels: inputs, side: $0) }
        }
      }
    }
  }

  /// - Parameter report: called with every row as soon as it is measured.
  /// - Throws: `NetworkError` for impossible extents.
  package func run(report: (Row) -> Void) throws {
    for growing in shapes {
      var tooSlow: Set<ConvolutionVariant> = []
      for shape in growing {
        let timings = try variants.map { variant in
          let isLeftOut =
            tooSlow.contains(variant) || !variant.hasForm(kernelSize: shape.kernelSize)
          let timing = isLeftOut ? Timing(variant: variant) : try time(variant, shape)
          if (timing.backward ?? 0) > patience { tooSlow.insert(variant) }
          return timing
        }
        report(Row(shape: shape, timings: timings))
      }
    }
  }

  private func time(_ variant: ConvolutionVariant, _ shape: Shape) throws -> Timing {
    let trial = try ConvolutionTrial(
      height: shape.side, width: shape.side, inputChannels: shape.channels, kernels: shape.kernels,
      kernelSize: shape.kernelSize, batch: batch, threads: threads, variant: variant)
    return Timing(
      variant: variant, forward: mean { trial.forward() }, backward: mean { trial.backward() })
  }

  /// The mean over the repetitions, after one to warm up; slow variants are repeated less often.
  private func mean(_ body: () -> Void) -> Double {
    let clock = ContinuousClock()
    let first = clock.measure(body) / .seconds(1)
    let count = first > patience ? 1 : max(1, min(repetitions, Int(4 * patience / first)))
    guard first <= patience else { return first }
    return clock.measure { for _ in 0..<count { body() } } / .seconds(1) / Double(count)
  }
}
