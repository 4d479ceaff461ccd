import Engine
import Foundation
import TerminalKit

/// The log of a repetition, read back.
package struct RunLog: Equatable {
  struct Epoch: Equatable {
    let epoch: Int
    let result: Evaluation
    let validation: Evaluation?
    let seconds: Double
  }

  struct Batch: Equatable {
    let epoch: Int
    let batch: Int
    let result: Evaluation
  }

  private(set) var seed: UInt32?
  /// Loss and accuracy of the test part before the first update.
  private(set) var before: Evaluation?
  private(set) var batches: [Batch] = []
  private(set) var epochs: [Epoch] = []
  /// Loss and accuracy of the test part after the last epoch; nil while the run is not finished.
  private(set) var test: Evaluation?

  /// - Throws: `FileError` with the line that is wrong. A last line that is cut off is ignored: the process was
  ///   killed while writing it.
  init(contentsOf path: String) throws(FileError) {
    try self.init(data: try FileAccess.read(path), name: path)
  }

  init(data: Data, name: String) throws(FileError) {
    let lines = data.split(separator: UInt8(ascii: "\n"))
    for (index, text) in lines.enumerated() {
      do {
        take(try JSON.decode(Line.self, from: text))
      } catch {
        if index == lines.count - 1, data.last != UInt8(ascii: "\n") { return }
        throw FileError(file: name, line: index + 1, reason: JSON.sentence(error))
      }
    }
  }

  private mutating func take(_ line: Line) {
    switch line.event {
    case "start":
      seed = line.seed
      before = line.beforeFit?.test.evaluation
    case "batch":
      guard let epoch = line.epoch, let batch = line.batch, let result = line.result else { return }
      batches.append(Batch(epoch: epoch, batch: batch, result: result))
    case "epoch":
      guard let epoch = line.epoch, let result = line.result else { return }
      epochs.append(
        Epoch(
          epoch: epoch, result: result, validation: line.validation?.evaluation,
          seconds: line.seconds ?? 0))
    case "test": test = line.result
    default: break  // events of later versions
    }
  }

  /// One line of the log, whatever its event.
  private struct Line: Decodable {
    struct Figures: Decodable {
      let loss: Double
      let accuracy: Double

      var evaluation: Evaluation { Evaluation(loss: loss, accuracy: accuracy) }
    }

    struct Before: Decodable { let test: Figures }

    let event: String
    let seed: UInt32?
    let beforeFit: Before?
    let epoch: Int?
    let batch: Int?
    let loss: Double?
    let accuracy: Double?
    let validation: Figures?
    let seconds: Double?

    var result: Evaluation? {
      guard let loss, let accuracy else { return nil }
      return Evaluation(loss: loss, accuracy: accuracy)
    }
  }
}

/// The result of a repetition.
package struct RepetitionResult: Equatable {
  package let repetition: Int
  package private(set) var seed: UInt32
  package private(set) var epochs = 0
  /// Wall-clock time of all updates.
  package private(set) var seconds = 0.0
  /// Loss and accuracy of the test part; nil while the repetition is not finished.
  package private(set) var test: Evaluation?

  package init(repetition: Int, seed: UInt32) {
    self.repetition = repetition
    self.seed = seed
  }

  init(repetition: Int, log: RunLog) {
    self.init(repetition: repetition, seed: log.seed ?? 0)
    epochs = log.epochs.count
    seconds = log.epochs.reduce(0) { $0 + $1.seconds }
    test = log.test
  }

  mutating func take(_ event: TrainingEvent) {
    switch event {
    case .epoch(let report):
      epochs += 1
      seconds += report.seconds
    case .test(let result): test = result
    default: break
    }
  }
}
