import TerminalKit

/// Numbers as the screens print them: no 0 before the point, no plus, never cut.
enum Numbers {
  /// A number of a map: two decimals, which give way first, then the exponent form.
  ///
  /// `.25` `-.25` `1.10` `-1.1` `12.3` `-123` `2e38`; exactly 0 is `0`, what would round to 0 is
  /// `+~0` or `-~0`. Where sign, digit and exponent find no room together it is only said that the
  /// number is large, `-big`; where nothing fits the room is filled with `#`. What is printed as a
  /// number is the value rounded to the printed digits, never another number.
  ///
  /// - Returns: `width` characters, the number at the right.
  static func map(_ value: Float, width: Int = 4) -> String {
    let width = max(width, 0)
    let text = mapForms(Double(value)).first { $0.count <= width }
    return text.map { $0.leftPadded(to: width) } ?? String(repeating: "#", count: width)
  }

  private static func mapForms(_ value: Double) -> [String] {
    guard value.isFinite else { return [special(value)] }
    guard value != 0 else { return ["0"] }
    guard abs(value) >= 0.005 else { return [value < 0 ? "-~0" : "+~0"] }
    // A number that is not 0 never reads 0: a short cell fills with # instead.
    let plain = (0...2).reversed().map { fixed(value, decimals: $0) }.filter { $0 != "0" }
    guard abs(value) >= 1000 else { return plain }
    return plain + [exponent(value, digits: 1), value < 0 ? "-big" : "+big"]
  }

  /// A number of a thumbnail in two places: its sign and ninths of the scale, at least 1 when it
  /// is not 0; `na` is nan, `+!` and `-!` are the infinities.
  static func thumbnail(_ value: Float, scale: Float) -> String {
    guard !value.isNaN else { return "na" }
    guard value != 0 else { return " 0" }
    let sign = value < 0 ? "-" : "+"
    guard value.isFinite else { return sign + "!" }
    guard scale > 0, scale.isFinite else { return sign + "1" }
    let ninths = (9 * abs(Double(value)) / Double(scale)).rounded()
    return sign + String(Int(min(max(ninths, 1), 9)))
  }

  /// A number of the rule pane: up to three decimals (or as many as asked for) without trailing
  /// zeros, one more where there would be one digit; numbers that would keep none, and those from
  /// a million on, take the exponent form.
  static func rule(_ value: Double, decimals: Int = 3) -> String {
    guard value.isFinite else { return special(value) }
    guard value != 0 else { return "0" }
    let size = abs(value)
    guard size < 1e6, size >= powerOfTen(-decimals) else { return exponent(value, digits: 3) }
    let finer = size < 10 * powerOfTen(1 - decimals) / 10 ? decimals + 1 : decimals
    let room = size < 1000 ? finer : min(decimals, size < 1e4 ? 2 : size < 1e5 ? 1 : 0)
    return trimmed(fixed(value, decimals: room))
  }

  /// As many digits as bring a Float back exactly: `.4752148`, `1`, `3.4028235e38`, `-1e-5`.
  static func exact(_ value: Float) -> String {
    guard value.isFinite else { return special(Double(value)) }
    guard value != 0 else { return "0" }
    let parts = "\(value.magnitude)".split(separator: "e")
    var digits = String(parts[0])
    if digits.hasSuffix(".0") { digits.removeLast(2) }
    if digits.hasPrefix("0.") { digits.removeFirst() }
    let power = parts.count > 1 ? Int(parts[1]) ?? 0 : 0
    return (value < 0 ? "-" : "") + digits + (power == 0 ? "" : "e\(power)")
  }

  /// The loss, with as many decimals always, so that it does not jump: `1.282`, `.730`.
  static func loss(_ value: Double, decimals: Int = 3) -> String {
    guard value.isFinite else { return special(value) }
    guard value != 0 else { return "0" }
    let size = abs(value)
    guard size < 1e6, size >= powerOfTen(-decimals) else { return exponent(value, digits: 3) }
    return fixed(value, decimals: decimals)
  }

  /// A share as people say it: `47 %`.
  static func percent(_ share: Double) -> String {
    guard share.isFinite else { return special(share) }
    return fixed(100 * share, decimals: 0) + " %"
  }

  // MARK: - Exact or rounded

  /// Whether the shown figure is the whole value, up to the rounding of Float arithmetic.
  static func isExact(shown: String, for value: Double) -> Bool {
    guard let read = Double(shown) else { return false }
    if value.isNaN || read == value { return true }
    let tolerance = abs(value) < 1e-3 ? 1e-6 * abs(value) : max(2e-7, 5e-7 * abs(value))
    return abs(read - value) <= tolerance
  }

  /// `=` when the shown figure is exact, `≈` when it is rounded.
  static func relation(shown: String, for value: Double) -> String {
    isExact(shown: shown, for: value) ? "=" : "≈"
  }

  // MARK: - Digits

  /// `nan`, `+inf`, `-inf`.
  private static func special(_ value: Double) -> String {
    value.isNaN ? "nan" : value < 0 ? "-inf" : "+inf"
  }

  /// That many decimals, half rounded away from 0: `.50`, `-1.1`, `12`.
  static func fixed(_ value: Double, decimals: Int) -> String {
    guard value.isFinite else { return special(value) }
    let decimals = min(max(decimals, 0), 12)
    let scaled = (abs(value) * powerOfTen(decimals)).rounded()
    guard scaled < 9e15 else { return exponent(value, digits: decimals + 1) }
    guard scaled > 0 else { return "0" }
    var digits = String(Int(scaled))
    if digits.count < decimals { digits = digits.leftPadded(to: decimals, with: "0") }
    let point = decimals == 0 ? "" : "."
    return (value < 0 ? "-" : "") + digits.dropLast(decimals) + point + digits.suffix(decimals)
  }

  /// Up to that many significant digits and a power of ten: `2e38`, `-1.25e-7`.
  static func exponent(_ value: Double, digits: Int) -> String {
    guard value.isFinite else { return special(value) }
    guard value != 0 else { return "0" }
    var power = 0
    var mantissa = abs(value)
    while mantissa >= 10 {
      mantissa /= 10
      power += 1
    }
    while mantissa < 1 {
      mantissa *= 10
      power -= 1
    }
    var text = trimmed(fixed(mantissa, decimals: digits - 1))
    if text == "10" { (text, power) = ("1", power + 1) }
    return (value < 0 ? "-" : "") + text + "e\(power)"
  }

  private static func powerOfTen(_ power: Int) -> Double {
    let size = (0..<abs(power)).reduce(1.0) { size, _ in size * 10 }
    return power < 0 ? 1 / size : size
  }

  private static func trimmed(_ text: String) -> String {
    guard text.contains(".") else { return text }
    let kept = text.reversed().drop { $0 == "0" }.reversed()
    return kept.last == "." ? String(kept.dropLast()) : String(kept)
  }
}

extension String {
  /// The text at the right of that many cells.
  func leftPadded(to width: Int, with filler: Character = " ") -> String {
    String(repeating: filler, count: Swift.max(0, width - count)) + self
  }

  /// The text at the left of that many cells.
  func rightPadded(to width: Int) -> String {
    self + String(repeating: " ", count: Swift.max(0, width - count))
  }
}
