/// The built-in lessons in their order, in parts.
package enum Course {
  package struct Part: Sendable {
    package let title: String
    /// The ids of its lessons.
    package let lessons: [String]
  }

  package static let parts = [
    Part(
      title: "One number at a time", lessons: ["signals", "blame", "wiggle", "shares", "losses"]),
    Part(title: "Pictures", lessons: ["window", "stamp", "pooling", "four-layer"]),
    Part(title: "Making it learn", lessons: ["depth", "race", "dropout", "weights"]),
    Part(title: "Real runs", lessons: ["ways", "disk", "reproduce"]),
  ]

  /// The ids of all lessons that are there, in order; lessons that no part names come last.
  package static var ids: [String] {
    let there = LessonLibrary.ids
    let listed = parts.flatMap(\.lessons).filter(there.contains)
    return listed + there.filter { !listed.contains($0) }
  }

  /// The lesson of which a question is asked again at the beginning of another one: the one before the last; what is
  /// recalled after a while is kept longer.
  package static func lesson(recalledIn id: String) throws -> Lesson? {
    let ids = parts.flatMap(\.lessons).filter(LessonLibrary.ids.contains)
    guard let index = ids.firstIndex(of: id), index >= 2 else { return nil }
    return try LessonLibrary.lesson(ids[index - 2])
  }

  /// The lesson after another one; nil after the last.
  static func lesson(after id: String) -> String? {
    let ids = ids
    guard let index = ids.firstIndex(of: id), ids.indices.contains(index + 1) else { return nil }
    return ids[index + 1]
  }
}
