#include "CTerminalGuard.h"
#include "internal.h"

#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static const int crashes[] = {SIGSEGV, SIGBUS, SIGILL, SIGTRAP, SIGFPE, SIGABRT};
enum { crash_count = sizeof crashes / sizeof crashes[0] };

/// The handlers of Swift's runtime, which write the backtrace.
static struct sigaction reporters[crash_count];
/// 1 once `crash_guard_begin` took the signals over.
static int is_guarding;
static char program[64];
/// The path of the report; the digit before its ending is counted up while the file exists.
static char path[512];
static size_t digit;
static int report = -1;

int crash_is(int number) {
  for (int i = 0; i < crash_count; i++)
    if (crashes[i] == number) return 1;
  return 0;
}

int crash_report_file(void) {
  if (!is_guarding || path[0] == 0) return -1;
  for (; report < 0 && path[digit] <= '9'; path[digit]++) {
    report = open(path, O_RDWR | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600);
    if (report >= 0) break;
  }
  return report;
}

/// Takes the escape sequences of colours out: the runtime asked at its start whether it writes to
/// a terminal, and it now writes to a file.
static void remove_colors(int file) {
  char in[1024], out[1024];
  off_t from = 0, to = 0;
  ssize_t length;
  int in_sequence = 0;
  while ((length = pread(file, in, sizeof in, from)) > 0) {
    size_t kept = 0;
    for (ssize_t i = 0; i < length; i++) {
      if (in[i] == 27) in_sequence = 1;
      else if (!in_sequence) out[kept++] = in[i];
      else if (in[i] != '[' && in[i] >= '@') in_sequence = 0;
    }
    from += length;
    if (pwrite(file, out, kept, to) != (ssize_t)kept) return;
    to += (off_t)kept;
  }
  if (ftruncate(file, to) != 0) return;
}

static void say(const char *text) { terminal_write(STDERR_FILENO, text, strlen(text)); }

static void say_number(int number) {
  char digits[4] = {(char)('0' + number / 10 % 10), (char)('0' + number % 10), 0};
  say(digits[0] == '0' ? digits + 1 : digits);
}

/// One sentence, which names the file if there is something in it.
static void say_what_happened(int number, int file) {
  say(program);
  say(" has a fault and had to end (signal ");
  say_number(number);
  if (file < 0 || lseek(file, 0, SEEK_END) <= 0) {
    if (file >= 0) unlink(path);
    say("); no report of it could be written.\n");
    return;
  }
  say("); please report it with the file ");
  say(path);
  say(".\n");
}

/// The runtime's reporter starts a program of its own that writes to standard output and asks what
/// to do on standard input; so these are the file and nothing while it runs.
static void run_reporter(int number, siginfo_t *info, void *context, int file) {
  int slot = 0;
  while (slot < crash_count - 1 && crashes[slot] != number) slot++;
  const struct sigaction *action = &reporters[slot];
  if (file < 0 || !(action->sa_flags & SA_SIGINFO) || action->sa_sigaction == NULL) return;
  int errors = fcntl(STDERR_FILENO, F_DUPFD_CLOEXEC, 3);
  int nothing = open("/dev/null", O_RDONLY | O_CLOEXEC);
  if (nothing >= 0) dup2(nothing, STDIN_FILENO);
  lseek(file, 0, SEEK_END);
  dup2(file, STDOUT_FILENO);
  dup2(file, STDERR_FILENO);
  action->sa_sigaction(number, info, context);
  if (errors >= 0) dup2(errors, STDERR_FILENO);
  remove_colors(file);
}

/// Should the reporter return, the process dies by the signal.
static void on_crash(int number, siginfo_t *info, void *context) {
  int file = crash_report_file();
  run_reporter(number, info, context, file);
  say_what_happened(number, file);
  signal(number, SIG_DFL);
  raise(number);
}

static void choose_path(const char *name) {
  const char *directory = getenv("TMPDIR");
  if (directory == NULL || *directory == 0) directory = P_tmpdir;
  snprintf(program, sizeof program, "%s", name);
  int length =
      snprintf(path, sizeof path, "%s/%s-crash-%ld-0.txt", directory, name, (long)getpid());
  if (length < 0 || length >= (int)sizeof path) path[0] = 0;
  else digit = (size_t)length - strlen("0.txt");
}

void crash_guard_begin(const char *name) {
  struct sigaction former;
  // The runtime reports Ctrl-\ like a crash, but it is the reader's wish.
  if (sigaction(SIGQUIT, NULL, &former) == 0 && former.sa_handler != SIG_IGN)
    signal(SIGQUIT, SIG_DFL);
  // Whoever chose how to see crashes sees them so.
  if (is_guarding || getenv("SWIFT_BACKTRACE") != NULL) return;
  is_guarding = 1;
  choose_path(name);
  struct sigaction action = {.sa_sigaction = on_crash, .sa_flags = SA_SIGINFO | SA_ONSTACK};
  sigfillset(&action.sa_mask);
  for (int i = 0; i < crash_count; i++) {
    sigaction(crashes[i], NULL, &reporters[i]);
    if (reporters[i].sa_handler != SIG_IGN) sigaction(crashes[i], &action, NULL);
  }
}
