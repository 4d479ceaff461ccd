import KernelInterface

/// Where a convolution stands in the network, and what it works with.
struct ConvolutionSite {
  let below: Signal
  let above: Signal
  let geometry: ConvolutionGeometry
  let activation: Activation
  let store: ParameterStore
  let weights: ParameterStore.Slot
  let bias: ParameterStore.Slot
  let workspace: Workspace
  let kernels: KernelSet
  let threads: Int
  /// Whether deltas go on to what is below.
  let sendsBack: Bool
}

/// One correlation of the pictures of a sub-batch with a kernel: the way forward, or Rule 1.
struct Correlation {
  let source: Signal
  /// Pixel (0, 0) of the first picture.
  let input: UnsafeMutablePointer<Float>
  let target: Signal
  let output: UnsafeMutablePointer<Float>
  /// Added to every pixel, `[channels]`.
  let bias: UnsafePointer<Float>?
  /// What becomes of a finished sum.
  let finish: ProductTask.Finish
}

/// A convolution with its activation that is a correlation both ways: forward with the kernel, in Rule 1 with the same
/// turned by half a turn and the channels swapped.
protocol CorrelationStage: Stage {
  /// A kernel as the algorithm takes it.
  associatedtype Kernel
  var site: ConvolutionSite { get }
  var kernel: Kernel { get }
  /// Nil when nothing is sent back.
  var mirroredKernel: Kernel? { get }
  /// The bias as often as the algorithm takes it.
  var biasValues: UnsafePointer<Float> { get }

  func correlate(_ correlation: Correlation, with kernel: Kernel, _ part: SubBatch)
  /// Rule 2: ∂W and ∂b += what the sub-batch brings.
  func addGradients(_ part: SubBatch)
}

extension CorrelationStage {
  /// S = X ⋆ W + b, Y = f(S).
  func forward(_ part: SubBatch) {
    let (below, above) = (site.below, site.above)
    correlate(
      Correlation(
        source: below, input: below.values(part.thread), target: above,
        output: above.values(part.thread), bias: biasValues,
        finish: site.activation.finish),
      with: kernel, part)
    site.activation.applyUnlessFused(to: above, part)
  }

  /// Rule 2, then Rule 1.
  func backward(_ part: SubBatch, sendsBack: Bool) {
    let (below, above) = (site.below, site.above)
    site.activation.backwardUnlessFused(above, part)
    addGradients(part)
    guard sendsBack, let mirroredKernel else { return }
    correlate(
      Correlation(
        source: above, input: above.deltas(part.thread), target: below,
        output: below.deltas(part.thread), bias: nil, finish: below.isGated ? .gate : .none),
      with: mirroredKernel, part)
  }

  func clearGradients(thread: Int) {
    site.store.clearGradients(site.weights, thread: thread)
    site.store.clearGradients(site.bias, thread: thread)
  }
}
