import Engine
import Foundation

/// Writes and reads traces as JSON Lines: the first line is the header, each further line one event (docs/formats.md).
public enum TraceFile {
  /// Writes a whole trace.
  ///
  /// The lines go to a temporary file that takes the place of an old one only when it is complete, so that a failure
  /// leaves the old file as it was. A pipe or a device is written to directly.
  ///
  /// - Parameters:
  ///   - trace: to be written.
  ///   - path: of the file.
  /// - Throws: `FileError` when the file cannot be written.
  public static func write(_ trace: Trace, to path: String) throws {
    let encoder = JSON.encoder()
    var data = try encoder.encode(CodedHeader(trace.header))
    data.append(UInt8(ascii: "\n"))
    for event in trace.events {
      data.append(try encoder.encode(CodedEvent(event)))
      data.append(UInt8(ascii: "\n"))
    }
    do {
      // A pipe or a device must not be replaced by a file.
      let isSpecial = FileManager.default.fileExists(atPath: path) && !isRegularFile(path)
      try data.write(to: URL(fileURLWithPath: path), options: isSpecial ? [] : .atomic)
    } catch {
      throw FileError(
        file: path, reason: "cannot be written; does its directory exist, and may you write there?")
    }
  }

  /// Whether the path leads to a file, directly or by symbolic links, and not to a pipe, a device or a directory.
  private static func isRegularFile(_ path: String) -> Bool {
    let resolved = URL(fileURLWithPath: path).resolvingSymlinksInPath().path
    let attributes = try? FileManager.default.attributesOfItem(atPath: resolved)
    return attributes?[.type] as? FileAttributeType == .typeRegular
  }

  /// Reads a trace and checks that every event fits the header and the events before it.
  ///
  /// - Parameter path: of the file.
  /// - Returns: the trace and, where the last line is incomplete and was left out, a warning that says so.
  /// - Throws: `FileError` when the file cannot be read, or with the number of the line in which something is wrong.
  public static func read(_ path: String) throws -> (trace: Trace, warning: String?) {
    guard let data = FileManager.default.contents(atPath: path) else {
      throw FileError(file: path, reason: "cannot be read; is there such a file?")
    }
    let name = URL(fileURLWithPath: path).lastPathComponent
    return try read(data, name: name)
  }

  /// Reads the content of a file; `name` is the name of the file, for errors and the warning.
  static func read(_ data: Data, name: String) throws -> (trace: Trace, warning: String?) {
    let lines = data.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
    guard let first = lines.first, !first.isEmpty else {
      throw FileError(file: name, line: 1, reason: "empty; a trace begins with its header")
    }
    let header: TraceHeader
    do {
      header = try JSON.decode(CodedHeader.self, from: first).header
    } catch {
      throw FileError(
        file: name, line: 1, reason: "not the header of a trace: \(JSON.sentence(error))")
    }
    var trace = Trace(header: header)
    for (index, line) in lines.enumerated().dropFirst() {
      let isLast = index == lines.count - 1
      if line.allSatisfy({ $0 == UInt8(ascii: " ") || $0 == UInt8(ascii: "\r") }) { continue }
      do {
        let recorded = try JSON.decode(CodedEvent.self, from: line).recorded
        try TraceCheck.check(recorded, after: trace)
        trace.append(recorded.event, update: recorded.update)
      } catch {
        if isLast, JSON.isSyntax(error) {
          return (trace, "\(name), line \(index + 1): cut off, ignored")
        }
        throw FileError(file: name, line: index + 1, reason: JSON.sentence(error))
      }
    }
    return (trace, nil)
  }
}

/// The header as the first line has it.
private struct CodedHeader: Codable {
  let header: TraceHeader

  init(_ header: TraceHeader) { self.header = header }

  private enum Key: String, CodingKey {
    case format, version, network, inputShape, loss, batchReduction, optimizer, layers, l1, l2
    case clipValue, seed, regularization, clipNorm, maskScope, learningRates, start
  }

  /// What the structure string says of a layer, in full: for programs that do not parse structure strings. It is written, but
  /// not read.
  private struct CodedLayer: Encodable {
    let name: String
    let kind: String
    let inputShape: Shape
    let outputShape: Shape
    let activation: Activation
    let parameters: [TensorName: Shape]?
  }

  init(from decoder: any Decoder) throws {
    let values = try decoder.container(keyedBy: Key.self)
    func fault(_ key: Key, _ text: String) -> DecodingError {
      DecodingError.dataCorruptedError(forKey: key, in: values, debugDescription: text)
    }
    guard try values.decode(String.self, forKey: .format) == "hmdl-trace" else {
      throw fault(.format, "the format is not \"hmdl-trace\"")
    }
    let version = try values.decode(Int.self, forKey: .version)
    guard version == 1 else {
      throw fault(
        .version, "version \(version) is newer than this program reads; it reads version 1")
    }
    var read: TraceHeader
    do {
      read = try TraceHeader(
        layers: StructureString.parse(try values.decode(String.self, forKey: .network)).layers,
        inputShape: try values.decode(Shape.self, forKey: .inputShape),
        loss: try values.decode(Loss.self, forKey: .loss),
        batchReduction: try values.decode(BatchReduction.self, forKey: .batchReduction),
        optimizer: try values.decode(OptimizerDescription.self, forKey: .optimizer))
    } catch let error where error is StructureError || error is NetworkError {
      throw fault(.network, "\(error)")
    }
    read.regularization =
      try values.decodeIfPresent(Regularization.self, forKey: .regularization)
      ?? Regularization(
        l1: try values.number(.l1, TrainingLimits.strength) ?? 0,
        l2: try values.number(.l2, TrainingLimits.strength) ?? 0)
    if let limit = try values.number(.clipValue, TrainingLimits.positive) {
      read.clipping = .value(limit)
    } else if let limit = try values.number(.clipNorm, TrainingLimits.positive) {
      read.clipping = .norm(limit)
    }
    read.maskScope =
      try values.decodeIfPresent(ForwardContext.MaskScope.self, forKey: .maskScope) ?? .sample
    read.learningRates = try values.decodeIfPresent([Double].self, forKey: .learningRates) ?? []
    read.start = try values.decodeIfPresent(CodedStart.self, forKey: .start)?.start ?? read.start
    do {
      _ = try read.optimizer(Float.self)
    } catch {
      throw fault(.start, "\(error)")
    }
    read.seed = try values.number(.seed, TrainingLimits.seed).map { UInt32(clamping: $0) }
    header = read
  }

