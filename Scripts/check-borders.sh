#!/bin/sh
# The borders of the design that no compiler checks.
set -eu
cd "$(dirname "$0")/.."

fail=0
complain() { echo "borders: $1" >&2; fail=1; }

found=$(grep -rlE '^(@preconcurrency )?import CNcurses' Sources | grep -v '/CursesTerminal.swift$' || true)
[ -z "$found" ] || complain "only CursesTerminal.swift imports CNcurses, but so does: $found"
found=$(grep -rlE '^import (Tracer|hmdl_tui|CNcurses)' Sources/Engine || true)
[ -z "$found" ] || complain "Engine knows nothing above it: $found"
found=$(grep -rlE '^import (hmdl_tui|CNcurses)' Sources/Tracer || true)
[ -z "$found" ] || complain "Tracer knows Engine only: $found"
found=$(grep -rnE '\b(try!|fatalError\()' Sources || true)
[ -z "$found" ] || complain "a trap a user might reach: $found"
exit $fail
