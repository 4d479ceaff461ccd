/// How often a run writes a checkpoint.
package enum CheckpointInterval: Equatable {
  case updates(Int)
  case time(Duration)

  /// The most that a crash can cost. A checkpoint of a million weights takes some hundredths of a second.
  package static let standardSeconds = 30
  package static var standard: CheckpointInterval { .time(.seconds(standardSeconds)) }

  /// True if another checkpoint is due, so many updates and so much time after the last one.
  func isOver(updates: Int, time: Duration) -> Bool {
    switch self {
    case .updates(let count): updates >= count
    case .time(let pause): time >= pause
    }
  }
}
