#include "CTerminalGuard.h"
#include "internal.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <sys/ioctl.h>
#include <sys/select.h>
#include <unistd.h>

static volatile sig_atomic_t stop_asked, continued;
static struct sigaction former_stop, former_continue;
static sigset_t former_mask;
/// The two ends of a pipe, -1 while there is none; one byte in it ends a wait.
static int waker[2] = {-1, -1};

static void on_stop(int number) {
  (void)number;
  stop_asked = 1;
}

static void on_continue(int number) {
  (void)number;
  continued = 1;
}

void terminal_jobs_reassert(void) {
  struct sigaction action = {.sa_handler = on_stop};
  sigemptyset(&action.sa_mask);
  if (former_stop.sa_handler != SIG_IGN) sigaction(SIGTSTP, &action, NULL);
  action.sa_handler = on_continue;
  sigaction(SIGCONT, &action, NULL);
}

void terminal_jobs_begin(void) {
  stop_asked = continued = 0;
  sigaction(SIGTSTP, NULL, &former_stop);
  sigaction(SIGCONT, NULL, &former_continue);
  terminal_jobs_reassert();
  sigset_t held;
  sigemptyset(&held);
  sigaddset(&held, SIGWINCH);
  sigaddset(&held, SIGTSTP);
  sigaddset(&held, SIGCONT);
  pthread_sigmask(SIG_BLOCK, &held, &former_mask);
}

void terminal_jobs_end(void) {
  sigaction(SIGTSTP, &former_stop, NULL);
  sigaction(SIGCONT, &former_continue, NULL);
  pthread_sigmask(SIG_SETMASK, &former_mask, NULL);
}

int terminal_guard_take_stop(void) {
  int taken = stop_asked;
  stop_asked = 0;
  return taken;
}

int terminal_guard_take_continue(void) {
  int taken = continued;
  continued = 0;
  return taken;
}

void terminal_guard_stop(void) {
  struct sigaction standard = {.sa_handler = SIG_DFL};
  sigset_t held;
  sigaction(SIGTSTP, &standard, NULL);
  raise(SIGTSTP); // held back until the next line
  pthread_sigmask(SIG_SETMASK, &former_mask, &held);
  pthread_sigmask(SIG_SETMASK, &held, NULL);
  terminal_jobs_reassert();
  stop_asked = continued = 0;
}

int terminal_guard_make_waker(void) {
  if (waker[0] >= 0) return 0;
  if (pipe(waker) != 0) return waker[0] = waker[1] = -1;
  for (int i = 0; i < 2; i++) {
    fcntl(waker[i], F_SETFD, FD_CLOEXEC);
    fcntl(waker[i], F_SETFL, O_NONBLOCK);
  }
  return 0;
}

void terminal_guard_wake(void) {
  // A full pipe wakes as well as one more byte would.
  if (waker[1] >= 0 && write(waker[1], "", 1) < 0) return;
}

static void empty_waker(void) {
  char bytes[64];
  while (read(waker[0], bytes, sizeof bytes) > 0) continue;
}

enum terminal_wait_end terminal_guard_wait(int fd, int milliseconds) {
  fd_set readable;
  FD_ZERO(&readable);
  FD_SET(fd, &readable);
  if (waker[0] >= 0) FD_SET(waker[0], &readable);
  int highest = fd > waker[0] ? fd : waker[0];
  struct timespec limit = {
      .tv_sec = milliseconds / 1000, .tv_nsec = (long)(milliseconds % 1000) * 1000000};
  int count =
      pselect(highest + 1, &readable, NULL, NULL, milliseconds < 0 ? NULL : &limit, &former_mask);
  if (count > 0 && waker[0] >= 0 && FD_ISSET(waker[0], &readable)) {
    empty_waker();
    return TERMINAL_WOKEN;
  }
  if (count > 0) return TERMINAL_READABLE;
  if (count == 0) return TERMINAL_TIMEOUT;
  return errno == EINTR ? TERMINAL_SIGNAL : TERMINAL_HANGUP;
}

int terminal_guard_is_hung_up(int fd) {
  struct pollfd one = {.fd = fd, .events = POLLIN};
  if (poll(&one, 1, 0) <= 0 || !(one.revents & (POLLIN | POLLHUP | POLLERR))) return 0;
  int waiting = 0;
  return ioctl(fd, FIONREAD, &waiting) != 0 || waiting == 0;
}
