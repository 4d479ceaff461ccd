import Engine
import Foundation
import TestSupport
import Testing

@testable import Runs

@Suite struct CatalogueTests {
  private let catalogue: Catalogue

  init() throws { catalogue = try Catalogue.load() }

  @Test func `all 33 ids are the hash of their description`() throws {
    #expect(catalogue.experiments.count == 33)
    #expect(Set(catalogue.experiments.map(\.id)).count == 33)
    for experiment in catalogue.experiments {
      #expect(try catalogue.recomputedID(of: experiment) == experiment.id)
    }
  }

  @Test func `networks have the parameters of the tables`() throws {
    for experiment in catalogue.experiments {
      let shape = try #require(catalogue.conventions(of: experiment.data)?.inputShape)
      let layers = try StructureString.parse(experiment.network).layers
      let summary = try NetworkSummary(layers, inputShape: shape)
      #expect(summary.parameters == experiment.parameters, "\(experiment.id)")
    }
  }

  private static let tables =
    (ProcessInfo.processInfo.environment["HMDL_SHARED"]
      ?? URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent().appendingPathComponent("../shared").standardized.path)
    + "/reference/paper-tables.csv"

  @Test(.enabled(if: SharedData.has(tables)))
  func `figures are those of the tables`() throws {
    let rows = try String(contentsOfFile: Self.tables, encoding: .utf8)
      .split { $0.isNewline }.dropFirst()
    #expect(rows.count == 66)
    for row in rows {
      let parts = row.split(separator: "\"")
      let (head, tail) = (parts[0].split(separator: ","), parts[2].split(separator: ","))
      let experiment = try catalogue.experiment(String(tail[0]))
      #expect(experiment.data == head[0] && String(experiment.row) == head[1])
      let layers = try StructureString.parse(experiment.network).layers
      #expect(try StructureString.parse(String(parts[1])).layers == layers)
      let pair = experiment.published[head[2].contains("A100") ? .a100 : .quadro]
      let figures = [pair.hmdl.mean, pair.keras.mean].flatMap {
        [$0.seconds, $0.accuracy, $0.loss]
      }
      #expect(figures == tail[2...].compactMap { Double($0) }, "\(experiment.id)")
    }
  }

  @Test func `the mean of the single repetitions is the printed one`() {
    var compared = 0
    for experiment in catalogue.experiments {
      for pair in [experiment.published.a100, experiment.published.quadro] {
        for result in [pair.hmdl, pair.keras] where !result.repetitions.isEmpty {
          #expect(result.repetitions.count == 10)
          let accuracy = result.repetitions.reduce(0) { $0 + $1.accuracy } / 10
          let loss = result.repetitions.reduce(0) { $0 + $1.loss } / 10
          #expect(abs(accuracy - result.mean.accuracy) < 6e-5, "\(experiment.id)")
          #expect(abs(loss - result.mean.loss) < 6e-4, "\(experiment.id)")
          compared += 1
        }
      }
    }
    #expect(compared == 32)
  }

  @Test func `an unknown id gets the nearest ones`() {
    for (id, fragment) in [
      ("1781687524", "the nearest ids are 1781687523,"), ("", "the nearest ids are"),
      ("3727783458", "bench convolution"),
    ] {
      let error = #expect(throws: RunError.self) { try catalogue.experiment(id) }
      #expect(error?.description.contains(fragment) == true)
    }
  }

  @Test func `a run is known by what it repeats, shortened or not`() throws {
    let experiment = try catalogue.experiment("3923102291")
    var run = try #require(catalogue.description(of: experiment))
    #expect(catalogue.experiment(repeatedBy: run)?.id == "3923102291")
    run.epochs = 3
    run.repetitions = 1
    run.data.directory = "/a"
    (run.convolution, run.preciseEpochs) = (.tiled, 0)
    run.network = "64x64x1->C(5,8,relu);C(5,8,r);M(4);DR(0.25);F();D(64,r);DR(0.25);D(40,sm)"
    #expect(catalogue.experiment(repeatedBy: run)?.id == "3923102291")
    run.optimizer.learningRate = 0.1
    #expect(catalogue.experiment(repeatedBy: run) == nil)
  }

  @Test(arguments: [1, 40, 72, 80, 200])
  func `list and show fit their terminal`(width: Int) throws {
    let experiment = try catalogue.experiment("1584841448")
    for gpu in PublishedGPU.allCases {
      let lines = CatalogueText.list(catalogue, gpu: gpu, width: width)
      for line in lines where width >= 40 { #expect(line.count <= width, "\(line)") }
      for one in catalogue.experiments { #expect(lines.contains { $0.hasPrefix(one.id) }) }
    }
    let shown = try CatalogueText.show(experiment, in: catalogue, width: width)
    for line in shown where width >= 40 { #expect(line.count <= width, "\(line)") }
  }

  @Test func `list and show are golden`() throws {
    for width in [80, 40] {
      let list = CatalogueText.list(catalogue, gpu: .a100, width: width)
      expectGolden(list.joined(separator: "\n") + "\n", file: "experiment-list-\(width).txt")
      let show = try CatalogueText.show(
        catalogue.experiment("1466991051"), in: catalogue, width: width)
      expectGolden(show.joined(separator: "\n") + "\n", file: "experiment-show-\(width).txt")
    }
  }
}
