import Engine
import Foundation
import Testing

@testable import Tracer

/// Mistakes made on purpose change what they name, and what follows from it.
@Suite struct FaultyLayerTests {
  private static let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent().appending(path: "lessons").path

  private func trace(_ name: String, _ fault: Fault?) throws -> Trace {
    var experiment = try Case(contentsOf: Self.folder + "/\(name).json")
    experiment.fault = fault
    return try experiment.record()
  }

  private func value(
    _ name: String, _ fault: Fault?, _ kind: TraceKind, _ tensor: TensorName, _ layer: String,
    _ index: [Int]
  ) throws -> Float? {
    let trace = try trace(name, fault)
    let event = try #require(trace.position(kind, layer: layer, update: 1))
    let values = try #require(trace.events[event].tensor(tensor))
    return values.shape.offset(of: index).map { values.elements[$0] }
  }

  @Test func `without a gate a cell that is off gets what was sent back`() throws {
    #expect(try value("neurons", nil, .delta, .delta, "d0", [0, 1]) == 0)
    #expect(try value("neurons", .noGate, .delta, .delta, "d0", [0, 1]) == 0.3705)
  }

  @Test func `an unturned kernel prints itself turned`() throws {
    let right = try #require(try value("stamp", nil, .delta, .delta, "c0", [0, 0, 1, 0]))
    let faulty = try #require(try value("stamp", .unturned, .delta, .delta, "c0", [0, 0, 1, 0]))
    #expect((right - 0.1).magnitude < 1e-6 && (faulty - 0.9).magnitude < 1e-6)
  }

  @Test func `swapped kernels read rows for columns`() throws {
    let right = try value("window", nil, .weightedSum, .weightedSum, "c0", [0, 0, 1, 0])
    let swapped = try value("window", .swapped, .weightedSum, .weightedSum, "c0", [0, 0, 1, 0])
    #expect(right != swapped)
    // Weights in the trace are those of the case.
    let traces = (try trace("window", nil), try trace("window", .swapped))
    let setup = try #require(traces.0.position(.parameters, layer: "c0", update: 0))
    #expect(traces.0.events[setup] == traces.1.events[setup])
  }

  @Test func `undivided means send four times as much`() throws {
    let right = try #require(
      try value("pool-average", nil, .delta, .delta, "c0", [0, 3, 1, 0]))
    let faulty = try #require(
      try value("pool-average", .undivided, .delta, .delta, "c0", [0, 3, 1, 0]))
    #expect((faulty - 4 * right).magnitude < 1e-6)
  }

  @Test func `without its mask a silenced cell is blamed`() throws {
    #expect(try value("drop", nil, .delta, .delta, "d0", [0, 1]) == 0)
    #expect(try value("drop", .maskless, .delta, .delta, "d0", [0, 1]) != 0)
  }
}
