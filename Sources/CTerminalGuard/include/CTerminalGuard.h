#ifndef C_TERMINAL_GUARD_H
#define C_TERMINAL_GUARD_H

#include <stddef.h>

/* What a full-screen program owes the terminal when it ends by a signal, and how it waits for
 * input. To be called from one thread; handlers do only what POSIX calls async-signal-safe. */

/// Lets the process die by SIGQUIT at once, and lets a crash leave one sentence on standard error
/// that names the file with its backtrace, instead of a backtrace and a question on the terminal.
///
/// To be called first thing in `main`. The file is `NAME-crash-PROCESS-0.txt` in the directory for
/// temporary files. When SWIFT_BACKTRACE is set, crashes are reported as it says.
void crash_guard_begin(const char *name);

/// Remembers the modes of the terminal and takes over the signals that end or stop the process.
///
/// On SEGV, BUS, ILL, TRAP, FPE, ABRT, HUP, QUIT, INT and TERM the terminal is put back, and only
/// then the former handler gets the signal; the process dies by it in any case. A signal that was
/// ignored stays ignored. To be called before curses starts, which leaves alone what somebody else
/// handles. Returns 0, or -1 when `fd` is not a terminal.
int terminal_guard_arm(int fd);

/// Sets the bytes that put the screen back, at most 512; to be called once curses has started.
void terminal_guard_set_farewell(const char *bytes, size_t length);

/// Puts the modes of the terminal and the former handlers back.
void terminal_guard_disarm(void);

/// Lets standard error write to a file without a name, when it is a terminal, since what it says
/// would be lost on a screen that is about to vanish.
void terminal_guard_divert_errors(void);

/// Gives standard error back and copies out what was said meanwhile. Safe in a handler.
void terminal_guard_return_errors(void);

/// What ended a wait.
enum terminal_wait_end {
  TERMINAL_READABLE,
  TERMINAL_TIMEOUT,
  TERMINAL_SIGNAL,
  TERMINAL_HANGUP,
  TERMINAL_WOKEN,
};

/// Waits for input, for at most so many milliseconds, or for ever if they are negative.
///
/// SIGWINCH, SIGTSTP and SIGCONT arrive only here, so that none is lost between looking and
/// waiting.
enum terminal_wait_end terminal_guard_wait(int fd, int milliseconds);

/// Makes that `terminal_guard_wake` ends waits; 0, or -1 if there is no pipe to be had.
int terminal_guard_make_waker(void);

/// Ends the present wait, or the next one. Safe from every thread.
void terminal_guard_wake(void);

/// Whether the other side of the terminal is gone: readable, but nothing there to be read.
int terminal_guard_is_hung_up(int fd);

/// Whether SIGTSTP arrived since the last call.
int terminal_guard_take_stop(void);

/// Whether SIGCONT arrived since the last call.
int terminal_guard_take_continue(void);

/// Stops the process as SIGTSTP would without a handler, and returns when it is continued.
void terminal_guard_stop(void);

#endif
