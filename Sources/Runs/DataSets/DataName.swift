import Engine
import Foundation

/// The data sets that are known by name.
package enum DataName: String, CaseIterable, Sendable {
  case disk, olivetti, mnist
  case cifar10 = "cifar-10"
  case npy, csv, images

  /// What `--data-dir` must hold, as the middle of a sentence.
  var content: String {
    switch self {
    case .disk: "which it does not have"
    case .olivetti: "the directory of faces.npy and labels.npy"
    case .mnist: "the directory of its four IDX files"
    case .cifar10: "the directory of data_batch_1.bin to data_batch_5.bin and test_batch.bin"
    case .npy: "the directory of inputs.npy and labels.npy"
    case .csv: "a CSV file or the directory of train.csv and test.csv"
    case .images: "the directory of a folder of PNG or PGM pictures for each class"
    }
  }

  var canBeFetched: Bool { [.olivetti, .mnist, .cifar10].contains(self) }
  /// True if there are several splits into training and test part.
  package var hasSplits: Bool { [.olivetti, .npy, .csv, .images].contains(self) }

  /// Where `data fetch` puts the files: `$XDG_DATA_HOME/hmdl-tui/NAME`, by default below `~/.local/share`.
  package func homeDirectory(
    environment: [String: String] = ProcessInfo.processInfo.environment
  ) -> String {
    // The XDG Base Directory Specification says that a relative path is to be ignored.
    if let home = environment["XDG_DATA_HOME"], home.hasPrefix("/") {
      return home + "/hmdl-tui/" + rawValue
    }
    return (environment["HOME"] ?? NSHomeDirectory()) + "/.local/share/hmdl-tui/" + rawValue
  }

  /// That directory, or nil when there is none.
  var fetchedDirectory: String? {
    guard canBeFetched, FileAccess.isDirectory(homeDirectory()) else { return nil }
    return homeDirectory()
  }
}
