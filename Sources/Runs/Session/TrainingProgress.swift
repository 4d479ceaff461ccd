import Engine
import Foundation
import TerminalKit

/// How far a training is, and the line of text that says so.
package struct TrainingProgress: Equatable {
  package let epochs: Int
  private let samples: Int
  private let batches: Int
  /// Updates made by earlier processes of a resumed run.
  private let made: Int
  /// Epoch and batch of the last update, both from 1; 0 before the first.
  package private(set) var epoch = 0
  package private(set) var batch = 0
  /// Loss and accuracy of the last epoch, or of the last batch before one has ended.
  package private(set) var result: Evaluation?

  package init(start: TrainingStart) {
    (epochs, samples, batches, made) = (start.epochs, start.samples, start.batches, 0)
  }

  package init(resumption: TrainingResumption) {
    (epochs, samples, batches) = (resumption.epochs, resumption.samples, resumption.batches)
    (epoch, batch) = (resumption.epoch, resumption.batch)
    made = (epoch - 1) * batches + batch
  }

  mutating func take(_ report: BatchReport) {
    (epoch, batch) = (report.epoch, report.batch)
    if report.epoch == 1 { result = report.result }
  }

  mutating func take(_ report: EpochReport) { result = report.result }

  private var updates: Int { epoch > 0 ? (epoch - 1) * batches + batch : 0 }

  /// The share of all updates that is made, 0…1.
  package var share: Double {
    let all = epochs * batches
    return all > 0 ? Double(updates) / Double(all) : 0
  }

  /// The bar and, as far as `width` columns allow, loss, accuracy, remaining time and speed.
  ///
  /// - Parameters:
  ///   - width: columns that may be used.
  ///   - elapsed: seconds since the first update.
  ///   - glyphs: the characters that the terminal can show.
  /// - Returns: at most `width` characters, each one column wide.
  package func line(width: Int, elapsed: Double, glyphs: Glyphs) -> String {
    var parts = ["epoch \(max(epoch, 1))/\(epochs)"]
    if let result {
      parts.append("loss \(Self.number(result.loss))")
      parts.append("accuracy \(Self.fraction(result.accuracy))")
    }
    if updates > made, elapsed > 0 {
      let speed = Double(updates - made) / elapsed
      parts.append("\(Self.time(Double(epochs * batches - updates) / speed)) left")
      parts.append("\(Self.grouped(speed * Double(samples) / Double(batches))) samples/s")
    }
    var text = parts[0]
    for part in parts.dropFirst() where text.count + 2 + part.count <= width { text += "  " + part }
    let room = min(width - text.count - 2, 40)
    if room >= 8 {
      let done = Int((share * Double(room)).rounded(.down))
      let bar = String(repeating: "█", count: done) + String(repeating: "░", count: room - done)
      text = glyphs.spell(bar) + "  " + text
    }
    return String(text.prefix(max(width, 0)))
  }

  /// The results of an epoch in one line.
  package static func line(_ report: EpochReport, of epochs: Int) -> String {
    let total = String(epochs)
    let number = String(report.epoch)
    var text =
      "epoch " + String(repeating: " ", count: max(total.count - number.count, 0))
      + "\(number)/\(total)  \(sentence(report.result))"
    if let validation = report.validation { text += "  validation \(sentence(validation))" }
    return text + "  \(grouped(report.samplesPerSecond)) samples/s"
  }

  package static func sentence(_ result: Evaluation) -> String {
    "loss \(number(result.loss))  accuracy \(fraction(result.accuracy))"
  }

  /// A number with four significant digits.
  package static func number(_ value: Double) -> String { String(format: "%.4g", value) }

  static func fraction(_ value: Double) -> String { String(format: "%.3f", value) }

  /// `0:07`, `12:30`, `3:05:09`.
  package static func time(_ seconds: Double) -> String {
    let whole = Int(min(max(seconds, 0), 1e9).rounded())
    let (hours, minutes) = (whole / 3600, whole / 60 % 60)
    return hours > 0
      ? String(format: "%d:%02d:%02d", hours, minutes, whole % 60)
      : String(format: "%d:%02d", minutes, whole % 60)
  }

  /// A whole number in groups of three digits: `1,234,567`.
  package static func grouped(_ value: Double) -> String {
    grouped(Int(min(max(value, 0), 1e15).rounded()))
  }

  package static func grouped(_ value: Int) -> String {
    var text = ""
    for (place, digit) in String(value).reversed().enumerated() {
      if place > 0, place % 3 == 0 { text.append(",") }
      text.append(digit)
    }
    return String(text.reversed())
  }
}