  func encode(to encoder: any Encoder) throws {
    var values = encoder.container(keyedBy: Key.self)
    try values.encode("hmdl-trace", forKey: .format)
    try values.encode(1, forKey: .version)
    // Every layer is written out, so that other programs need not know the short form `x2` for layers that repeat.
    try values.encode(
      header.layers.map { StructureString.string([$0]) }.joined(), forKey: .network)
    try values.encode(header.inputShape, forKey: .inputShape)
    try values.encode(header.loss, forKey: .loss)
    try values.encode(header.batchReduction, forKey: .batchReduction)
    try values.encode(header.optimizer, forKey: .optimizer)
    try encodeUpdates(to: &values)
    try values.encodeIfPresent(header.seed, forKey: .seed)
    let layers = header.layers.indices.map { index in
      CodedLayer(
        name: header.names[index], kind: header.layers[index].kindName,
        inputShape: header.input(of: index), outputShape: header.output(of: index),
        activation: header.layers[index].activation,
        parameters: header.parameterShapes(of: index).map {
          [.weights: $0.weights, .bias: $0.bias]
        })
    }
    try values.encode(layers, forKey: .layers)
  }

  /// Penalties, clipping, mask scope, learning rates and the state at the start: what corrections depend on besides the
  /// gradients and the optimizer. Defaults are not written.
  private func encodeUpdates(to values: inout KeyedEncodingContainer<Key>) throws {
    let regularization = header.regularization
    if regularization.kernel == regularization.bias {
      let (l1, l2) = (regularization.kernel.l1, regularization.kernel.l2)
      if l1 != 0 { try values.encode(l1, forKey: .l1) }
      if l2 != 0 { try values.encode(l2, forKey: .l2) }
    } else {
      try values.encode(regularization, forKey: .regularization)
    }
    switch header.clipping {
    case .none: break
    case .value(let limit): try values.encode(limit, forKey: .clipValue)
    case .norm(let limit): try values.encode(limit, forKey: .clipNorm)
    }
    if header.maskScope != .sample { try values.encode(header.maskScope, forKey: .maskScope) }
    if !header.learningRates.isEmpty {
      try values.encode(header.learningRates, forKey: .learningRates)
    }
    if header.start != TrainingStart() {
      try values.encode(CodedStart(header.start), forKey: .start)
    }
  }
}

/// What the updates before the trace have left, `TrainingStart`, as the header has it.
private struct CodedStart: Codable {
  let updates: Int
  let optimizerSteps: Int
  let optimizerState: [String: [CodedTensor]]

  init(_ start: TrainingStart) {
    updates = start.updates
    optimizerSteps = start.optimizerSteps
    optimizerState = start.optimizerState.mapValues { $0.map(CodedTensor.init) }
  }

  var start: TrainingStart {
    TrainingStart(
      updates: max(updates, 0), optimizerSteps: max(optimizerSteps, 0),
      optimizerState: optimizerState.mapValues { $0.map(\.tensor) })
  }
}

/// An event as a line has it.
private struct CodedEvent: Codable {
  let recorded: RecordedEvent

  init(_ recorded: RecordedEvent) { self.recorded = recorded }

  private enum Key: String, CodingKey {
    case step, update, phase, kind, layer, rule, tensors, value, reason
  }

  init(from decoder: any Decoder) throws {
    let values = try decoder.container(keyedBy: Key.self)
    let event = TraceEvent(
      try values.decode(TracePhase.self, forKey: .phase),
      try values.decode(TraceKind.self, forKey: .kind),
      layer: try values.decodeIfPresent(String.self, forKey: .layer),
      rule: try values.decodeIfPresent(Int.self, forKey: .rule),
      tensors: (try values.decodeIfPresent([TensorName: CodedTensor].self, forKey: .tensors) ?? [:])
        .mapValues(\.tensor),
      value: try values.decodeIfPresent(Double.self, forKey: .value),
      reason: try values.decodeIfPresent(String.self, forKey: .reason))
    recorded = RecordedEvent(
      step: try values.decode(Int.self, forKey: .step),
      update: try values.decode(Int.self, forKey: .update), event: event)
  }

  func encode(to encoder: any Encoder) throws {
    var values = encoder.container(keyedBy: Key.self)
    let event = recorded.event
    try values.encode(recorded.step, forKey: .step)
    try values.encode(recorded.update, forKey: .update)
    try values.encode(event.phase, forKey: .phase)
    try values.encode(event.kind, forKey: .kind)
    try values.encode(event.layer, forKey: .layer)
    try values.encode(event.rule, forKey: .rule)
    try values.encode(event.tensors.mapValues(CodedTensor.init), forKey: .tensors)
    try values.encodeIfPresent(event.value, forKey: .value)
    try values.encodeIfPresent(event.reason, forKey: .reason)
  }
}
