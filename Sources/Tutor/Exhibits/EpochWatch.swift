import Engine
import Runs

/// A training that is watched from epoch to epoch.
enum EpochWatch {
  /// What the trainer hands over between two epochs, until it is looked at.
  private final class Box {
    var network: Network<Float>?
  }

  /// Trains a run that is ready to start.
  ///
  /// - Parameters:
  ///   - setup: the run.
  ///   - threads: how many compute.
  ///   - report: called with every event of the training.
  ///   - look: called with the network after every epoch, once its event was reported; false ends the training.
  ///   - isWanted: asked after every batch; false ends the training.
  /// - Returns: whether all epochs were trained.
  /// - Throws: why it cannot go on.
  static func train(
    _ setup: TrainingSetup, threads: Int, report: (TrainingEvent) -> Void = { _ in },
    look: (Network<Float>) -> Bool, isWanted: () -> Bool
  ) throws -> Bool {
    let box = Box()
    let keeping = Checkpointing(
      isDue: { $0.batches == 0 && $0.epoch > 1 }, keep: { box.network = $0.learner.network })
    var trainer = try Trainer(
      learner: setup.learner, plan: setup.plan, threads: threads, engines: .processor)
    let outcome = try trainer.run(
      training: setup.training, test: setup.test, checkpoints: keeping,
      isCancelled: {
        if let network = box.network {
          box.network = nil
          guard look(network) else { return true }
        }
        return !isWanted()
      }, report: report)
    return outcome == .finished
  }
}
