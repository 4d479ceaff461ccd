/// What somebody may have meant who typed a name that nobody has.
package enum Suggestion {
  /// The names that are nearest to what was typed, if any is near enough to be a slip of the fingers.
  ///
  /// - Parameters:
  ///   - typed: what nobody is called.
  ///   - names: what there is.
  /// - Returns: all names at the least distance, in their order; none where more than three slips, more than a third
  ///   of the letters (two may always change), or every letter of a short name lie between.
  package static func nearest(to typed: String, among names: some Sequence<String>) -> [String] {
    let typed = typed.lowercased()
    let near = names.map { (name: $0, distance: editDistance($0.lowercased(), typed)) }
      .filter { $0.distance <= min(max(2, typed.count / 3), 3) && $0.distance < $0.name.count }
    let least = near.map(\.distance).min()
    return near.filter { $0.distance == least }.map(\.name)
  }

  /// `did you mean 'train'?`, the end of a sentence; nil where nothing is near.
  package static func question(_ typed: String, among names: some Sequence<String>) -> String? {
    let near = nearest(to: typed, among: names).map { "'\($0)'" }
    return near.isEmpty ? nil : "did you mean \(near.joined(separator: " or "))?"
  }
}

/// How many characters must be added, left out, replaced or exchanged with their neighbour to make one text of
/// the other: the distance of Levenshtein, in which the commonest slip of fingers counts once and not twice
/// (optimal string alignment).
package func editDistance(_ one: String, _ two: String) -> Int {
  let (from, to) = (Array(one), Array(two))
  // Distances between the beginnings of both: column c is for c letters of `two`, `row` for as many letters of
  // `one` as are done, `older` for one letter fewer.
  var (older, row) = ([Int](), Array(0...to.count))
  for (index, letter) in from.enumerated() {
    var next = [index + 1]
    for column in to.indices {
      var least = min(
        row[column] + (letter == to[column] ? 0 : 1), row[column + 1] + 1, next[column] + 1)
      if index > 0, column > 0, letter == to[column - 1], from[index - 1] == to[column] {
        least = min(least, older[column - 1] + 1)
      }
      next.append(least)
    }
    (older, row) = (row, next)
  }
  return row[to.count]
}
