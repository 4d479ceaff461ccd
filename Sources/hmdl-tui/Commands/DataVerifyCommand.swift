import ArgumentParser
import Engine
import Runs

/// `hmdl-tui data verify`: compares files with the published ones.
struct DataVerifyCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "verify", abstract: "Compare the MD5 of each file with the published one.",
    discussion: "Gzipped files are unpacked first; of a NumPy array only the elements are compared."
  )

  @Argument(help: "The data: olivetti, mnist or cifar-10.")
  var name: DataName

  @Option(
    name: .customLong("data-dir"),
    help: ArgumentHelp(
      "Where the files are; default: where 'data fetch' puts them.", valueName: "directory"))
  var directory: String?

  func validate() throws { _ = try DataCatalogue.require(name) }

  func run() throws {
    let catalogue = try DataCatalogue.require(name)
    var directory = self.directory ?? name.homeDirectory()
    try FileAccess.checkDirectory(directory)
    let unpacked = directory + "/cifar-10-batches-bin"
    if name == .cifar10, FileAccess.isDirectory(unpacked) { directory = unpacked }
    var bad = 0
    for file in catalogue.files {
      let path = file.path(in: directory) ?? directory + "/" + file.name
      switch Result(catching: { () throws(FileError) in try file.state(in: directory) }) {
      case .success(.good): print("\(path): good")
      case .success(.missing):
        print("\(path): missing")
        bad += 1
      case .success(.other(let found)):
        print("\(path): MD5 \(found), but \(file.md5) is right")
        bad += 1
      case .failure(let fault):
        print("\(fault)")
        bad += 1
      }
    }
    guard bad == 0 else {
      throw FileError(
        file: directory,
        reason: "\(bad) of \(catalogue.files.count) files are missing or not the published ones; "
          + "'hmdl-tui data fetch \(name.rawValue)' fetches them")
    }
  }
}

extension DataCatalogue {
  /// The catalogue's entry of a data set.
  ///
  /// - Throws: `ValidationError` for data that are not published.
  static func require(_ name: DataName) throws -> DataCatalogue {
    guard let catalogue = find(name) else {
      let known = all.map(\.name.rawValue).joined(separator: ", ")
      throw ValidationError("There is no published \(name.rawValue); known are \(known).")
    }
    return catalogue
  }
}
