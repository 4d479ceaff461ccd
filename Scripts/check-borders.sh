#!/bin/sh
# The borders of the design that no compiler checks.
set -eu
cd "$(dirname "$0")/.."

fail=0
complain() { echo "borders: $1" >&2; fail=1; }

python3 Scripts/borders.py || fail=1
found=$(grep -rlE '^(@preconcurrency )?import CNcurses' Sources | grep -v '/CursesTerminal.swift$' || true)
[ -z "$found" ] || complain "only CursesTerminal.swift imports CNcurses, but so does: $found"
found=$(grep -rlE '^import ArgumentParser' Sources | grep -v '^Sources/hmdl-tui/' || true)
[ -z "$found" ] || complain "the command line belongs to hmdl-tui, but is known to: $found"
found=$(grep -rnE '\b(try!|fatalError\()' Sources || true)
[ -z "$found" ] || complain "a trap a user might reach: $found"
exit $fail
