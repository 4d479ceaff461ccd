import Engine
import TerminalKit

extension PropagationWeights {
  /// The names `--initializer` knows: the short ones stand for the normal distributions, since on
  /// square layers Glorot's is then the paper's scale 1/√n.
  package static let initializerNames = ["glorot", "he"] + Initializer.allCases.map(\.rawValue)

  /// - Throws: `UnknownInitializer` for any other name.
  package init(initializer name: String) throws {
    switch name {
    case "glorot": self = .initializer(.glorotNormal)
    case "he": self = .initializer(.heNormal)
    default:
      guard let initializer = Initializer(rawValue: name) else {
        throw UnknownInitializer(name: name)
      }
      self = .initializer(initializer)
    }
  }

  /// An initializer by name, or else a scale.
  ///
  /// - Throws: `WeightScaleError` when it is neither.
  package init(_ text: String) throws {
    if let named = try? PropagationWeights(initializer: text) {
      self = named
    } else {
      self = .scaled(try WeightScale(text))
    }
  }

  /// The weights in a heading: `scale 1/sqrt(n)`, `he-normal`.
  package var title: String {
    switch self {
    case .scaled(let scale): "scale \(scale)"
    case .initializer(let initializer): initializer.rawValue
    }
  }
}

/// A name that no initializer has.
struct UnknownInitializer: Error, CustomStringConvertible {
  let name: String
  var description: String {
    let names = PropagationWeights.initializerNames
    let question = Suggestion.question(name, among: names).map { $0 + " Choose" } ?? "choose"
    return "‘\(name.prefix(40))’ is not an initializer: \(question) one of "
      + names.joined(separator: ", ")
  }
}

extension PropagationSettings {
  /// What a layer does, as a formula.
  package var formula: String {
    switch (direction, activation) {
    case (.forward, .identity): "x ← W x"
    case (.forward, _): "x ← \(activation.rawValue)(W x)"
    case (.backward, .identity): "g ← Wᵀ g"
    case (.backward, _): "g ← Wᵀ(\(activation.rawValue)′ ∘ g)"
    }
  }

  /// The letter for what flows: signals x or gradients g.
  var letter: String { direction == .forward ? "x" : "g" }

  /// What flows, in a word.
  var flowName: String { direction == .forward ? "signals" : "gradients" }
}
