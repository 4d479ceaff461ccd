import Foundation

/// Runs a program on a pseudo terminal; the test types and reads the screen.
///
/// The program leads a session of its own and the terminal controls it, so that Ctrl-C and hangup
/// reach it as they would in a window. Its environment is empty but for a UTF-8 locale, a terminal
/// type and a home without files.
final class PseudoTerminal {
  /// How a program ended.
  enum Ending: Equatable {
    case exited(Int32)
    case killed(by: Int32)
  }

  struct Failure: Error, CustomStringConvertible {
    let description: String
  }

  /// The bytes that the program wrote, so far as they were read.
  private(set) var output: [UInt8] = []
  let process: pid_t
  let home: URL
  private var controller: Int32
  private let line: Int32
  private var ending: Ending?

  /// Starts a program.
  ///
  /// - Parameters:
  ///   - command: the path of the program and its arguments.
  ///   - environment: variables to add to the environment; nil removes one.
  ///   - columns: the width of the window in cells.
  ///   - rows: its height.
  /// - Throws: `Failure` when there is no terminal to be had or the program does not start.
  init(
    _ command: [String], environment: [String: String?] = [:], columns: Int = 80, rows: Int = 24
  ) throws {
    var (controller, line): (Int32, Int32) = (-1, -1)
    var name = [CChar](repeating: 0, count: 256)
    guard openpty(&controller, &line, &name, nil, nil) == 0 else {
      throw Failure(description: "no pseudo-terminal: \(String(cString: strerror(errno)))")
    }
    (self.controller, self.line) = (controller, line)
    for descriptor in [controller, line] { _ = fcntl(descriptor, F_SETFD, FD_CLOEXEC) }
    _ = fcntl(controller, F_SETFL, O_NONBLOCK)
    setSize(of: controller, columns: columns, rows: rows)
    home = FileManager.default.temporaryDirectory
      .appendingPathComponent("hmdl-tui-home-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: home, withIntermediateDirectories: true)
    var variables: [String: String] = [
      "LC_ALL": "C.UTF-8", "TERM": "xterm-256color", "HOME": home.path, "PATH": "/usr/bin:/bin",
    ]
    for (name, value) in environment { variables[name] = value }
    let path = String(decoding: name.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)), as: UTF8.self)
    process = try spawn(command, environment: variables, terminal: path)
  }

  deinit {
    if ending == nil {
      kill(process, SIGKILL)
      waitpid(process, nil, 0)
    }
    hangUp()
    close(line)
    try? FileManager.default.removeItem(at: home)
  }

  var text: String { String(decoding: output, as: UTF8.self) }

  /// The modes of the terminal, which a program must leave as it found them.
  var modes: [UInt8] {
    var modes = termios()
    tcgetattr(line, &modes)
    return withUnsafeBytes(of: modes) { Array($0) }
  }

  /// Types, while the program's output is read, so that neither side waits for the other.
  func send(_ text: String) {
    var rest = Array(text.utf8)[...]
    while !rest.isEmpty, ending == nil {
      let count = rest.withUnsafeBytes { write(controller, $0.baseAddress, min($0.count, 1024)) }
      rest = rest.dropFirst(max(0, count))
      read(for: count > 0 ? .zero : .milliseconds(10))
      if count < 0 { reap() }
    }
  }

  func send(signal: Int32) { kill(process, signal) }

  func resize(columns: Int, rows: Int) { setSize(of: controller, columns: columns, rows: rows) }

  /// Closes the window.
  func hangUp() {
    if controller >= 0 { close(controller) }
    controller = -1
  }

  /// Reads until the output, from byte `start` on, contains the text; false if it does not in time.
  func waits(for text: String, from start: Int = 0, within limit: Duration = .seconds(10)) -> Bool {
    let clock = ContinuousClock()
    let deadline = clock.now + limit
    repeat {
      if String(decoding: output.dropFirst(start), as: UTF8.self).contains(text) { return true }
      read(for: .milliseconds(20))
    } while clock.now < deadline
    return false
  }

  /// Reads until nothing came for a while.
  func settle(_ quiet: Duration = .milliseconds(150)) {
    var length = -1
    while length != output.count {
      length = output.count
      read(for: quiet)
    }
  }

  /// Reads until the program ends; nil if it does not in time.
  func end(within limit: Duration = .seconds(10)) -> Ending? {
    let clock = ContinuousClock()
    let deadline = clock.now + limit
    repeat {
      reap()
      read(for: .milliseconds(10))
    } while ending == nil && clock.now < deadline
    return ending
  }

  private func reap() {
    var status: Int32 = 0
    guard ending == nil, waitpid(process, &status, WNOHANG) == process else { return }
    let signal = status & 0x7f
    ending = signal == 0 ? .exited(status >> 8 & 0xff) : .killed(by: signal)
  }

  /// Reads what has arrived; waits for the first byte at most so long.
  private func read(for limit: Duration) {
    // Without a descriptor, after the window was closed, poll just waits.
    var one = pollfd(fd: controller, events: Int16(POLLIN), revents: 0)
    poll(&one, 1, Int32(limit / .milliseconds(1)))
    guard controller >= 0 else { return }
    var buffer = [UInt8](repeating: 0, count: 65_536)
    while case let count = Foundation.read(controller, &buffer, buffer.count), count > 0 {
      output += buffer[..<count]
    }
  }
}
