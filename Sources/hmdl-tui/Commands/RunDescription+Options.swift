import ArgumentParser
import Engine
import Foundation
import Runs

extension RunDescription {
  /// The description that the flags ask for; what they leave open is taken from the preset, else from the defaults
  /// for the data.
  ///
  /// - Throws: `ValidationError` about flags that do not go together.
  init(
    data: DataOptions, run: RunOptions, optimizer: OptimizerOptions, penalties: PenaltyOptions
  ) throws {
    var defaults = TrainingDefaults.usual(for: data.data)
    if let preset = run.preset { defaults.apply(preset, split: data.split ?? 0) }
    let batching = run.batches.map(Batching.count) ?? run.batchSize.map(Batching.size)
    self.init(
      data: Source(data), network: run.network ?? defaults.network,
      batching: batching ?? defaults.batching)
    epochs = run.epochs ?? defaults.epochs
    self.optimizer = try optimizer.description(defaultingTo: defaults.optimizer)
    schedule = try optimizer.schedule(defaultingTo: defaults.schedule)
    let layers = try StructureString.parse(network).layers
    loss = run.loss ?? defaults.loss ?? .standard(for: layers.last?.activation ?? .identity)
    reduction = run.reduction ?? defaults.reduction
    maskScope = run.maskScope ?? defaults.maskScope
    initializer = run.initializer
    regularization = penalties.regularization
    clipping = penalties.clipping
    shuffles = run.shuffle
    seed = run.seed ?? defaults.seed
    threads = run.engine.threadCount
    convolution = run.engine.convolution ?? .auto
    preciseEpochs = run.preset == .hmdl && run.engine.convolution == nil ? 1 : 0
  }
}

extension RunDescription.Source {
  /// The directory as an absolute path, so that the run can be resumed from any working directory.
  init(_ options: DataOptions) {
    self.init(
      name: options.data.rawValue,
      directory: options.directory.map { URL(fileURLWithPath: $0).standardizedFileURL.path },
      split: options.data.hasSplits ? options.split ?? 0 : nil, label: options.choice.place.label,
      validation: options.validation)
  }
}
