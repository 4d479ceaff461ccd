import Engine
import Foundation
import TestSupport
import Testing

@testable import Tracer

/// Cases with expected numbers: those beside these tests, the lesson's, and the shared reference cases where they are.
struct CaseFile: CustomTestStringConvertible, Sendable {
  let path: String

  var testDescription: String {
    URL(fileURLWithPath: path).deletingPathExtension().lastPathComponent
  }

  static let own = files(in: here.appendingPathComponent("Cases").path)
  static let lesson = CaseFile(
    path: here.deletingLastPathComponent().deletingLastPathComponent()
      .appendingPathComponent("lessons/four-layer.json").path)
  static let reference = files(in: SharedData.directory + "/reference/cases")

  private static let here = URL(fileURLWithPath: #filePath).deletingLastPathComponent()

  private static func files(in folder: String) -> [CaseFile] {
    let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
    return names.filter { $0.hasSuffix(".json") }.sorted().map { CaseFile(path: folder + "/" + $0) }
  }

  func expected() throws -> [ExpectedUpdate] {
    struct File: Decodable { let expected: [ExpectedUpdate] }
    let data = try Data(contentsOf: URL(fileURLWithPath: path))
    return try JSON.decoder().decode(File.self, from: data).expected
  }
}

/// What a case says of one update.
struct ExpectedUpdate: Decodable {
  struct Signals: Decodable {
    let sum: CodedTensor
    let output: CodedTensor

    private enum CodingKeys: String, CodingKey {
      case sum = "S"
      case output = "Y"
    }
  }

  let loss: Double
  let forward: [String: Signals]
  let initialError: CodedTensor
  let deltas: [String: CodedTensor]
  let gradients: [String: CodedTensor]
  let parametersAfter: [String: CodedTensor]
}
