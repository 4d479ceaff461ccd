import KernelInterface

/// A convolution's place in the network, and the buffers it works with.
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
  /// True if the layer computes an input gradient.
  let sendsBack: Bool
}

/// One correlation of the pictures of a sub-batch with a kernel: the forward pass, or Rule 1.
struct Correlation {
  let source: Signal
  /// Pixel (0, 0) of the first picture.
  let input: UnsafeMutablePointer<Float>
  let target: Signal
  let output: UnsafeMutablePointer<Float>
  /// Added to every pixel, `[channels]`.
  let bias: UnsafePointer<Float>?
  /// What is done with a finished sum before it is stored.
  let finish: ProductTask.Finish
}

/// A convolution with its activation that is a correlation in both passes: forward with the kernel, in Rule 1 with
/// the kernel turned by half a turn and its channels swapped.
protocol CorrelationStage: Stage {
  /// The form in which the algorithm takes a kernel.
  associatedtype Kernel
  var site: ConvolutionSite { get }
  var kernel: Kernel { get }
  /// The kernel of Rule 1; nil when the layer computes no input gradient.
  var mirroredKernel: Kernel? { get }
  /// The bias, repeated as often as the algorithm needs it.
  var biasValues: UnsafePointer<Float> { get }

  func correlate(_ correlation: Correlation, with kernel: Kernel, _ part: SubBatch)
  /// Rule 2: adds the terms of the sub-batch to ∂W and ∂b.
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
