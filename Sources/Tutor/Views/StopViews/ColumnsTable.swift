import Engine
import Tracer

/// A convolution as one matrix product: windows of a picture as columns, kernels as rows.
///
/// - Forward: `W [c_out, k·k·c_in] × columns of X [k·k·c_in, n·h·w] = S − b [c_out, n·h·w]`.
/// - Rule 1: `turned W [c_in, k·k·c_out] × columns of δ [k·k·c_out, n·h·w] =` what is sent back `[c_in, n·h·w]`.
/// - Rule 2: `columns of X [k·k·c_in, n·h·w] × δᵀ [n·h·w, c_out] = ∂W [k·k·c_in, c_out]`.
///
/// Rows are in the order of the weights: row of the kernel, its column, then the map (docs/algorithms.md).
struct ColumnsTable: Sendable {
  enum Form: Equatable, Sendable { case forward, ruleOne, ruleTwo }

  let form: Form
  /// The convolution's place in the network.
  let layer: Int
  let kernelSize: Int
  /// The picture that windows are taken of: X, or δ for Rule 1.
  let source: DrawnTensor
  /// W, or δ for Rule 2.
  let factor: DrawnTensor
  /// S, δ of the layer below, or ∂W.
  let result: DrawnTensor
  /// b; forward alone adds it.
  let bias: DrawnTensor?
  /// Y and S of the result's layer are walked in the same places.
  private let sameShape: [Int]

  init?(_ subject: StopSubject) {
    guard let (form, layer) = Self.form(of: subject.stop, in: subject.trace.header) else {
      return nil
    }
    self.init(form, of: layer, in: subject)
  }

  /// - Returns: nil where the layer is no convolution, or the trace lacks one of the three tensors.
  init?(_ form: Form, of layer: Int, in subject: StopSubject) {
    let (trace, update) = (subject.trace, subject.stop.update)
    guard let size = Self.size(of: layer, in: trace.header) else { return nil }
    let name = trace.header.names[layer]
    let below = layer == 0 ? nil : trace.header.names[layer - 1]
    guard form != .ruleOne || below != nil else { return nil }
    func event(_ kind: TraceKind, _ layer: String?) -> Int? {
      trace.position(kind, layer: layer, update: update)
    }
    let input = below == nil ? event(.input, nil) : event(.activation, below)
    let inputName = below == nil ? TensorName.input : .output
    let parameters = trace.parametersBefore(update: update, layer: name)
    let source: DrawnTensor?
    let factor: DrawnTensor?
    let result: DrawnTensor?
    switch form {
    case .forward:
      source = DrawnTensor(inputName, of: input, in: subject)
      factor = DrawnTensor(.weights, of: parameters, in: subject)
      result = DrawnTensor(.weightedSum, of: event(.weightedSum, name), in: subject)
      sameShape = [event(.weightedSum, name), event(.activation, name)].compactMap { $0 }
    case .ruleOne:
      source = DrawnTensor(.delta, of: event(.delta, name), in: subject)
      factor = DrawnTensor(.weights, of: parameters, in: subject)
      result = DrawnTensor(.delta, of: event(.delta, below), in: subject)
      sameShape = [TraceKind.delta, .weightedSum, .activation].compactMap { event($0, below) }
    case .ruleTwo:
      source = DrawnTensor(inputName, of: input, in: subject)
      factor = DrawnTensor(.delta, of: event(.delta, name), in: subject)
      result = DrawnTensor(.weights, of: event(.gradient, name), in: subject)
      sameShape = []
    }
    guard let source, let factor, let result else { return nil }
    (self.form, self.layer, kernelSize) = (form, layer, size)
    (self.source, self.factor, self.result) = (source, factor, result)
    bias = form == .forward ? DrawnTensor(.bias, of: parameters, in: subject) : nil
  }

  /// What a stop computes with which convolution.
  private static func form(of stop: Stop, in header: TraceHeader) -> (Form, Int)? {
    switch (stop.part, stop.layer) {
    case (.input, _): (.forward, 0)
    case (.sum, let layer?), (.activation, let layer?): (.forward, layer)
    case (.delta, let layer?): (.ruleOne, layer + 1)
    case (.gradient, let layer?): (.ruleTwo, layer)
    default: nil
    }
  }

