import TerminalKit

/// The exhibits that lessons can show.
enum Exhibits {
  private static let kinds: [any Exhibit.Type] = [
    InitializationExhibit.self, DiskExhibit.self, ExperimentExhibit.self, ConvolutionExhibit.self,
  ]

  /// The exhibit of a comment such as `show: disk epoch=1`.
  ///
  /// - Throws: `ExhibitFault` with what is wrong and what there would be.
  static func exhibit(_ text: String) throws(ExhibitFault) -> any Exhibit {
    let words = text.split(separator: " ").map(String.init)
    let name = words.prefix { !$0.contains("=") }.joined(separator: " ")
    guard let kind = kinds.first(where: { $0.name == name }) else {
      throw ExhibitFault(
        "\"\(name)\" is no exhibit; there are \(kinds.map { $0.name }.joined(separator: ", "))")
    }
    var values: [String: String] = [:]
    for word in words
    where word.contains("=") || !name.split(separator: " ").contains(Substring(word)) {
      let parts = word.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
      let setting = String(parts[0])
      guard kind.settings.contains(setting), parts.count == 2 else {
        let known =
          kind.settings.isEmpty
          ? "it has none" : "there are " + kind.settings.map { $0 + "=" }.joined(separator: ", ")
        throw ExhibitFault("\"\(word)\" is no setting of \(name); \(known)")
      }
      guard values.updateValue(String(parts[1]), forKey: setting) == nil else {
        throw ExhibitFault("\(setting)= is given twice")
      }
    }
    return try kind.init(ExhibitSettings(values: values))
  }
}

/// The settings of an exhibit as they stand in the lesson.
struct ExhibitSettings: Sendable {
  let values: [String: String]

  subscript(name: String) -> String? { values[name] }

  /// A whole number in a range.
  ///
  /// - Throws: `ExhibitFault` for anything else.
  func whole(
    _ name: String, in range: ClosedRange<Int>, else usual: Int
  ) throws(ExhibitFault) -> Int {
    guard let text = values[name] else { return usual }
    guard let number = Int(text), range.contains(number) else {
      throw ExhibitFault(
        "\(name)=\(text) is no whole number from \(range.lowerBound) to \(range.upperBound)")
    }
    return number
  }
}
