import TerminalKit

/// A number as a reader types it.
enum NumberText {
  /// The Float that a text means, or what is wrong with it.
  static func float(_ text: String) -> Result<Float, Refusal> {
    guard !text.isEmpty else { return .failure(Refusal("no number was typed")) }
    guard let wide = Double(text) else {
      let hint = Double(text.replacing(",", with: ".")) == nil ? "" : ": write it with a point"
      return .failure(
        Refusal("\"\(text)\" is no number\(hint.isEmpty ? " such as -0.25 or 3e-4" : hint)"))
    }
    let isWord = text.contains { $0.isLetter && !"eExXpPaAbBcCdDfF".contains($0) }
    guard !wide.isNaN, !isWord else {
      return .failure(
        Refusal("\"\(text)\" is not a finite number; only those can be computed with"))
    }
    let value = Float(wide)
    guard value.isFinite else {
      return .failure(
        Refusal(
          "\(text) is too large for a Float, whose largest is \(Float.greatestFiniteMagnitude)"))
    }
    return .success(value)
  }
}
