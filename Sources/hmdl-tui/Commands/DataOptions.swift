import ArgumentParser
import Engine
import Runs

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

  /// The place without the words of the command line.
  var dataPlace: DataPlace { DataPlace(directory: directory, split: split, label: label) }

  /// Checks that these options make sense for a data set.
  ///
  /// - Throws: `ValidationError` that says which does not.
  func check(_ data: DataName) throws {
    let flags: [DataPlace.Field: String] = [
      .directory: "--data-dir", .split: "--split", .label: "--label",
    ]
    if let fault = dataPlace.fault(for: data, naming: { flags[$0] ?? $0.rawValue }) {
      throw ValidationError(fault)
    }
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
      "The share of the training samples that is set aside and only measured after every epoch.",
      valueName: "share"))
  var validation = 0.0

  var data: DataName { choice.data }
  var directory: String? { choice.place.directory }
  var split: Int? { choice.place.split }

  func validate() throws {
    try TrainingLimits.share.check(validation, "--validation")
  }
}
