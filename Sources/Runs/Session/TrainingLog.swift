import Engine
import Foundation

/// Which updates are logged with a line of their own.
package enum LoggedBatches {
  case none, all
  /// Those of the first two epochs, which the paper's logs hold too.
  case firstEpochs

  func contain(epoch: Int) -> Bool {
    switch self {
    case .none: false
    case .all: true
    case .firstEpochs: epoch <= 2
    }
  }
}

/// The events of a training run as JSON Lines, each written as soon as it happens.
package final class TrainingLog {
  private let file: FileHandle
  private let path: String
  private let seed: UInt32
  private let threads: Int
  private let batches: LoggedBatches
  /// Bytes written so far.
  private(set) var length: Int
  /// Why the log ends early; nil when it does not. The training goes on all the same.
  package private(set) var failure: FileError?

  /// Starts a new log, or continues one.
  ///
  /// - Parameters:
  ///   - path: the file.
  ///   - seed: of the repetition.
  ///   - threads: the number of threads that compute.
  ///   - batches: which updates are logged.
  ///   - length: bytes of an existing log that are kept; the rest is cut off.
  /// - Throws: `FileError` when the file cannot be opened, or is shorter than `length`.
  package init(
    path: String, seed: UInt32, threads: Int, batches: LoggedBatches, keeping length: Int = 0
  ) throws(FileError) {
    let descriptor = open(path, O_WRONLY | O_CREAT, 0o644)
    guard descriptor >= 0 else {
      throw FileError(file: path, reason: "cannot be written: \(String(cString: strerror(errno)))")
    }
    file = FileHandle(fileDescriptor: descriptor, closeOnDealloc: true)
    guard lseek(descriptor, 0, SEEK_END) >= length, ftruncate(descriptor, off_t(length)) == 0,
      lseek(descriptor, 0, SEEK_END) == length
    else {
      throw FileError(
        file: path, reason: "is shorter than the \(length) bytes that the checkpoint knows of")
    }
    self.path = path
    self.seed = seed
    self.threads = threads
    self.batches = batches
    self.length = length
  }

  /// Waits until the disk has all lines.
  func synchronize() { fsync(file.fileDescriptor) }

  package func write(_ event: TrainingEvent) {
    guard failure == nil, let value = json(event) else { return }
    let line = Data((value.line + "\n").utf8)
    do {
      try file.write(contentsOf: line)
      length += line.count
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
      guard batches.contain(epoch: batch.epoch) else { return nil }
      return [
        "event": "batch", "epoch": .whole(batch.epoch), "batch": .whole(batch.batch),
        "loss": .number(batch.result.loss), "accuracy": .number(batch.result.accuracy),
      ]
    case .resume: return nil  // the log of a resumed run is equal to that of an uninterrupted one
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
