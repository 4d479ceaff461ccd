import Engine
import TerminalKit

/// Where the files of a data set are, and how they are divided into training and test part.
package struct DataPlace: Equatable, Sendable {
  /// nil: where `data fetch` puts them, or data that are generated.
  package var directory: String?
  /// Which split, or the seed by which rows are taken for the test part; nil counts as 0.
  package var split: Int?
  /// csv: the column with the answers; nil for the last one.
  package var label: String?

  package init(directory: String? = nil, split: Int? = nil, label: String? = nil) {
    self.directory = directory
    self.split = split
    self.label = label
  }

  /// What a fault may name.
  package enum Field: String { case directory, split, label }

  /// What does not go with a data set.
  ///
  /// - Parameters:
  ///   - data: which set.
  ///   - naming: how the reader knows a field: a flag of the command line, a key of a file.
  /// - Returns: one sentence, or nil where everything goes together.
  package func fault(for data: DataName, naming: (Field) -> String) -> String? {
    let (directoryName, splitName) = (naming(.directory), naming(.split))
    if directory != nil, data == .disk {
      return "\(directoryName) does not belong to the disk data, which are generated."
    }
    if split != nil, !data.hasSplits { return "\(splitName) does not belong to \(data.rawValue)." }
    if let split, let fault = TrainingLimits.split.fault(split) {
      return "\(splitName) \(fault)."
    }
    if label != nil, data != .csv { return "\(naming(.label)) belongs to csv." }
    guard data == .disk || directory != nil || data.fetchedDirectory != nil else {
      return "\(data.rawValue) needs \(directoryName), \(data.content)"
        + (data.canBeFetched ? "; or run 'hmdl-tui data fetch \(data.rawValue)' first." : ".")
    }
    return nil
  }

  /// The files as a source; nil for what is generated.
  ///
  /// - Parameters:
  ///   - data: which set.
  ///   - order: of the rows of MNIST and CIFAR-10.
  /// - Returns: a source whose parts are read when asked for.
  /// - Throws: `FileError` when files are missing or broken.
  func source(
    of data: DataName, order: RowOrder = .paper(seed: 0)
  ) throws(FileError) -> (any DataSource)? {
    let directory = self.directory ?? data.fetchedDirectory ?? ""
    let seed = UInt32(clamping: split ?? 0)
    switch data {
    case .disk: return nil
    case .olivetti:
      return OlivettiSplit(try OlivettiFaces(directory: directory), seed: split ?? 0)
    case .mnist: return try MNIST(directory: directory, order: order)
    case .cifar10: return try CIFAR10(directory: directory, order: order)
    case .npy: return try NumpyData(directory: directory, seed: seed)
    case .csv: return try CSVData(directory, label: label, seed: seed)
    case .images: return try ImageFolders(directory: directory, seed: seed)
    }
  }

  /// One part; of the disk, the points that `train` with that seed has.
  ///
  /// - Parameters:
  ///   - part: which one; of MNIST and CIFAR-10 only its files are opened.
  ///   - data: which set.
  ///   - order: of the rows of MNIST and CIFAR-10.
  ///   - seed: of what is generated.
  /// - Returns: the samples and their answers.
  /// - Throws: `FileError` when files are missing or broken.
  package func part(
    _ part: DataPart, of data: DataName, order: RowOrder = .paper(seed: 0), seed: UInt32 = 0
  ) throws(FileError) -> Dataset {
    if let source = try source(of: data, order: order) { return try source.part(part) }
    var random = RandomSource(seed: seed)
    let (training, test) = Self.disk(&random)
    return part == .test ? test : training
  }

  /// The training and the test part; only generated data draw random numbers.
  ///
  /// - Parameters:
  ///   - data: which set.
  ///   - random: generated data draw from it.
  /// - Returns: both.
  /// - Throws: `FileError` when files are missing or broken.
  package func load(
    _ data: DataName, _ random: inout RandomSource
  ) throws(FileError) -> (training: Dataset, test: Dataset) {
    guard let source = try source(of: data) else { return Self.disk(&random) }
    return (try source.part(.training), try source.part(.test))
  }

  private static func disk(_ random: inout RandomSource) -> (training: Dataset, test: Dataset) {
    let count = DiskProblem.reportedCount
    let training = DiskProblem.points(count, random: &random)
    return (training, DiskProblem.points(count, random: &random))
  }
}

extension RunDescription.Source {
  /// Where the data are, as far as the description knows.
  package var place: String { directory ?? "'\(name)'" }

  /// The training and the test part.
  ///
  /// - Parameters:
  ///   - split: which one, where the data have splits.
  ///   - random: generated data draw from it.
  /// - Returns: both.
  /// - Throws: `RunError` when there are no such data, `FileError` about their files.
  package func load(split: Int?, _ random: inout RandomSource) throws -> (
    training: Dataset, test: Dataset
  ) {
    guard let data = DataName(rawValue: name) else {
      let names = DataName.allCases.map(\.rawValue)
      let there = Suggestion.question(name, among: names) ?? "but " + names.joined(separator: ", ")
      throw RunError("the data '\(name)' of the run: there are no such data; \(there)")
    }
    let place = DataPlace(directory: directory, split: split, label: label)
    if let fault = place.fault(for: data, naming: { "'\($0.rawValue)'" }) {
      throw RunError("the data '\(name)' of the run: \(fault)")
    }
    guard validation >= 0, validation < 1 else {
      throw RunError(
        "the data '\(name)' of the run: 'validation' is \(validation); it must be from 0 to below 1."
      )
    }
    return try place.load(data, &random)
  }
}
