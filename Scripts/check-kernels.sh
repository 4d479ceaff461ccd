#!/bin/sh
# Some kernels are compiled for instructions that not every processor has. A linker may take functions that several
# modules define from any of them, so look at what it made: wide registers belong to those kernels alone.
set -eu
cd "$(dirname "$0")/.."

product=.build/release/hmdl-tui
[ "$(uname -m)" = x86_64 ] || exit 0
[ -e "$product" ] || { echo "kernels: $product is missing; run make build" >&2; exit 1; }
# Functions that copy a value aligned to 16 bytes are made for the kernels' tiles only: nothing else has such types.
foreign=$(objdump -d --no-show-raw-insn "$product" |
  awk '/^[0-9a-f]+ <.*>:$/ { name = $2 } /%[yz]mm[0-9]/ && name !~ /KernelsAVX/ { print name }' | sort -u | grep -vE '^<__swift_memcpy[0-9]+_16>:$' || true)
[ -z "$foreign" ] || { echo "kernels: wide registers outside of their kernels: $foreign" >&2; exit 1; }
