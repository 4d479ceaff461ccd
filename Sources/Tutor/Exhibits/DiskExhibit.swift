import Engine
import Runs
import TerminalKit

/// The disk problem as `hmdl-tui train` learns it by default, and what the network answers in the whole square.
struct DiskExhibit: Exhibit {
  static let name = "disk"
  static let settings = ["epoch"]

  /// The run of `hmdl-tui train` without any option.
  static var description: RunDescription {
    let defaults = TrainingDefaults.disk
    var run = RunDescription(
      data: .init(name: DataName.disk.rawValue), network: defaults.network,
      batching: defaults.batching)
    run.epochs = defaults.epochs
    run.optimizer = defaults.optimizer
    run.schedule = defaults.schedule
    run.loss = defaults.loss ?? run.loss
    run.reduction = defaults.reduction
    run.maskScope = defaults.maskScope
    run.seed = defaults.seed
    run.preciseEpochs = 0
    return run
  }

  static func setup() throws -> TrainingSetup { try TrainingSetup(description) }

  /// The epoch after which the network is asked; 0 is before training.
  let epoch: Int

  init(_ settings: ExhibitSettings) throws(ExhibitFault) {
    let last = TrainingDefaults.disk.epochs
    epoch = try settings.whole("epoch", in: 0...last, else: last)
  }

  /// All epochs are of one run.
  var key: String { Self.name }
  var command: String { "hmdl-tui train" }
  var rows: Int { 20 }

  /// The run, as far as it is trained: a picture of the network after every epoch.
  struct Outcome: Sendable {
    var pictures: [DiskPicture]
  }

  func compute(_ reporter: ExhibitReporter<Outcome>) throws -> Outcome? {
    let setup = try Self.setup()
    let epochs = setup.plan.epochs
    var outcome = Outcome(pictures: [])
    var training: Evaluation?
    func look(at network: Network<Float>) {
      outcome.pictures.append(
        DiskPicture(
          epoch: outcome.pictures.count, network: network, loss: setup.learner.loss,
          training: training, test: setup.test))
    }
    look(at: setup.learner.network)
    let done = try EpochWatch.train(setup, threads: Self.description.threads) { event in
      if case .epoch(let report) = event { training = report.result }
    } look: { network in
      look(at: network)
      return true
    } isWanted: {
      reporter.tell("epoch \(outcome.pictures.count) of \(epochs)", outcome)
    }
    return done ? outcome : nil
  }

  // MARK: - The picture

  func draw(_ outcome: Outcome, on screen: inout Screen, in rect: Rect) {
    guard let picture = picture(outcome) else { return }
    let title = "epoch \(picture.epoch)"
    let forms = [
      "\(title)   test loss \(picture.lossText)   \(picture.right) of \(picture.count) right",
      "\(title)   test loss \(picture.lossText)   \(picture.right) right",
      "\(title)   \(picture.lossText)   \(picture.right) right", title,
    ]
    screen.put(
      forms.first { $0.count <= rect.columns } ?? "", row: rect.row, column: rect.column,
      style: .accent, limit: rect.columns)
    let legend = rect.rows >= 9 ? legend(columns: rect.columns) : []
    var body = rect.split(top: 1).rest
    body.rows = max(0, body.rows - legend.count)
    body.rows = min(body.rows, (body.columns + 1) / 2, DiskPicture.rows)
    body.columns = min(body.columns, 2 * body.rows, DiskPicture.columns)
    picture.draw(on: &screen, in: body)
    for (row, line) in legend.enumerated() {
      screen.put(line, row: body.row + body.rows + row, column: rect.column, limit: rect.columns)
    }
  }

  /// That of the epoch, or the last there is while it is still to come.
  private func picture(_ outcome: Outcome) -> DiskPicture? {
    outcome.pictures.indices.contains(epoch) ? outcome.pictures[epoch] : outcome.pictures.last
  }

  private func legend(columns: Int) -> [Line] {
    let answers: [DiskPicture.Answer] = [.insideRight, .insideWrong, .outsideRight, .outsideWrong]
    let parts = answers.map { Line([Span(String($0.mark), $0.style), Span(" " + $0.words)]) }
    guard columns < 80 else {
      return [parts.dropFirst().reduce(parts[0]) { $0 + Line("   ") + $1 }]
    }
    return [parts[0].padded(to: 20) + parts[1], parts[2].padded(to: 20) + parts[3]]
  }

  // MARK: - In sentences

  func lines(_ outcome: Outcome) -> [String] {
    guard let picture = picture(outcome) else { return [] }
    let run = Self.description
    let when =
      picture.epoch == 0 ? "before training" : "after epoch \(picture.epoch) of \(run.epochs)"
    let training = picture.training.map {
      "; the training loss of the epoch is \(TrainingProgress.number($0.loss))"
    }
    return [
      "\(run.network): \(when) the test loss is \(picture.lossText), and \(picture.right) of "
        + "\(picture.count) test points are right\(training ?? "").",
      "What the network answers in the whole square, in per cent of its area:",
    ]
      + [DiskPicture.Answer.insideRight, .insideWrong, .outsideRight, .outsideWrong].map { answer in
        let share = TrainingProgress.number(100 * picture.share(of: answer))
        return "  \(answer.words)".padding(to: 20)
          + String(repeating: " ", count: max(0, 6 - share.count)) + share
      }
  }
}

extension String {
  fileprivate func padding(to width: Int) -> String {
    self + String(repeating: " ", count: max(0, width - count))
  }
}
