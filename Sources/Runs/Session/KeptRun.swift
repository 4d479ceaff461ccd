import Engine

/// A run as read from its directory, finished or not.
package struct KeptRun {
  package let path: String
  package let description: RunDescription
  /// The logs of the repetitions that have begun, in ascending order.
  package let logs: [(repetition: Int, log: RunLog)]

  package var results: [RepetitionResult] {
    logs.map { RepetitionResult(repetition: $0.repetition, log: $0.log) }
  }

  /// The run's name: the last part of its path.
  package var name: String { path.split(separator: "/").last.map(String.init) ?? path }

  /// - Throws: `FileError` about the file that is missing or broken.
  package init(contentsOf path: String) throws(FileError) {
    let directory = try RunDirectory(existing: path)
    description = try RunDescription(contentsOf: directory.descriptionPath)
    self.path = directory.path
    var logs: [(repetition: Int, log: RunLog)] = []
    for repetition in directory.startedRepetitions {
      logs.append(
        (repetition, try RunLog(contentsOf: directory.repetition(repetition).logPath)))
    }
    guard !logs.isEmpty else {
      throw FileError(file: path, reason: "the run has not begun: there is no log in it")
    }
    self.logs = logs
  }
}
