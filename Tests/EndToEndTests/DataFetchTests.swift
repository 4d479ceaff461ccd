import Foundation
import TestSupport
import Testing

/// `data fetch` with a server on this machine; no other machine is asked.
@Suite(.serialized) struct DataFetchTests {
  private static let mnist = SharedData.mnist
  private static let names = [
    "train-images-idx3-ubyte", "train-labels-idx1-ubyte", "t10k-images-idx3-ubyte",
    "t10k-labels-idx1-ubyte",
  ]

  private let place: TemporaryDirectory
  /// The server does not have the file.
  private var home: String { place.path("home") }
  private var target: String { home + "/hmdl-tui/mnist" }

  private func fetch(_ server: HTTPServer) throws -> CommandRun {
    try CommandRun(
      ["data", "fetch", "mnist", "--from", server.address],
      environment: ["XDG_DATA_HOME": home, "http_proxy": nil, "HTTP_PROXY": nil, "all_proxy": nil])
  }

  private static func file(_ path: String) -> Data {
    FileManager.default.contents(atPath: mnist + path) ?? Data()
  }

  private func contents() -> [String] {
    ((try? FileManager.default.contentsOfDirectory(atPath: target)) ?? []).sorted()
  }

  init() throws { place = try TemporaryDirectory() }

  @Test(.enabled(if: SharedData.has(mnist)))
  func `files are fetched, unpacked, found by train, and not fetched again`() throws {
    let server = try HTTPServer { path, _ in .init(body: Self.file(path)) }
    let run = try fetch(server)
    #expect(run.status == 0, "\(run.errors)")
    #expect(run.lines.filter { $0.hasSuffix(": fetched") }.count == 4)
    #expect(run.errors.isEmpty && !run.output.contains("\r"))
    #expect(contents() == Self.names.sorted())
    let again = try fetch(server)
    #expect(again.status == 0 && again.output.contains("already there"))
    #expect(server.requests.count == 4)
    let verify = try CommandRun(["data", "verify", "mnist"], environment: ["XDG_DATA_HOME": home])
    #expect(verify.status == 0)
    let show = try CommandRun(
      ["data", "show", "mnist", "--index", "1"], environment: ["XDG_DATA_HOME": home])
    #expect(show.status == 0 && show.output.contains("1: 2"))
  }

  @Test(.enabled(if: SharedData.has(mnist)))
  func `a broken connection goes on where it stopped, at once and in a later run`() throws {
    // Pictures of the training part: cut, cut without progress; later cut, then the rest.
    let server = try HTTPServer { path, n in
      guard path.contains("train-images") else { return .init(body: Self.file(path)) }
      return .init(body: Self.file(path), sent: [1_000_000, 0, 2_000_000].dropFirst(n - 1).first)
    }
    let first = try fetch(server)
    #expect(first.status == 1)
    #expect(
      first.errors.contains("the connection failed after 1,000,000 of 9,630,610 bytes"),
      "\(first.errors)")
    #expect(first.errors.split(separator: "\n").count == 1)
    #expect(contents() == ["train-images-idx3-ubyte.gz.part"])
    let second = try fetch(server)
    #expect(second.status == 0, "\(second.errors)")
    #expect(contents() == Self.names.sorted())
    let starts = server.requests.filter { $0.path.contains("train-images") }.map(\.start)
    #expect(starts == [0, 1_000_000, 1_000_000, 3_000_000])
  }

  @Test(.enabled(if: SharedData.has(mnist)))
  func `a server without ranges sends all again, and a whole part needs nothing`() throws {
    try FileManager.default.createDirectory(atPath: target, withIntermediateDirectories: true)
    let part = URL(fileURLWithPath: target + "/t10k-images-idx3-ubyte.gz.part")
    try Data(repeating: 7, count: 5000).write(to: part)
    let whole = URL(fileURLWithPath: target + "/t10k-labels-idx1-ubyte.gz.part")
    try Self.file("/t10k-labels-idx1-ubyte.gz").write(to: whole)
    let server = try HTTPServer { path, _ in
      .init(body: Self.file(path), givesRanges: path.contains("labels"))
    }
    let run = try fetch(server)
    #expect(run.status == 0, "\(run.errors)")
    #expect(contents() == Self.names.sorted())
  }

  @Test func `another content is refused and not kept`() throws {
    let server = try HTTPServer { _, _ in .init(body: Data("hello".utf8)) }
    let run = try fetch(server)
    #expect(run.status == 1)
    #expect(
      run.errors.contains(
        "train-images-idx3-ubyte has the MD5 5d41402abc4b2a76b9719d911017c592, but 6bbc9ace"))
    #expect(run.errors.split(separator: "\n").count == 1 && contents().isEmpty)
    let damaged = try HTTPServer { _, _ in .init(body: Data([0x1f, 0x8b, 8, 0, 0, 0])) }
    let other = try fetch(damaged)
    #expect(other.status == 1 && other.errors.contains("what came is not the file: "))
    #expect(contents().isEmpty)
  }

  @Test func `what the server does not have is told`() throws {
    let server = try HTTPServer { _, _ in .init(status: 404, body: Data("no".utf8)) }
    let run = try fetch(server)
    #expect(run.status == 1 && contents().isEmpty)
    #expect(
      run.errors.contains(
        "train-images-idx3-ubyte.gz: the server answers 404, not found; give another mirror"))
  }

  @Test func `no server at all is told`() throws {
    let run = try CommandRun(
      ["data", "fetch", "mnist", "--from", "http://127.0.0.1:1"],
      environment: ["XDG_DATA_HOME": home, "http_proxy": nil, "HTTP_PROXY": nil, "all_proxy": nil])
    #expect(run.status == 1)
    #expect(run.errors.contains("the host does not answer"), "\(run.errors)")
    let wrong = try CommandRun(
      ["data", "fetch", "mnist", "--from", "here"], environment: ["XDG_DATA_HOME": home])
    #expect(wrong.status == 1 && wrong.errors.contains("is no address"))
  }

  /// A limit on the size of files stands for a full disk; the download continues when there is space.
  @Test func `a full disk is told, and the part is kept`() throws {
    let server = try HTTPServer { _, _ in .init(body: Data(repeating: 1, count: 300_000)) }
    let run = try CommandRun(
      shell: "ulimit -f 64; unset http_proxy HTTP_PROXY all_proxy; "
        + "XDG_DATA_HOME=\(home) \"$0\" data fetch mnist --from \(server.address)")
    #expect(run.status == 1, "\(run.errors)")
    #expect(run.errors.contains("make room and run the command again, it goes on from byte 65536"))
    #expect(run.errors.split(separator: "\n").count == 1)
    #expect(contents() == ["train-images-idx3-ubyte.gz.part"])
  }
}
