#!/usr/bin/env python3
"""tutor_latency.py [PATH-TO-hmdl-tui]: how quick the tutor is, in a pseudo-terminal of 200x60.

Prints the milliseconds from start to the first lesson screen and from a key to the redrawn screen
(median and worst). A screen counts as there when its output has been quiet for QUIET seconds; that
wait is not counted. Standard library only."""
import fcntl, os, pty, select, statistics, struct, sys, tempfile, termios, time

ROUNDS, STEPS, COLUMNS, ROWS, QUIET = 15, 70, 200, 60, 0.03


def start(path):
    """The product on a pseudo-terminal of its own; returns its process, the terminal, and when it began."""
    pid, terminal = pty.fork()
    if pid == 0:
        os.environ.update(LC_ALL="C.UTF-8", TERM="xterm-256color", HOME=tempfile.mkdtemp())
        os.read(0, 1)  # until the parent has set the size
        os.execv(path, [path, "lesson", "four-layer"])
    fcntl.ioctl(terminal, termios.TIOCSWINSZ, struct.pack("HHHH", ROWS, COLUMNS, 0, 0))
    os.write(terminal, b"\n")
    return pid, terminal, time.perf_counter()


def drawn(terminal, marker=b"", deadline=5.0):
    """Reads until the output holds the marker and is quiet; the time of its last byte, and the bytes."""
    last, data, end = None, b"", time.perf_counter() + deadline
    while time.perf_counter() < end:
        quiet = last and marker in data
        ready, _, _ = select.select([terminal], [], [], QUIET if quiet else deadline)
        if not ready:
            break
        data += os.read(terminal, 65536)
        last = time.perf_counter()
    return last, data


def main():
    path = sys.argv[1] if len(sys.argv) > 1 else ".build/release/hmdl-tui"
    starts, keys = [], []
    for number in range(ROUNDS):
        pid, terminal, began = start(path)
        last, data = drawn(terminal, b"begins")
        if b"begins" not in data:
            sys.exit(f"no lesson screen from {path}: {data[:200]!r}")
        starts.append((last - began) * 1000)
        if number == 0:
            for _ in range(STEPS):
                began = time.perf_counter()
                os.write(terminal, b"l")
                last, data = drawn(terminal, b"\x1b")
                keys.append((last - began) * 1000)
        os.write(terminal, b"q")
        os.waitpid(pid, 0)
        os.close(terminal)
    for name, times, limit in [("start to first screen", starts, 150), ("key to redrawn screen", keys, 20)]:
        print(f"{name}: median {statistics.median(times):.1f} ms, worst {max(times):.1f} ms "
              f"of {len(times)} (limit {limit} ms)")


main()
