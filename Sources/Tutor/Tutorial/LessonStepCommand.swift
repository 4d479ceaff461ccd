import Engine
import Tracer

/// `<!-- step: sum c0 cell=3,2,0 when=later -->`: which stops a text is for, and the cell they show first.
struct LessonStepCommand {
  private let part: Stop.Part
  private var layer: String?
  private var occasion: LessonStep.Occasion?
  private var cell: [Int]?

  /// - Throws: `LessonExpressionError` with what is wrong and what there would be.
  init(_ text: String, header: TraceHeader) throws(LessonExpressionError) {
    let words = text.split(separator: " ").map(String.init)
    guard let first = words.first, let part = Stop.Part(rawValue: first) else {
      throw Self.refusal("\"\(words.first ?? "")\" is no step", Stop.Part.allCases.map(\.rawValue))
    }
    self.part = part
    for word in words.dropFirst() {
      if let value = Self.value(word, "cell") {
        cell = value.split(separator: ",").compactMap { Int($0) }
      } else if let value = Self.value(word, "when") {
        guard let known = LessonStep.Occasion(rawValue: value) else {
          throw Self.refusal(
            "\"\(value)\" is no occasion", LessonStep.Occasion.allCases.map(\.rawValue))
        }
        occasion = known
      } else if header.index(of: word) != nil {
        layer = word
      } else {
        throw Self.refusal("\"\(word)\" is no layer", header.names)
      }
    }
    try checkCell(header)
  }

  func step(_ section: String, _ title: String) -> LessonStep {
    LessonStep(
      section: section, title: title, part: part, layer: layer, occasion: occasion, cell: cell)
  }

  private static func value(_ word: String, _ key: String) -> String? {
    word.hasPrefix("\(key)=") ? String(word.dropFirst(key.count + 1)) : nil
  }

  private static func refusal(_ what: String, _ known: [String]) -> LessonExpressionError {
    LessonExpressionError(description: "\(what); there are \(known.joined(separator: ", "))")
  }

  private func checkCell(_ header: TraceHeader) throws(LessonExpressionError) {
    guard let cell else { return }
    guard let shape = shape(header), shape.offset(of: cell) != nil else {
      let there = shape(header).map { "the shape is \($0)" } ?? "this step shows no cells"
      throw LessonExpressionError(
        description: "there is no cell \(cell.map(String.init).joined(separator: ",")): \(there)")
    }
  }

  /// The shape of what is shown, without the sample.
  private func shape(_ header: TraceHeader) -> Shape? {
    let index = header.index(of: layer)
    return switch part {
    case .input: header.inputShape
    case .loss: [1]
    case .initialError: header.output(of: header.layers.count - 1)
    case .sum, .activation, .delta: index.map { header.output(of: $0) }
    case .gradient, .correction: index.flatMap { header.parameterShapes(of: $0)?.weights }
    case .noGradient, .noDelta, .noCorrection: nil
    }
  }
}