  private static func size(of layer: Int, in header: TraceHeader) -> Int? {
    guard header.layers.indices.contains(layer) else { return nil }
    return (header.layers[layer].kind as? ConvolutionKind)?.kernelSize
  }

  // MARK: - Places

  private var height: Int { source.shape[1] }
  private var width: Int { source.shape[2] }
  var samples: Int { source.shape[0] }
  /// Maps of the picture.
  var channels: Int { source.shape[3] }
  var rows: Int { kernelSize * kernelSize * channels }
  var columns: Int { samples * height * width }
  /// Rows of the factor: kernels, or maps of δ.
  var kernels: Int {
    switch form {
    case .forward, .ruleTwo: result.shape[3]
    case .ruleOne: factor.shape[2]
    }
  }

  /// Row and column in the kernel, and the map, of a row of the table.
  func place(ofRow row: Int) -> (a: Int, b: Int, map: Int) {
    (row / channels / kernelSize, row / channels % kernelSize, row % channels)
  }

  /// Sample, row and column of the cell that a column of the table belongs to.
  func cell(ofColumn column: Int) -> [Int] {
    [column / width / height, column / width % height, column % width]
  }

  func column(of cell: ArraySlice<Int>) -> Int? {
    let (n, j, k) = (cell[0], cell[1], cell[2])
    return (n * height + j) * width + k
  }

  /// The number in the table; nil outside of the picture.
  func entry(row: Int, column: Int) -> CellAddress? {
    let (place, cell) = (place(ofRow: row), cell(ofColumn: column))
    let radius = (kernelSize - 1) / 2
    let (j, k) = (cell[1] + place.a - radius, cell[2] + place.b - radius)
    guard (0..<height).contains(j), (0..<width).contains(k) else { return nil }
    return source.cell([cell[0], j, k, place.map])
  }

  /// The weight that a row of the table meets in one of the kernels; for Rule 1 the kernel is turned by half a turn.
  func weight(kernel: Int, row: Int) -> CellAddress {
    let (a, b, map) = place(ofRow: row)
    return form == .ruleOne
      ? factor.cell([kernelSize - 1 - a, kernelSize - 1 - b, kernel, map])
      : CellAddress(
        event: form == .ruleTwo ? result.event : factor.event, tensor: .weights,
        index: [a, b, map, kernel])
  }

  /// δ at a column of the table, for Rule 2.
  func delta(kernel: Int, column: Int) -> CellAddress {
    factor.cell(cell(ofColumn: column) + [kernel])
  }

  /// A sum, or what a cell is sent back.
  func sum(kernel: Int, column: Int) -> CellAddress {
    result.cell(cell(ofColumn: column) + [kernel])
  }

  // MARK: - What is chosen

  /// Where the chosen cell lies in the product.
  struct Choice: Equatable, Sendable {
    var column: Int?
    var row: Int?
    var kernel = 0
    /// A number of the picture: it stands in several columns.
    var pixel: CellAddress?
  }

  func choice(of cell: CellAddress?) -> Choice {
    var choice = Choice()
    guard let cell else { return choice }
    let index = cell.index
    let isPlace = index.count == 4 && cell.tensor != .weights
    if isPlace, sameShape.contains(cell.event) || form == .ruleTwo && factor.holds(cell) {
      (choice.column, choice.kernel) = (column(of: index.prefix(3)), index[3])
    } else if source.holds(cell) {
      choice.pixel = cell
    } else if cell.tensor == .weights, index.count == 4,
      cell.event == (form == .ruleTwo ? result.event : factor.event)
    {
      let (a, b) =
        form == .ruleOne
        ? (kernelSize - 1 - index[0], kernelSize - 1 - index[1]) : (index[0], index[1])
      let (map, kernel) = form == .ruleOne ? (index[3], index[2]) : (index[2], index[3])
      (choice.row, choice.kernel) = ((a * kernelSize + b) * channels + map, kernel)
    } else if cell.tensor == .bias, index.count == 1, form != .ruleOne {
      choice.kernel = index[0]
    }
    choice.kernel = min(choice.kernel, kernels - 1)
    return choice
  }
}
