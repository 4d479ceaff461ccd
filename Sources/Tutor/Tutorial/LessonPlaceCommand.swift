import Engine
import Tracer

/// `sum c0 cell=3,2,0 update=2 case=shift view=columns when=later`: a stop, and how it is shown.
struct LessonPlaceCommand {
  private(set) var place: LessonPlace
  private(set) var occasion: LessonStep.Occasion?
  private let cases: [LessonCase]
  private let walksAll: Bool

  /// What a step comment says.
  ///
  /// - Throws: `LessonExpressionError` with what is wrong and what there would be.
  init(
    step text: String, cases: [LessonCase], walksAll: Bool
  ) throws(LessonExpressionError) {
    let words = text.split(separator: " ").map(String.init)
    guard let first = words.first, let part = Stop.Part(rawValue: first) else {
      throw Self.refusal("\"\(words.first ?? "")\" is no step", Stop.Part.allCases.map(\.rawValue))
    }
    self.cases = cases
    self.walksAll = walksAll
    place = LessonPlace(case: cases[0].name, part: part, update: walksAll ? nil : 1)
    var names: [String] = []
    for word in words.dropFirst() where try !take(word) { names.append(word) }
    guard names.count <= 1 else {
      throw LessonExpressionError(
        description: "a step has one layer, here stand \(names.joined(separator: " and "))")
    }
    place.layer = names.first
    try check()
  }

  /// The place of a step, changed by the words of a question behind it.
  init(
    question words: [String], at step: LessonPlace, cases: [LessonCase], walksAll: Bool
  ) throws(LessonExpressionError) {
    self.cases = cases
    self.walksAll = walksAll
    place = step
    for word in words {
      if try takeStop(word) { continue }
      guard try take(word), occasion == nil else {
        throw Self.refusal(
          "\"\(word)\" is not known here",
          [
            "stop=", "case=", "update=", "sample=", "cell=", "view=", "id=", "covers=", "tensor=",
            "fault=",
          ])
      }
    }
    try check()
  }

  /// Takes `stop=sum,d0`: another stop than the step's.
  private mutating func takeStop(_ word: String) throws(LessonExpressionError) -> Bool {
    guard word.hasPrefix("stop=") else { return false }
    let names = word.dropFirst(5).split(separator: ",").map(String.init)
    guard let part = names.first.flatMap(Stop.Part.init(rawValue:)), names.count <= 2 else {
      throw Self.refusal("\"\(word)\" names no stop", Stop.Part.allCases.map(\.rawValue))
    }
    (place.part, place.layer) = (part, names.count > 1 ? names[1] : nil)
    (place.cell, place.view) = (nil, nil)
    return true
  }

  /// Takes `key=value`; false when it is something else.
  private mutating func take(_ word: String) throws(LessonExpressionError) -> Bool {
    guard let sign = word.firstIndex(of: "=") else { return false }
    let value = String(word[word.index(after: sign)...])
    switch word[..<sign] {
    case "cell":
      let numbers = value.split(separator: ",", omittingEmptySubsequences: false).map { Int($0) }
      guard numbers.allSatisfy({ $0 != nil }) else {
        throw LessonExpressionError(
          description: "cell=\(value) is no list of whole numbers such as cell=3,2,0")
      }
      place.cell = numbers.compactMap { $0 }
    case "when":
      guard let known = LessonStep.Occasion(rawValue: value), walksAll else {
        throw walksAll
          ? Self.refusal(
            "\"\(value)\" is no occasion", LessonStep.Occasion.allCases.map(\.rawValue))
          : LessonExpressionError(
            description: "when= belongs to lessons with \"walk: all\"; use update= here")
      }
      occasion = known
    case "update": place.update = try Self.whole(value, "update", from: 1)
    case "sample": place.sample = try Self.whole(value, "sample", from: 0)
    case "case":
      guard cases.contains(where: { $0.name == value }) else {
        throw Self.refusal("\"\(value)\" is no case of this lesson", cases.map(\.name))
      }
      place.case = value
    case "view":
      guard StopViews.names.contains(value) else {
        throw Self.refusal("\"\(value)\" is no view", StopViews.names)
      }
      place.view = value
    default: return false
    }
    return true
  }

  private static func whole(
    _ text: String, _ key: String, from least: Int
  ) throws(LessonExpressionError) -> Int {
    guard let number = Int(text), number >= least else {
      throw LessonExpressionError(description: "\(key)=\(text) is no whole number from \(least) on")
    }
    return number
  }

  private static func refusal(_ what: String, _ known: [String]) -> LessonExpressionError {
    LessonExpressionError(description: "\(what); there are \(known.joined(separator: ", "))")
  }

  // MARK: - Checks

  private var experiment: Case? { cases.first { $0.name == place.case }?.case }

  private func check() throws(LessonExpressionError) {
    guard let experiment else { return }
    if let layer = place.layer, experiment.header.index(of: layer) == nil {
      throw Self.refusal("\"\(layer)\" is no layer", experiment.header.names)
    }
    let last = experiment.steps.count + 1
    if let update = place.update, update > last {
      throw LessonExpressionError(
        description:
          "there is no update \(update): the case has \(last - 1), and \(last) is the last look")
    }
    guard let cell = place.cell else { return }
    guard let shape = shape(experiment.header), shape.offset(of: cell) != nil else {
      let there =
        shape(experiment.header).map { "the shape is \($0)" } ?? "this step shows no cells"
      throw LessonExpressionError(
        description: "there is no cell \(cell.map(String.init).joined(separator: ",")): \(there)")
    }
  }

  /// The shape of what is shown, without the sample.
  private func shape(_ header: TraceHeader) -> Shape? {
    let index = header.index(of: place.layer)
    return switch place.part {
    case .input: header.inputShape
    case .loss: [1]
    case .initialError: header.output(of: header.layers.count - 1)
    case .sum, .activation, .delta: index.map { header.output(of: $0) }
    case .gradient, .correction: index.flatMap { header.parameterShapes(of: $0)?.weights }
    case .noGradient, .noDelta, .noCorrection: nil
    }
  }
}
