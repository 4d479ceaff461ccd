import KernelInterface

/// The kernels of this target, compiled for its instruction set, with blocks for the usual caches.
public let kernels = KernelSet(
  name: instructionSet, lanes: Lanes.scalarCount, registers: registers,
  functions: KernelSet.Functions(
    product: product, winogradInput: winogradInput, winogradOutput: winogradOutput,
    winogradDelta: winogradDelta, sandwich: sandwich, maxPooling: maxPooling,
    maxPoolingBack: maxPoolingBack, dropout: dropout, adam: adam, columnSums: columnSums,
    transpose: transpose, add: add))
