import Foundation

/// A run's description as `description.json` and the file of an experiment write it (docs/formats.md). Absent keys
/// take the conventions of the paper's code; unknown keys are refused, since they are most likely typing errors.
extension RunDescription: Codable {
  private enum Key: String, CodingKey, CaseIterable {
    case format, data, network, epochs, batches, batchSize, optimizer, schedule, loss, reduction,
      maskScope,
      initializer, regularization, clipValue, clipNorm, shuffle, seed, repetitions, threads,
      convolution, preciseEpochs
  }

  static let format = "hmdl-run 1"

  public init(from decoder: any Decoder) throws {
    let values = try decoder.container(keyedBy: Key.self)
    try Self.refuseUnknownKeys(of: decoder)
    func read<Value: Decodable>(_ key: Key, into value: inout Value) throws {
      value = try values.decodeIfPresent(Value.self, forKey: key) ?? value
    }
    var format = Self.format
    try read(.format, into: &format)
    guard format == Self.format else {
      throw Self.fault(.format, values, "is not \"\(Self.format)\"")
    }
    self.init(
      data: try values.decode(Source.self, forKey: .data),
      network: try values.decode(String.self, forKey: .network),
      batching: try Self.batching(values))
    epochs = try values.number(.epochs, TrainingLimits.count) ?? epochs
    try read(.optimizer, into: &optimizer)
    try read(.schedule, into: &schedule)
    try read(.loss, into: &loss)
    try read(.reduction, into: &reduction)
    try read(.maskScope, into: &maskScope)
    initializer = try values.decodeIfPresent(Initializer.self, forKey: .initializer)
    try read(.regularization, into: &regularization)
    clipping = try Self.clipping(values)
    try read(.shuffle, into: &shuffles)
    seed = try values.number(.seed, TrainingLimits.seed).map { UInt32(clamping: $0) } ?? seed
    repetitions = try values.number(.repetitions, TrainingLimits.count) ?? repetitions
    threads = try values.number(.threads, TrainingLimits.threads) ?? threads
    try read(.convolution, into: &convolution)
    preciseEpochs =
      try values.number(.preciseEpochs, TrainingLimits.preciseEpochs) ?? preciseEpochs
    do {
      _ = try StructureString.parse(network)
    } catch { throw Self.fault(.network, values, "\(error)") }
  }

  private typealias Values = KeyedDecodingContainer<Key>

  private static func fault(_ key: Key, _ values: Values, _ reason: String) -> DecodingError {
    .dataCorruptedError(forKey: key, in: values, debugDescription: reason)
  }

  private static func batching(_ values: Values) throws -> Batching {
    let batches = try values.number(.batches, TrainingLimits.count)
    guard let size = try values.number(.batchSize, TrainingLimits.count) else {
      return .count(batches ?? 10)
    }
    guard batches == nil else { throw fault(.batches, values, "excludes batchSize") }
    return .size(size)
  }

  private static func clipping(_ values: Values) throws -> GradientClipping {
    let limit = try values.number(.clipValue, TrainingLimits.positive)
    guard let norm = try values.number(.clipNorm, TrainingLimits.positive) else {
      return limit.map(GradientClipping.value) ?? .none
    }
    guard limit == nil else { throw fault(.clipNorm, values, "excludes clipValue") }
    return .norm(norm)
  }

  public func encode(to encoder: any Encoder) throws {
    var values = encoder.container(keyedBy: Key.self)
    try values.encode(Self.format, forKey: .format)
    try values.encode(data, forKey: .data)
    try values.encode(network, forKey: .network)
    try values.encode(epochs, forKey: .epochs)
    switch batching {
    case .count(let count): try values.encode(count, forKey: .batches)
    case .size(let size): try values.encode(size, forKey: .batchSize)
    }
    try values.encode(optimizer, forKey: .optimizer)
    try values.encode(schedule, forKey: .schedule)
    try values.encode(loss, forKey: .loss)
    try values.encode(reduction, forKey: .reduction)
    try values.encode(maskScope, forKey: .maskScope)
    try values.encodeIfPresent(initializer, forKey: .initializer)
    try values.encode(regularization, forKey: .regularization)
    switch clipping {
    case .none: break
    case .value(let limit): try values.encode(limit, forKey: .clipValue)
    case .norm(let limit): try values.encode(limit, forKey: .clipNorm)
    }
    try values.encode(shuffles, forKey: .shuffle)
    try values.encode(seed, forKey: .seed)
    try values.encode(repetitions, forKey: .repetitions)
    try values.encode(threads, forKey: .threads)
    try values.encode(convolution, forKey: .convolution)
    try values.encode(preciseEpochs, forKey: .preciseEpochs)
  }

  private static func refuseUnknownKeys(of decoder: any Decoder) throws {
    let known = Set(Key.allCases.map(\.rawValue))
    for key in try decoder.container(keyedBy: AnyKey.self).allKeys
    where !known.contains(key.stringValue) {
      throw DecodingError.dataCorrupted(
        .init(
          codingPath: [key],
          debugDescription:
            "is no key of a run; known are \(known.sorted().joined(separator: ", "))"))
    }
  }
}

/// A key of any name.
private struct AnyKey: CodingKey {
  let stringValue: String
  var intValue: Int? { nil }

  init?(stringValue: String) { self.stringValue = stringValue }
  init?(intValue: Int) { nil }
}

extension RunDescription.Source: Codable {
  private enum CodingKeys: String, CodingKey { case name, directory, split, label, validation }

  public init(from decoder: any Decoder) throws {
    let values = try decoder.container(keyedBy: CodingKeys.self)
    self.init(
      name: try values.decode(String.self, forKey: .name),
      directory: try values.decodeIfPresent(String.self, forKey: .directory),
      split: try values.number(.split, TrainingLimits.split),
      label: try values.decodeIfPresent(String.self, forKey: .label),
      validation: try values.number(.validation, TrainingLimits.share) ?? 0)
  }

  public func encode(to encoder: any Encoder) throws {
    var values = encoder.container(keyedBy: CodingKeys.self)
    try values.encode(name, forKey: .name)
    try values.encodeIfPresent(directory, forKey: .directory)
    try values.encodeIfPresent(split, forKey: .split)
    try values.encodeIfPresent(label, forKey: .label)
    try values.encode(validation, forKey: .validation)
  }
}

// MARK: - Files

extension RunDescription {
  /// Reads a description file.
  ///
  /// - Throws: `FileError` that names the key at fault.
  public init(contentsOf path: String) throws(FileError) {
    try self.init(data: try FileAccess.read(path), name: path)
  }

  /// - Parameters:
  ///   - data: the JSON.
  ///   - name: the file's name in errors.
  /// - Throws: `FileError` that names the key at fault.
  public init(data: Data, name: String) throws(FileError) {
    do {
      self = try JSON.decode(RunDescription.self, from: data)
    } catch {
      throw FileError(file: name, reason: JSON.sentence(error))
    }
  }

  /// Whether every number keeps to its limits: they are those of a file that says the same.
  ///
  /// - Throws: `FileError` that names the key at fault.
  public func check() throws {
    _ = try RunDescription(data: try encoded(), name: "the description of the run")
  }

  /// Indented JSON with sorted keys.
  public func encoded() throws -> Data {
    let encoder = JSON.encoder()
    encoder.outputFormatting.insert(.prettyPrinted)
    return try encoder.encode(self) + Data("\n".utf8)
  }
}
