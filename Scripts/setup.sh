#!/bin/sh
# Installs the system packages that are missing; says nothing when none is.
set -eu

run_as_root() {
  if [ "$(id -u)" = 0 ]; then "$@"; elif command -v sudo >/dev/null; then sudo "$@"; else
    echo "setup: these packages are missing and need root: $missing" >&2; exit 1
  fi
}

command -v swift >/dev/null || { echo "setup: Swift 6.3 or later is missing: see https://swift.org/install" >&2; exit 1; }

missing=""
if command -v apt-get >/dev/null; then
  for package in libncursesw5-dev libcmark-dev zlib1g-dev libpng-dev tmux; do
    dpkg-query -W -f '${Status}' "$package" 2>/dev/null | grep -q "install ok installed" ||
      missing="$missing $package"
  done
  command -v python3 >/dev/null || missing="$missing python3" # for make lint
  [ -z "$missing" ] && exit 0
  echo "setup: installing$missing"
  run_as_root apt-get update -qq
  # shellcheck disable=SC2086
  run_as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq $missing
elif command -v brew >/dev/null; then
  for package in ncurses cmark zlib libpng tmux; do
    brew list --versions "$package" >/dev/null 2>&1 || missing="$missing $package"
  done
  [ -z "$missing" ] && exit 0
  # shellcheck disable=SC2086
  brew install $missing
else
  [ -e /usr/include/cmark.h ] || missing="$missing cmark"
  [ -e /usr/include/zlib.h ] || missing="$missing zlib"
  [ -e /usr/include/png.h ] || missing="$missing libpng"
  [ -e /usr/include/ncurses.h ] || missing="$missing ncurses(wide)"
  [ -z "$missing" ] && exit 0
  echo "setup: install the development files of:$missing (neither apt-get nor brew is here)" >&2
  exit 1
fi
