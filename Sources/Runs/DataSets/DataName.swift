import Engine
import Foundation

/// The data sets that are known by name.
package enum DataName: String, CaseIterable, Sendable {
  case disk, olivetti, mnist
  case cifar10 = "cifar-10"
  case npy, csv, images

  /// What stands behind `--data-dir`, as the middle of a sentence.
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
  /// Whether there is more than one way to divide it into training and test part.
  package var hasSplits: Bool { [.olivetti, .npy, .csv, .images].contains(self) }

  /// Where `data fetch` puts it: `$XDG_DATA_HOME/hmdl-tui/NAME`, by default below `~/.local/share`.
  package func homeDirectory(
    environment: [String: String] = ProcessInfo.processInfo.environment
  ) -> String {
    // A relative path is to be ignored, says the XDG Base Directory Specification.
    if let home = environment["XDG_DATA_HOME"], home.hasPrefix("/") {
      return home + "/hmdl-tui/" + rawValue
    }
    return (environment["HOME"] ?? NSHomeDirectory()) + "/.local/share/hmdl-tui/" + rawValue
  }

  /// That directory, when it is there.
  var fetchedDirectory: String? {
    guard canBeFetched, FileAccess.isDirectory(homeDirectory()) else { return nil }
    return homeDirectory()
  }
}
