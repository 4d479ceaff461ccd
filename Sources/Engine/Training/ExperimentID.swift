/// The paper's experiment ids: Java's string hash of a description text.
public enum ExperimentID {
  /// h ← 31·h + code point, modulo 2³², as 10 decimal digits.
  public static func hash(_ text: String) -> String {
    let value = text.unicodeScalars.reduce(UInt32(0)) { 31 &* $0 &+ $1.value }
    let digits = String(value)
    return String(repeating: "0", count: 10 - digits.count) + digits
  }
}
