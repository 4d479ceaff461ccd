import Foundation

/// `POSIX_SPAWN_SETSID`, which the C library shows to few.
#if canImport(Darwin)
  private let startsSession: Int32 = 0x400
#else
  private let startsSession: Int32 = 0x80
#endif

/// Starts a program as the leader of a new session, whose first open of a terminal, here as its
/// standard input, makes that the controlling one.
///
/// All signals have their default handling and none is blocked, whatever the tests' process has.
///
/// - Parameters:
///   - command: the path of the program and its arguments.
///   - environment: the whole environment.
///   - terminal: the path of the terminal that becomes standard input, output and error.
/// - Returns: the program's process number.
/// - Throws: `PseudoTerminal.Failure` when it does not start.
func spawn(
  _ command: [String], environment: [String: String], terminal: String
) throws -> pid_t {
  var files = posix_spawn_file_actions_t()
  posix_spawn_file_actions_init(&files)
  defer { posix_spawn_file_actions_destroy(&files) }
  posix_spawn_file_actions_addopen(&files, 0, terminal, O_RDWR, 0)
  posix_spawn_file_actions_adddup2(&files, 0, 1)
  posix_spawn_file_actions_adddup2(&files, 0, 2)

  var attributes = posix_spawnattr_t()
  posix_spawnattr_init(&attributes)
  defer { posix_spawnattr_destroy(&attributes) }
  var signals = sigset_t()
  sigfillset(&signals)
  posix_spawnattr_setsigdefault(&attributes, &signals)
  sigemptyset(&signals)
  posix_spawnattr_setsigmask(&attributes, &signals)
  let flags = startsSession | POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETSIGMASK
  posix_spawnattr_setflags(&attributes, Int16(flags))

  var arguments = command.map { strdup($0) } + [nil]
  var variables = environment.map { strdup("\($0.key)=\($0.value)") } + [nil]
  defer { for text in arguments + variables { free(text) } }
  var process: pid_t = 0
  let error = posix_spawn(&process, command[0], &files, &attributes, &arguments, &variables)
  guard error == 0 else {
    throw PseudoTerminal.Failure(
      description: "cannot start \(command[0]): \(String(cString: strerror(error)))")
  }
  return process
}

/// Tells a terminal the size of its window, and the program in it by SIGWINCH.
func setSize(of terminal: Int32, columns: Int, rows: Int) {
  var size = winsize(
    ws_row: UInt16(rows), ws_col: UInt16(columns), ws_xpixel: 0, ws_ypixel: 0)
  _ = ioctl(terminal, UInt(TIOCSWINSZ), &size)
}
