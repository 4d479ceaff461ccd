import Engine

/// The outputs of a network for one sample.
package struct Prediction: Equatable {
  /// The name that is printed: of a file, or of a row of one.
  package let name: String
  package let outputs: [Float]
  /// True if the outputs are probabilities of classes.
  package let isProbability: Bool
  package let classNames: [String]?

  package init(name: String, outputs: [Float], isProbability: Bool, classNames: [String]?) {
    self.name = name
    self.outputs = outputs
    self.isProbability = isProbability
    self.classNames = classNames
  }

  /// The `count` largest outputs in descending order; equal ones in the order of the classes, nan last.
  package func largest(_ count: Int) -> [(output: Int, value: Float)] {
    let ranked = outputs.indices.sorted { a, b in
      let (x, y) = (outputs[a], outputs[b])
      return x.isNaN || y.isNaN ? !x.isNaN : (x, b) > (y, a)
    }
    return ranked.prefix(count).map { ($0, outputs[$0]) }
  }

  func className(_ output: Int) -> String {
    guard let classNames, classNames.indices.contains(output) else { return String(output) }
    return classNames[output]
  }

  /// The name, then one line per class.
  package func lines(top count: Int) -> [String] {
    let largest = largest(count)
    let width = largest.map { className($0.output).count }.max() ?? 0
    return [name]
      + largest.map { output, value in
        let label = className(output)
        let space = String(repeating: " ", count: width - label.count)
        let number =
          isProbability
          ? TrainingProgress.fraction(Double(value)) : TrainingProgress.number(Double(value))
        return "  \(label)\(space)  \(number)"
      }
  }

  /// `{"file":…,"classes":[{"class":7,"name":"7","probability":…},…]}`; `value` instead of `probability` where
  /// outputs are not probabilities.
  package func json(top count: Int) -> JSONValue {
    let classes = largest(count).map { output, value -> JSONValue in
      [
        "class": .whole(output), "name": .text(className(output)),
        isProbability ? "probability" : "value": .number(Double(value)),
      ]
    }
    return ["file": .text(name), "classes": .list(classes)]
  }
}
