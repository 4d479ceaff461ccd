import ArgumentParser
import Engine

/// Where the files of a data set are, and how they are divided.
struct PlaceOptions: ParsableArguments {
  @Option(
    name: .customLong("data-dir"),
    help: ArgumentHelp(
      "Where the files are; default: where 'data fetch' puts them. For csv also one file.",
      valueName: "directory"))
  var directory: String?

  @Option(
    help: """
      olivetti: which of the paper's splits into training and test part, 0 to 9. npy, csv, images \
      without a test part of their own: the seed by which a fifth of the rows is taken for it. \
      Default: 0.
      """)
  var split: Int?

  @Option(
    help: ArgumentHelp(
      "csv: the column with the answers, by its name or number from 1; default: the last one.",
      valueName: "column"))
  var label: String?

  /// Whether these options go with that data.
  ///
  /// - Throws: `ValidationError` that says which does not.
  func check(_ data: DataName) throws {
    guard directory == nil || data != .disk else {
      throw ValidationError("--data-dir does not belong to the disk data, which are generated.")
    }
    guard split == nil || data.hasSplits else {
      throw ValidationError("--split does not belong to \(data.rawValue).")
    }
    guard (0...Int(UInt32.max)).contains(split ?? 0) else {
      throw ValidationError("--split is \(split ?? 0); it must be from 0 to \(UInt32.max).")
    }
    guard label == nil || data == .csv else { throw ValidationError("--label belongs to csv.") }
    guard data == .disk || directory != nil || data.fetchedDirectory != nil else {
      throw ValidationError(
        "\(data.rawValue) needs --data-dir, \(data.content)"
          + (data.canBeFetched ? "; or run 'hmdl-tui data fetch \(data.rawValue)' first." : "."))
    }
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
  func part(
    _ part: DataPart, of data: DataName, order: RowOrder = .paper(seed: 0), seed: UInt32 = 0
  ) throws(FileError) -> Dataset {
    if let source = try source(of: data, order: order) { return try source.part(part) }
    var random = RandomSource(seed: seed)
    let training = DiskProblem.points(DiskProblem.reportedCount, random: &random)
    guard part == .test else { return training }
    return DiskProblem.points(DiskProblem.reportedCount, random: &random)
  }
}

/// Which samples, and where they are.
struct SourceOptions: ParsableArguments {
  @Option(
    help: """
      The data: disk (points in the unit square, generated), olivetti (faces), mnist (digits), \
      cifar-10 (photographs), or your own: npy, csv, images (folders of PNG or PGM by class).
      """)
  var data = DataName.disk

  @OptionGroup var place: PlaceOptions

  func validate() throws { try place.check(data) }
}

/// The data of a training.
struct DataOptions: ParsableArguments {
  @OptionGroup var choice: SourceOptions

  @Option(
    help: ArgumentHelp(
      "The share of the training samples that is measured after every epoch instead of learnt.",
      valueName: "share"))
  var validation = 0.0

  var data: DataName { choice.data }
  var directory: String? { choice.place.directory }
  var split: Int? { choice.place.split }

  func validate() throws {
    guard validation >= 0, validation < 1 else {
      throw ValidationError("--validation is \(validation); it must be from 0 to below 1.")
    }
  }

  /// The training and the test part; only generated data draw random numbers.
  ///
  /// - Throws: `FileError` when files are missing or broken.
  func load(_ random: inout RandomSource) throws -> (training: Dataset, test: Dataset) {
    guard let source = try choice.place.source(of: data) else {
      let count = DiskProblem.reportedCount
      let training = DiskProblem.points(count, random: &random)
      return (training, DiskProblem.points(count, random: &random))
    }
    return (try source.part(.training), try source.part(.test))
  }
}
