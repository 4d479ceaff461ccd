/// How often a run keeps its state.
package enum CheckpointInterval: Equatable {
  case updates(Int)
  case time(Duration)

  /// What a crash costs at most; a checkpoint of a million weights takes some hundredths of a second.
  package static let standardSeconds = 30
  package static var standard: CheckpointInterval { .time(.seconds(standardSeconds)) }

  /// Whether so much has happened since the last checkpoint that another one is due.
  func isOver(updates: Int, time: Duration) -> Bool {
    switch self {
    case .updates(let count): updates >= count
    case .time(let pause): time >= pause
    }
  }
}
