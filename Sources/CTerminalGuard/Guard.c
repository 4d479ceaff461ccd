#include "CTerminalGuard.h"
#include "internal.h"

#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <stdatomic.h>
#include <string.h>
#include <termios.h>
#include <unistd.h>

static const int guarded[] = {SIGSEGV, SIGBUS,  SIGILL, SIGTRAP, SIGFPE,
                              SIGABRT, SIGHUP, SIGQUIT, SIGINT,  SIGTERM};
enum { guarded_count = sizeof guarded / sizeof guarded[0] };

static struct sigaction former[guarded_count];
static struct termios former_modes;
static int terminal_fd = -1;
static char farewell[512];
static size_t farewell_length;
/// 1 while the terminal has to be put back; whoever sets it to 0 first does so.
static atomic_int engaged;
static char signal_stack[64 * 1024];

void terminal_write(int fd, const char *bytes, size_t length) {
  while (length > 0) {
    struct pollfd one = {.fd = fd, .events = POLLOUT};
    if (poll(&one, 1, 200) <= 0 || !(one.revents & POLLOUT)) return;
    ssize_t written = write(fd, bytes, length);
    if (written < 0 && errno != EINTR && errno != EAGAIN) return;
    if (written > 0) {
      bytes += written;
      length -= (size_t)written;
    }
  }
}

/// Puts back, once: the screen, then drops what was typed but not read, restores the modes, and copies out what was
/// said on standard error: to the terminal or, after a crash, into its report.
static void restore(int number) {
  if (!atomic_exchange(&engaged, 0)) return;
  terminal_write(terminal_fd, farewell, farewell_length);
  tcflush(terminal_fd, TCIFLUSH);
  tcsetattr(terminal_fd, TCSANOW, &former_modes);
  terminal_return_errors(crash_is(number) ? crash_report_file() : -1);
}

static int slot_of(int number) {
  for (int i = 0; i < guarded_count; i++)
    if (guarded[i] == number) return i;
  return 0;
}

/// The former handler gets the signal as it came, so that a crash report names the place of the fault. If that
/// handler returns, the process dies all the same.
static void on_fatal(int number, siginfo_t *info, void *context) {
  restore(number);
  const struct sigaction *action = &former[slot_of(number)];
  if (action->sa_flags & SA_SIGINFO)
    action->sa_sigaction(number, info, context);
  else if (action->sa_handler != SIG_DFL)
    action->sa_handler(number);
  signal(number, SIG_DFL);
  raise(number); // held back until this handler returns
}

/// A stack for the handlers alone, since the signal may say that the thread's own stack has overflowed.
static void provide_signal_stack(void) {
  stack_t present;
  if (sigaltstack(NULL, &present) == 0 && !(present.ss_flags & SS_DISABLE)) return;
  stack_t stack = {.ss_sp = signal_stack, .ss_size = sizeof signal_stack};
  sigaltstack(&stack, NULL);
}

int terminal_guard_arm(int fd) {
  if (atomic_load(&engaged) || tcgetattr(fd, &former_modes) != 0) return -1;
  terminal_fd = fd;
  farewell_length = 0;
  provide_signal_stack();
  struct sigaction action = {.sa_sigaction = on_fatal, .sa_flags = SA_SIGINFO | SA_ONSTACK};
  sigfillset(&action.sa_mask);
  atomic_store(&engaged, 1);
  for (int i = 0; i < guarded_count; i++) {
    sigaction(guarded[i], NULL, &former[i]);
    if (former[i].sa_handler != SIG_IGN) sigaction(guarded[i], &action, NULL);
  }
  terminal_jobs_begin();
  return 0;
}

void terminal_guard_set_farewell(const char *bytes, size_t length) {
  farewell_length = 0;
  if (length > sizeof farewell) length = sizeof farewell;
  memcpy(farewell, bytes, length);
  farewell_length = length;
  terminal_jobs_reassert();
}

void terminal_guard_disarm(void) {
  if (!atomic_exchange(&engaged, 0)) return;
  terminal_jobs_end();
  for (int i = 0; i < guarded_count; i++) sigaction(guarded[i], &former[i], NULL);
  tcsetattr(terminal_fd, TCSANOW, &former_modes);
  terminal_guard_return_errors();
}
