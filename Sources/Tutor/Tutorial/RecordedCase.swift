import Engine
import Tracer

/// A case with what its run left.
package struct RecordedCase: Sendable {
  let `case`: Case
  let trace: Trace

  /// Runs all cases of a lesson.
  ///
  /// - Throws: `NetworkError` when parameters do not fit their network.
  static func all(of lesson: Lesson) throws -> [String: RecordedCase] {
    var recorded: [String: RecordedCase] = [:]
    for item in lesson.cases {
      recorded[item.name] = RecordedCase(
        case: item.case, trace: try item.case.record(lookingAtLast: true))
    }
    return recorded
  }
}
