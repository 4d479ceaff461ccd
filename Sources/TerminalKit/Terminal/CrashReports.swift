import CTerminalGuard

/// What a reader sees of a fault of the program itself.
package enum CrashReports {
  /// Lets a crash leave one sentence on standard error, which names the file with the backtrace, and lets
  /// Ctrl-\ end the program at once. To be called first thing in `main`.
  package static func begin(program: String) { crash_guard_begin(program) }
}
