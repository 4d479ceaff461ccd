import Engine
import TerminalKit
import Tracer

/// A convolution as computers do it: every window a column (R), all columns side by side (S), one matrix product.
struct ColumnsView: StopView {
  static let name = "columns"

  let subject: StopSubject
  let table: ColumnsTable?
  let choice: ColumnsTable.Choice

  init(_ subject: StopSubject) {
    self.subject = subject
    table = ColumnsTable(subject)
    choice = table?.choice(of: subject.cell) ?? ColumnsTable.Choice()
  }

  private static let absent = [
    "This step computes nothing with the kernels of a convolution; the columns stand at its sums, at the deltas "
      + "below it and at its gradients.",
    "No convolution is computed in this step.", "no convolution",
  ]

  func upper(_ room: Size) -> StopPane {
    guard let table else {
      return StopPane(
        heading: Heading("columns"), lines: StopNotice.lines(Self.absent, in: room, subject.glyphs))
    }
    let lines = ColumnsPicture(table: table, choice: choice, names: words(table)).lines(in: room)
    return StopPane(heading: heading(table), lines: lines + ruleOneLines(below: lines, in: room))
  }

  /// With the gradients also the columns that the next step, Rule 1, will multiply by the turned kernel.
  private var ruleOne: ColumnsTable? {
    guard let table, table.form == .ruleTwo else { return nil }
    return ColumnsTable(.ruleOne, of: table.layer, in: subject)
  }

  private func ruleOneLines(below lines: [Line], in room: Size) -> [Line] {
    guard let ruleOne, room.columns >= 60, room.rows - lines.count >= ruleOne.rows + 4 else {
      return []
    }
    let names = words(ruleOne)
    let rest = Size(columns: room.columns, rows: room.rows - lines.count - 2)
    return [Line(), Line(" Rule 1: windows of \(names.source) as columns", .bold)]
      + ColumnsPicture(table: ruleOne, choice: ColumnsTable.Choice(), names: names).lines(in: rest)
  }

  func lower(_ room: Size) -> StopPane? {
    table.map { table in
      let product = ColumnsProduct(
        table: table, choice: choice, names: words(table), subject: subject)
      var lines = product.lines(in: room)
      if let ruleOne, room.rows - lines.count >= 2, room.columns >= 60 {
        let turned = ColumnsProduct(
          table: ruleOne, choice: ColumnsTable.Choice(), names: words(ruleOne), subject: subject)
        let shapes = self.product(ruleOne).forms[0].dropFirst("product   ".count)
        lines += [Line(" Rule 1: \(shapes)", .bold), turned.turnedLine(width: room.columns - 1)]
      }
      return StopPane(heading: self.product(table), lines: lines)
    }
  }

  // MARK: - Words

  /// What the parts of the product are called.
  struct Words: Sendable {
    /// `X`, `Y_A`, `δ_B`.
    let source: String
    /// `S_A`, `δ_A`, `∂W_B`.
    let result: String
    let delta: String
    /// Of the weights: `W_A`.
    let weights: String
  }

  private func words(_ table: ColumnsTable) -> Words {
    let annotator = subject.walk.annotator
    let layer = table.layer
    let result =
      switch table.form {
      case .forward: annotator.sum(layer)
      case .ruleOne: annotator.delta(layer - 1)
      case .ruleTwo: "∂W_\(annotator.labels[layer])"
      }
    return Words(
      source: table.form == .ruleOne ? annotator.delta(layer) : annotator.input(layer),
      result: result, delta: annotator.delta(layer), weights: "W_\(annotator.labels[layer])")
  }

  private func heading(_ table: ColumnsTable) -> Heading {
    let (rows, columns, words) = (table.rows, table.columns, words(table))
    switch table.form {
    case .forward:
      return Heading(
        "columns", "R: each window a column of \(rows)   S: \(columns) of them side by side",
        "windows as columns, [\(rows),\(columns)]")
    case .ruleOne, .ruleTwo:
      let rule = table.form == .ruleOne ? "Rule 1" : "Rule 2"
      return Heading(
        "columns",
        "\(rule): windows of \(words.source), each a column of \(rows), \(columns) side by side",
        "\(rule): windows of \(words.source) as columns")
    }
  }

  private func product(_ table: ColumnsTable) -> Heading {
    let (rows, columns, kernels) = (table.rows, table.columns, table.kernels)
    let matrix = "columns [\(rows),\(columns)]"
    switch table.form {
    case .forward:
      let result = "W [\(kernels),\(rows)] × \(matrix) = S [\(kernels),\(columns)]"
      let folded = table.result.shape.dimensions.dropFirst().map(String.init)
      return Heading(
        "product", "\(result), then R to \(folded.joined(separator: "×"))", result)
    case .ruleOne:
      return Heading(
        "product",
        "turned W [\(kernels),\(rows)] × columns of δ [\(rows),\(columns)] = sent back [\(kernels),\(columns)]",
        "turned W × \(matrix)")
    case .ruleTwo:
      return Heading(
        "product", "\(matrix) × δ [\(columns),\(kernels)] = ∂W [\(rows),\(kernels)]",
        "\(matrix) × δ")
    }
  }

  // MARK: - Plain

  func plain() -> [String] {
    guard let table else { return TextWrap.lines(Self.absent[0], width: 78) }
    let words = words(table)
    let picture = ColumnsPicture(table: table, choice: choice, names: words)
    let product = ColumnsProduct(table: table, choice: choice, names: words, subject: subject)
    let head =
      switch table.form {
      case .forward, .ruleTwo:
        "The windows of \(words.source) as columns: \(table.rows) rows, one for each weight of a kernel, "
          + "\(table.columns) columns, one for each cell. o lies outside of the picture and counts as 0."
      case .ruleOne:
        "The windows of \(words.source) as columns: \(table.rows) rows, one for each weight of a turned kernel, "
          + "\(table.columns) columns, one for each cell below. o lies outside of the map and counts as 0."
      }
    let shapes = self.product(table).forms[0].replacing("product   ", with: "Product: ")
    return TextWrap.lines(head, width: 78) + picture.plain(width: 78)
      + TextWrap.lines(shapes, width: 78) + product.plain(width: 78)
  }
}
