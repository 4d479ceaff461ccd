import ArgumentParser
import Engine
import Foundation
import Runs
import TerminalKit

/// `hmdl-tui data list`: the known data sets, and which of them are here.
struct DataListCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "list", abstract: "Print the data sets: what they hold, where they are, whose.")

  func run() {
    let glyphs = DisplayOptions().glyphsOfLocale()
    for line in Self.lines(state: Self.state) { print(glyphs.spell(line)) }
  }

  /// A few lines per data set.
  static func lines(state: (DataCatalogue) -> String) -> [String] {
    var lines = [
      "disk: points of the unit square, inside of a disk or not; 1,000 + 1,000", "  generated",
    ]
    for catalogue in DataCatalogue.all {
      lines += [
        "", "\(catalogue.name.rawValue): \(catalogue.description)", "  \(state(catalogue))",
        "  \(DataSize.text(catalogue.size)) unpacked, from \(catalogue.mirrors[0])",
        "  licence: \(catalogue.licence)",
      ]
    }
    return lines + [
      "", "Your own, by --data-dir:",
      "  npy: inputs.npy and labels.npy, or also test_inputs.npy and test_labels.npy",
      "  csv: a file, or train.csv and test.csv",
      "  images: a folder of PNG or PGM for each class, or such in train and test",
    ]
  }

  private static func state(of catalogue: DataCatalogue) -> String {
    let directory = catalogue.name.homeDirectory()
    let there = catalogue.files.count { $0.path(in: directory) != nil }
    switch there {
    case catalogue.files.count: return "here: \(directory)"
    case 0: return "not here; 'hmdl-tui data fetch \(catalogue.name.rawValue)' brings it"
    default: return "\(there) of \(catalogue.files.count) files here: \(directory)"
    }
  }
}

/// Sizes of files as text.
enum DataSize {
  /// `47.0 MB`, `60.0 kB`, `528 bytes`.
  static func text(_ bytes: Int) -> String {
    switch bytes {
    case 1_000_000...: String(format: "%.1f", Double(bytes) / 1e6) + " MB"
    case 1000...: String(format: "%.1f", Double(bytes) / 1e3) + " kB"
    default: "\(bytes) bytes"
    }
  }
}
