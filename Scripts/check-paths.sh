#!/usr/bin/env bash
# Every file and folder that the documents name exists, and every link between them leads somewhere.
#
# Checked are links `[…](path)` relative to the document, and words in backquotes that look like paths: with a slash and a
# known first folder, or the name of a Swift file, alone or with its last folders. Blocks of code are not looked at.
set -euo pipefail
cd "$(dirname "$0")/.."

fail=0
complain() { echo "paths: $1" >&2; fail=1; }

documents=$(git ls-files --cached --others --exclude-standard '*.md' | grep -vE '^(lessons|Tests)/')
files=$(git ls-files --cached --others --exclude-standard)
for document in $documents; do
  folder=$(dirname "$document")
  text=$(awk '/^ *```/ { inside = !inside; next } !inside && !/^    /' "$document")
  for link in $(grep -oE '\]\([^)# ]+' <<< "$(sed 's/`[^`]*`//g' <<< "$text")" | sed 's/^](//' | grep -vE '^[a-z]+:' || true); do
    [ -e "$folder/$link" ] || complain "$document links to $link, which does not exist"
  done
  for path in $(grep -oE '`[^` ]+`' <<< "$text" | tr -d '`' | sort -u || true); do
    case "$path" in
      *[*…\<\>{}$:]* | *NAME*) ;; # a pattern, not a path
      Sources/* | Tests/* | docs/* | lessons/* | experiments/* | Scripts/* | Benchmarks/* | Examples/*)
        [ -e "${path%/}" ] || complain "$document names $path, which does not exist" ;;
      *.swift)
        grep -qE "(^|/)${path//./\\.}$" <<< "$files" || complain "$document names $path, but there is no such file" ;;
    esac
  done
done
exit $fail
