#include "CTerminalGuard.h"
#include "internal.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

/// Standard error as it was; -1 while it is not diverted.
static volatile int former_errors = -1;

/// Opens a temporary file without a name; it vanishes with the process.
static int open_nameless_file(void) {
  const char *directory = getenv("TMPDIR");
  if (directory == NULL || *directory == 0) directory = P_tmpdir;
  char path[1024];
  int length = snprintf(path, sizeof path, "%s/hmdl-tui-XXXXXX", directory);
  if (length < 0 || length >= (int)sizeof path) return -1;
  int fd = mkstemp(path);
  if (fd >= 0) unlink(path);
  return fd;
}

void terminal_guard_divert_errors(void) {
  if (former_errors >= 0 || !isatty(STDERR_FILENO)) return;
  int file = open_nameless_file();
  if (file < 0) return; // no temporary file: a spoilt screen is better than a lost message
  fflush(stderr);
  int copy = fcntl(STDERR_FILENO, F_DUPFD_CLOEXEC, 3);
  if (copy >= 0 && dup2(file, STDERR_FILENO) >= 0) former_errors = copy;
  close(file);
}

void terminal_guard_return_errors(void) { terminal_return_errors(-1); }

void terminal_return_errors(int file) {
  int target = former_errors;
  if (target < 0) return;
  former_errors = -1;
  char buffer[1024];
  off_t offset = 0;
  ssize_t length;
  while ((length = pread(STDERR_FILENO, buffer, sizeof buffer, offset)) > 0) {
    if (file < 0) terminal_write(target, buffer, (size_t)length);
    else if (write(file, buffer, (size_t)length) < 0) break;
    offset += length;
  }
  dup2(target, STDERR_FILENO);
  close(target);
}
