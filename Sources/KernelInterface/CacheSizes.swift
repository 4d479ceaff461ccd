/// How much of what it computes with a core can keep close to it.
public struct CacheSizes: Equatable, Sendable {
  /// Bytes of the first-level data cache of a core.
  public let firstLevel: Int
  /// Bytes of the second-level cache of a core.
  public let secondLevel: Int

  /// What is taken where a processor does not tell: 32 KiB and 1 MiB.
  public static let usual = CacheSizes(firstLevel: 1 << 15, secondLevel: 1 << 20)

  public init(firstLevel: Int, secondLevel: Int) {
    self.firstLevel = firstLevel
    self.secondLevel = secondLevel
  }

  /// What an operating system reports.
  ///
  /// - Parameters:
  ///   - firstLevel: bytes; below 4 KiB it counts as unknown, as 0 and −1 do, and the usual size stands for it.
  ///   - secondLevel: likewise.
  public init(reportedFirstLevel firstLevel: Int, secondLevel: Int) {
    let least = 1 << 12
    self.init(
      firstLevel: firstLevel < least ? Self.usual.firstLevel : firstLevel,
      secondLevel: secondLevel < least ? Self.usual.secondLevel : secondLevel)
  }
}
