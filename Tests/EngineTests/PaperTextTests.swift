import Engine
import Foundation
import TestSupport
import Testing

@Suite struct PaperTextTests {
  private struct Published: Decodable {
    struct Layer: Decodable { let inputShape: [Int]? }

    let dataSet: String
    let idSourceText: String
    let structure: String?
    let layers: [Layer]
    let id: String
  }
  private struct File: Decodable { let experiments: [Published] }

  private static let batches = ["olivetti": 10, "mnist": 20, "cifar-10": 50]

  @Test(.enabled(if: SharedData.has(SharedData.experiments)))
  func `descriptions are the texts of the published logs`() throws {
    let decoder = JSONDecoder()
    decoder.keyDecodingStrategy = .convertFromSnakeCase
    let data = try Data(contentsOf: URL(fileURLWithPath: SharedData.experiments))
    var compared = 0
    for published in try decoder.decode(File.self, from: data).experiments {
      guard let structure = published.structure,
        let shape = published.layers.first?.inputShape
      else { continue }
      let isOlivetti = published.dataSet == "olivetti"
      var run = RunDescription(
        data: .init(name: published.dataSet, split: isOlivetti ? 0 : nil), network: structure,
        batching: .count(Self.batches[published.dataSet] ?? 0))
      run.repetitions = isOlivetti ? 10 : 1
      #expect(try run.paperText(inputShape: Shape(shape)) == published.idSourceText)
      #expect(try run.experimentID(inputShape: Shape(shape)) == published.id)
      compared += 1
    }
    #expect(compared == 48)
  }

  @Test func `what changes a number changes the id, and nothing else does`() throws {
    let plain = RunDescription(
      data: .init(name: "disk"), network: "D(4,t);A(2);D(1)", batching: .count(10))
    var others: [RunDescription] = []
    func add(_ change: (inout RunDescription) -> Void) {
      var other = plain
      change(&other)
      others.append(other)
    }
    add { $0.epochs = 7 }
    add { $0.batching = .size(10) }
    add { $0.optimizer = OptimizerDescription(.nadam) }
    add { $0.optimizer = OptimizerDescription(.nesterov) }
    add { $0.optimizer.beta2 = 0.9 }
    add { $0.optimizer.epsilon = 1e-8 }
    add { $0.schedule = .cosine }
    add { $0.schedule = .inverseTime(decay: 0.5) }
    add { $0.loss = .meanSquaredError }
    add { $0.reduction = .mean }
    add { $0.maskScope = .sample }
    add { $0.initializer = .heNormal }
    add { $0.regularization = Regularization(l1: 0, l2: 0.1) }
    add { $0.clipping = .value(1) }
    add { $0.clipping = .norm(1) }
    add { $0.shuffles = false }
    add { $0.seed = 1 }
    add { $0.repetitions = 2 }
    add { $0.data.split = 3 }
    add { $0.data.validation = 0.5 }
    add { $0.network = "D(4,s);A(2);D(1)" }
    let ids = try ([plain] + others).map { try $0.experimentID(inputShape: [2]) }
    #expect(Set(ids).count == others.count + 1)
    var same = plain
    same.threads += 1
    same.data.directory = "/a"
    same.network = " D(4,tanh) ; A(2); D(1);"
    #expect(try same.experimentID(inputShape: [2]) == ids[0])
  }
}
