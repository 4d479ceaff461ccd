#ifndef C_TERMINAL_GUARD_INTERNAL_H
#define C_TERMINAL_GUARD_INTERNAL_H

#include <stddef.h>

/* Shared by the files of this target. */

/// Takes over SIGTSTP and SIGCONT and holds them and SIGWINCH back until a wait.
void terminal_jobs_begin(void);
/// Installs the handlers again, over those that curses may have set.
void terminal_jobs_reassert(void);
/// Puts the former handlers and the former mask back.
void terminal_jobs_end(void);

/// Writes all bytes, or as many as the other side takes within a while. Safe in a handler.
void terminal_write(int fd, const char *bytes, size_t length);

/// Gives standard error back; what was said goes to the file, or to standard error if it is -1.
void terminal_return_errors(int file);

/// Whether a signal means that the program is at fault.
int crash_is(int number);
/// The file that the report of this crash goes to; -1 if there is none. Safe in a handler.
int crash_report_file(void);

#endif
