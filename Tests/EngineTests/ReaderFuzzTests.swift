import Foundation
import TestSupport
import Testing

@testable import Engine

/// Valid files with bytes changed, cut off and repeated: a reader must read them or throw, never trap.
@Suite struct ReaderFuzzTests {
  private static let rounds = 2000

  /// Changes one to four places of a file.
  private func mutated(_ data: Data, _ random: inout RandomSource) -> Data {
    var bytes = Array(data)
    for _ in 0...random.integer(through: 3) {
      guard !bytes.isEmpty else { break }
      let place = Int(random.integer(through: UInt32(bytes.count - 1)))
      switch random.integer(through: 4) {
      case 0: bytes[place] = UInt8(random.integer(through: 255))
      case 1: bytes[place] ^= 1 << UInt8(random.integer(through: 7))
      case 2: bytes[place] = [0, 0xff, 0x7f, 0x80][Int(random.integer(through: 3))]
      case 3: bytes.removeLast(min(bytes.count, 1 + Int(random.integer(through: 20))))
      default: bytes.insert(contentsOf: bytes[place...].prefix(8), at: place)
      }
    }
    return Data(bytes)
  }

  /// - Returns: how many of the files were refused.
  private func refusals(
    of valid: Data, seed: UInt32, _ read: (ByteStore) throws -> Void
  ) throws -> Int {
    try read(ByteStore(valid))
    var random = RandomSource(seed: seed)
    return (0..<Self.rounds).count { _ in
      do {
        try read(ByteStore(mutated(valid, &random)))
        return false
      } catch {
        let sentence = "\(error)"
        #expect(sentence.hasPrefix("x: ") || sentence.hasPrefix("x, line "), "\(sentence)")
        #expect(!sentence.contains("\n"))
        return true
      }
    }
  }

  @Test func `mutated gzip`() throws {
    #expect(try refusals(of: GzipTests.packed, seed: 1) { try _ = Gzip.inflate($0, name: "x") } > 0)
  }

  @Test func `mutated IDX`() throws {
    let valid = IDXFileTests.idx([3, 2, 2], Array(0..<12))
    #expect(
      try refusals(of: valid, seed: 2) { try _ = IDXFile($0, name: "x").levels.count } > 0)
  }

  @Test func `mutated PNG`() throws {
    for (seed, valid) in [PNGTests.grey, PNGTests.color, PNGTests.transparent].enumerated() {
      let count = try refusals(of: valid, seed: UInt32(seed)) {
        try _ = PNG.decode($0, channels: nil, name: "x")
      }
      #expect(count > 0)
    }
  }

  @Test func `mutated PGM`() throws {
    for (seed, valid) in ["P2 3 2 9\n1 2 3\n4 5 6\n", "P5 3 2 255\nabcdef"].enumerated() {
      let count = try refusals(of: Data(valid.utf8), seed: UInt32(seed)) { bytes in
        guard PGM.isPGM(bytes) else { return }
        try _ = PGM.decode(bytes, name: "x")
      }
      #expect(count > 0)
    }
  }

  @Test func `mutated CSV`() throws {
    let valid = Data("x,\"y\"\"\",kind\r\n1,2.5,a\n-3,4e2,\"b\"\n".utf8)
    #expect(
      try refusals(of: valid, seed: 4) { try _ = CSVTable($0, label: nil, name: "x") } > 0)
  }

  @Test func `mutated NPY`() throws {
    let valid = NumpyFileTests.npy("<f4", shape: "(2, 1)", numbers: [0, 0, 128, 63, 0, 0, 0, 64])
    let count = try refusals(of: valid, seed: 5) { bytes in
      let file = try NumpyFile(data: bytes.withBytes { Data($0) }, name: "x")
      _ = file.floats
      _ = try? file.integers()
    }
    #expect(count > 0)
  }

  @Test func `mutated safetensors`() throws {
    let header =
      "{\"a\":\(SafetensorsTests.entry("[2]", 0, 8)),\"b\":\(SafetensorsTests.entry("[1]", 8, 12))}"
    let valid = SafetensorsTests.file(header, data: 12)
    let count = try refusals(of: valid, seed: 6) { bytes in
      _ = try Safetensors(data: bytes.withBytes { Data($0) }, name: "x")
    }
    #expect(count > 0)
  }

  /// Whole directories of files that must fit each other.
  @Test func `mutated files of whole data sets`() throws {
    let directory = try TemporaryDirectory()
    let inputs = NumpyFileTests.npy("|u1", shape: "(3, 2)", numbers: [1, 2, 3, 4, 5, 6])
    let labels = NumpyFileTests.npy("|u1", shape: "(3,)", numbers: [0, 1, 2])
    let faces = NumpyFileTests.npy("|u1", shape: "(3, 1, 2)", numbers: [1, 2, 3, 4, 5, 6])
    let splits = Data("{\"seeds\":[{\"seed\":0,\"train\":[0,2],\"test\":[1]}]}".utf8)
    let files: [(String, Data)] = [
      ("t10k-images-idx3-ubyte", IDXFileTests.idx([2, 1, 2], [0, 255, 255, 0])),
      ("t10k-labels-idx1-ubyte", IDXFileTests.idx([2], [7, 2])),
      ("test_batch.bin", Data(CIFAR10Tests.record(3, red: 1) + CIFAR10Tests.record(4, red: 2))),
      ("inputs.npy", inputs), ("labels.npy", labels), ("faces.npy", faces),
      ("splits.json", splits),
    ]
    for (name, data) in files { try directory.write(data, to: name) }
    let readers: [() throws -> Dataset] = [
      { try MNIST(directory: directory.path).part(.test) },
      { try CIFAR10(directory: directory.path).part(.test) },
      { try NumpyData(directory: directory.path, seed: 0).part(.training) },
      { try OlivettiFaces(directory: directory.path).split(0).training },
    ]
    for read in readers { _ = try read() }
    var random = RandomSource(seed: 7)
    for (name, data) in files {
      for _ in 0..<100 {
        try directory.write(mutated(data, &random), to: name)
        for read in readers {
          guard let data = try? read() else { continue }
          _ = data.inputs
        }
      }
      try directory.write(data, to: name)
    }
  }
}
