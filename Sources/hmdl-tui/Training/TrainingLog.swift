import Engine
import Foundation

/// The events of a training run as JSON Lines, each written as soon as it happens.
final class TrainingLog {
  private let file: FileHandle
  private let path: String
  private let seed: UInt32
  private let threads: Int
  private let logsBatches: Bool
  /// Why the log ends early, where it does: the training goes on without it.
  private(set) var failure: FileError?

  /// Starts an empty log.
  ///
  /// - Throws: `FileError` when the file cannot be opened.
  init(path: String, seed: UInt32, threads: Int, logsBatches: Bool) throws(FileError) {
    let descriptor = open(path, O_WRONLY | O_CREAT | O_TRUNC, 0o644)
    guard descriptor >= 0 else {
      throw FileError(file: path, reason: "cannot be written: \(String(cString: strerror(errno)))")
    }
    file = FileHandle(fileDescriptor: descriptor, closeOnDealloc: true)
    self.path = path
    self.seed = seed
    self.threads = threads
    self.logsBatches = logsBatches
  }

  func write(_ event: TrainingEvent) {
    guard failure == nil, let value = json(event) else { return }
    do {
      try file.write(contentsOf: Data((value.line + "\n").utf8))
    } catch {
      failure = FileError(file: path, reason: "the log ends early; is the disk full?")
    }
  }

  /// The line of an event; nil for batches that are not logged.
  private func json(_ event: TrainingEvent) -> JSONValue? {
    switch event {
    case .start(let start):
      var before: [(key: String, value: JSONValue)] = [("train", Self.json(start.train))]
      if let validation = start.validation { before.append(("validation", Self.json(validation))) }
      before.append(("test", Self.json(start.test)))
      let norms: JSONValue = [
        "l1": .number(start.initialNorms.l1), "l2": .number(start.initialNorms.l2),
      ]
      return [
        "event": "start", "seed": .whole(Int(seed)), "threads": .whole(threads),
        "initialNorms": norms, "beforeFit": .object(before),
      ]
    case .batch(let batch):
      guard logsBatches else { return nil }
      return [
        "event": "batch", "epoch": .whole(batch.epoch), "batch": .whole(batch.batch),
        "loss": .number(batch.result.loss), "accuracy": .number(batch.result.accuracy),
      ]
    case .epoch(let epoch): return Self.json(epoch)
    case .interrupted(let epoch, let batch):
      return ["event": "interrupted", "epoch": .whole(epoch), "batch": .whole(batch)]
    case .test(let result):
      return [
        "event": "test", "loss": .number(result.loss), "accuracy": .number(result.accuracy),
      ]
    }
  }

  private static func json(_ epoch: EpochReport) -> JSONValue {
    var pairs: [(key: String, value: JSONValue)] = [
      ("event", "epoch"), ("epoch", .whole(epoch.epoch)),
      ("loss", .number(epoch.result.loss)), ("accuracy", .number(epoch.result.accuracy)),
      ("seconds", .number(epoch.seconds)), ("samplesPerSecond", .number(epoch.samplesPerSecond)),
      ("l1", .number(epoch.norms.l1)), ("l2", .number(epoch.norms.l2)),
      ("learningRate", .number(epoch.learningRate)),
    ]
    if let validation = epoch.validation { pairs.append(("validation", json(validation))) }
    return .object(pairs)
  }

  private static func json(_ result: Evaluation) -> JSONValue {
    ["loss": .number(result.loss), "accuracy": .number(result.accuracy)]
  }
}
