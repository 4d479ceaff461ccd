/// Terms and their sum as they are printed: with as many decimals as make the printed terms add up to the
/// printed sum, up to two more than usual.
///
/// Where even those do not make it the terms have a digit or two more than the sum, which is theirs, rounded:
/// `.1009 - .0347 = .0662 ≈ .066`. Where there is no room for those (`narrow`), or rounding fails still, the line
/// says that it is rounded, so that a student who adds up the figures is never left with a last digit that nobody
/// explains.
struct PrintedSum: Equatable, Sendable {
  let terms: [Figure]
  let total: Figure
  /// Whether the printed terms miss the printed sum.
  let isRounded: Bool
  /// The same in as few digits as usual, where this one has terms with more digits than the sum.
  var narrow: PrintedSum { coarse.first ?? self }
  private var coarse: [PrintedSum] = []

  /// - Parameters:
  ///   - terms: the summands.
  ///   - total: scale × Σ terms, as recorded.
  ///   - scale: what stands before the sum: a gate, or one by the number of samples.
  ///   - decimals: as many as there are usually.
  init(_ terms: [Double], total: Double, scale: Double = 1, decimals: Int = 3) {
    let tried = (decimals...decimals + 2).lazy.map { places in
      (
        terms: terms.map { Figure($0, decimals: places) },
        total: Figure(total, decimals: places), places: places
      )
    }
    if let found = tried.first(where: { Self.addsUp($0.terms, $0.total, scale, $0.places) }) {
      (self.terms, self.total, isRounded) = (found.terms, found.total, false)
      return
    }
    let shown = Figure(total, decimals: decimals)
    let finer = (decimals + 1...decimals + 2).lazy
      .map { places in terms.map { Figure($0, decimals: places) } }
      .first { Self.rounds($0, to: shown, scale, decimals) }
    self.terms = finer ?? terms.map { Figure($0, decimals: decimals) }
    self.total = shown
    isRounded = finer == nil && total.isFinite
    if finer != nil {
      coarse = [PrintedSum(terms, total: total, decimals: decimals, isRounded: true)]
    }
  }

  /// Whether the sum of the printed terms, rounded to the digits of the total, is the printed total.
  private static func rounds(
    _ terms: [Figure], to total: Figure, _ scale: Double, _ decimals: Int
  ) -> Bool {
    // Exponents are for numbers that are too large or too small for decimals.
    guard !(terms + [total]).contains(where: { $0.text.contains("e") }) else { return false }
    let sum = scale * terms.reduce(0) { $0 + (Double($1.text) ?? .nan) }
    return sum.isFinite && Figure(sum, decimals: decimals).text == total.text
  }

  /// A sum of which it is known whether it comes out.
  init(_ terms: [Double], total: Double, decimals: Int, isRounded: Bool) {
    self.terms = terms.map { Figure($0, decimals: decimals) }
    self.total = Figure(total, decimals: decimals)
    self.isRounded = isRounded
  }

  private static func addsUp(
    _ terms: [Figure], _ total: Figure, _ scale: Double, _ decimals: Int
  ) -> Bool {
    guard let shown = Double(total.text) else { return false }
    let sum = terms.reduce(0) { $0 + (Double($1.text) ?? .nan) }
    // A sum of printed figures is exact; a multiple of it is rounded once more.
    let isSum = scale == 1 || scale == 0
    let half = isSum ? 0 : (0..<decimals).reduce(0.5) { half, _ in half / 10 }
    return abs(scale * sum - shown) <= half + 1e-9 * max(1, abs(shown))
  }

  /// `.2 + .4 - .1`.
  var text: String { terms.sum }
  var relation: String { otherRelation ?? (terms + [total]).relation }
  private var otherRelation: String?

  /// The sum as part of an equation that has more in it than these terms.
  func with(relation: String) -> PrintedSum {
    var sum = self
    sum.otherRelation = relation
    return sum
  }
  /// What is said behind the sum.
  var note: String { isRounded ? " (rounded)" : "" }
  /// `.2 + .4 - .1 = .5`.
  var equation: String { "\(text) \(relation) \(total.text)\(note)" }
}
