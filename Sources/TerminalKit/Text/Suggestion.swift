/// What somebody may have meant who typed a name that nobody has.
package enum Suggestion {
  /// The names that are nearest to what was typed, if any is near enough to be a slip of the fingers.
  ///
  /// - Parameters:
  ///   - typed: what nobody is called.
  ///   - names: what there is.
  /// - Returns: all names at the least distance, in their order; none where more than a third of the letters (and more
  ///   than two) would have to change, or every letter of a short name.
  package static func nearest(to typed: String, among names: some Sequence<String>) -> [String] {
    let typed = typed.lowercased()
    let near = names.map { (name: $0, distance: editDistance($0.lowercased(), typed)) }
      .filter { $0.distance <= max(2, typed.count / 3) && $0.distance < $0.name.count }
    let least = near.map(\.distance).min()
    return near.filter { $0.distance == least }.map(\.name)
  }

  /// `did you mean 'train'?`, the end of a sentence; nil where nothing is near.
  package static func question(_ typed: String, among names: some Sequence<String>) -> String? {
    let near = nearest(to: typed, among: names).map { "'\($0)'" }
    return near.isEmpty ? nil : "did you mean \(near.joined(separator: " or "))?"
  }
}

/// How many characters must be added, left out or replaced to make one text of the other (Levenshtein).
package func editDistance(_ one: String, _ two: String) -> Int {
  let letters = Array(two)
  var row = Array(0...letters.count)
  for (index, letter) in one.enumerated() {
    var diagonal = row[0]
    row[0] = index + 1
    for column in letters.indices {
      let replaced = diagonal + (letter == letters[column] ? 0 : 1)
      diagonal = row[column + 1]
      row[column + 1] = min(replaced, row[column] + 1, diagonal + 1)
    }
  }
  return row[letters.count]
}
