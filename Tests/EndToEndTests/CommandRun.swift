import Foundation

/// A finished run of a command without a terminal.
struct CommandRun {
  let status: Int32
  let output: String
  let errors: String

  var lines: [Substring] { output.split(separator: "\n", omittingEmptySubsequences: false) }

  /// Runs the product, its standard input empty.
  ///
  /// - Parameters:
  ///   - arguments: the command line after the command's name.
  ///   - environment: changes to the environment of the tests; nil removes a variable.
  /// - Throws: when the product cannot be started.
  init(_ arguments: [String], environment: [String: String?] = [:]) throws {
    try self.init(program: Product.path, arguments, environment)
  }

  /// Runs a line of the shell, in which `$0` is the product.
  init(shell line: String) throws {
    try self.init(program: "/bin/bash", ["-c", line, Product.path], [:])
  }

  private init(
    program: String, _ arguments: [String], _ environment: [String: String?]
  ) throws {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: program)
    process.arguments = arguments
    var variables = ProcessInfo.processInfo.environment
    for (name, value) in environment { variables[name] = value }
    process.environment = variables
    process.standardInput = FileHandle.nullDevice
    // Files and not pipes: a full pipe that nobody reads would block the command.
    let folder = FileManager.default.temporaryDirectory
      .appending(path: "hmdl-run-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let files = ["output", "errors"].map { folder.appending(path: $0) }
    for file in files { try Data().write(to: file) }
    process.standardOutput = try FileHandle(forWritingTo: files[0])
    process.standardError = try FileHandle(forWritingTo: files[1])
    try process.run()
    process.waitUntilExit()
    status = process.terminationStatus
    output = String(decoding: try Data(contentsOf: files[0]), as: UTF8.self)
    errors = String(decoding: try Data(contentsOf: files[1]), as: UTF8.self)
  }
}
