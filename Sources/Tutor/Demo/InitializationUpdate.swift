import Engine
import Foundation

/// What reaches the demo from outside.
enum InitializationMessage: Equatable, Sendable {
  case action(InitializationAction)
  case goTo(layer: Int)
  case report(PropagationReport)
}

/// What the demo wants from outside.
enum InitializationEffect: Equatable, Sendable {
  /// The directions of a run of the model, one after the other, in place of what was computed for it before.
  case compute(run: Int, [PropagationSettings])
  /// Nothing any more for that run.
  case stop(run: Int)
  case showKeys, showStory
  case quit
}

extension InitializationModel {
  /// The only function that changes the demo: it takes a message and gives the new model and its effects.
  func updated(
    _ message: InitializationMessage
  ) -> (model: InitializationModel, effects: [InitializationEffect]) {
    var next = self
    switch message {
    case .report(let report): next.take(report)
    case .goTo(let layer): next.moveTo(layer: layer)
    case .action(.quit): return (next, [.quit])
    case .action(.help): return (next, [.showKeys])
    case .action(.why): return (next, [.showStory])
    case .action(let action): next.apply(action)
    }
    return (next, work(from: self, to: next))
  }
}

/// The work that a change of settings makes: runs that are like before go on.
private func work(
  from model: InitializationModel, to next: InitializationModel
) -> [InitializationEffect] {
  (0..<max(model.runs.count, next.runs.count)).compactMap { run in
    guard next.runs.indices.contains(run) else { return .stop(run: run) }
    let isNew =
      !model.runs.indices.contains(run) || model.showsBoth != next.showsBoth
      || model.runs[run].settings != next.runs[run].settings
    guard isNew else { return nil }
    let wanted = next.runs[run].unfinished(both: next.showsBoth)
    return wanted.isEmpty ? .stop(run: run) : .compute(run: run, wanted)
  }
}

extension InitializationModel {
  fileprivate mutating func apply(_ action: InitializationAction) {
    switch action {
    case .back: moveTo(layer: layer - 1)
    case .forward: moveTo(layer: layer + 1)
    case .backTen: moveTo(layer: layer - 10)
    case .forwardTen: moveTo(layer: layer + 10)
    case .first: moveTo(layer: 1)
    case .last: moveTo(layer: layers)
    case .larger: change { $0.weights = $0.weights.times(1.25, width: $0.width) }
    case .smaller: change { $0.weights = $0.weights.times(1 / 1.25, width: $0.width) }
    case .paperScale: change { $0.weights = $0.weights.nextPaperScale }
    case .initializer: change { $0.weights = $0.weights.nextInitializer }
    case .activation: change { $0.activation = $0.activation.nextInDemo }
    case .direction: change { $0 = $0.opposite }
    case .both: toggleBoth()
    case .seed: changeAll { $0.seed &+= 1 }
    case .compare: toggleComparison()
    case .otherRun: switchRun()
    case .why, .help, .quit: break
    }
  }
}

extension PropagationWeights {
  /// Normal weights with `factor` times the standard deviation, to three figures, limited to scales for which Float
  /// still has finite numbers other than 0.
  fileprivate func times(_ factor: Double, width: Int) -> PropagationWeights {
    let wanted = standardDeviation(width: width) * factor
    let bounded = max(1e-9, min(1e9, wanted))
    return .scaled(WeightScale(Double(String(format: "%.3g", bounded)) ?? bounded))
  }

  fileprivate var nextPaperScale: PropagationWeights {
    let scales = [WeightScale.one, .paperSmall, .inverseRoot].map(PropagationWeights.scaled)
    return scales[((scales.firstIndex(of: self) ?? 2) + 1) % 3]
  }

  fileprivate var nextInitializer: PropagationWeights {
    let order: [Initializer] = [.glorotNormal, .heNormal, .glorotUniform, .heUniform]
    guard case .initializer(let initializer) = self,
      let index = order.firstIndex(of: initializer)
    else { return .initializer(order[0]) }
    return .initializer(order[(index + 1) % order.count])
  }
}

extension WeightScale {
  fileprivate static let paperSmall = WeightScale(0.01)
}

extension Activation {
  fileprivate var nextInDemo: Activation {
    let order: [Activation] = [.identity, .relu, .tanh, .sigmoid]
    let place = order.firstIndex(of: self) ?? order.count - 1
    return order[(place + 1) % order.count]
  }
}
