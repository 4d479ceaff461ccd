#!/usr/bin/env bash
# Writes Sources/CLessons/lessons.c, which carries the files of Sources/CLessons/lessons into the program.
set -euo pipefail
export LC_ALL=C
cd "$(dirname "$0")/../Sources/CLessons"
{
  cat <<'HEAD'
// Written by Scripts/list-lessons.sh: the lessons and their cases, so that the program works wherever it is moved.
#include "lessons.h"

#pragma clang diagnostic ignored "-Wc23-extensions"

HEAD
  number=0
  for file in lessons/*; do
    printf 'static const unsigned char file%d[] = {\n#embed "%s"\n};\n' "$number" "$file"
    number=$((number + 1))
  done
  printf '\nstatic const LessonResource files[] = {\n'
  number=0
  for file in lessons/*; do
    printf '    {"%s", file%d, sizeof file%d},\n' "$(basename "$file")" "$number" "$number"
    number=$((number + 1))
  done
  cat <<'TAIL'
    {NULL, NULL, 0},
};

LessonResource lesson_resource(size_t index) {
  const size_t count = sizeof files / sizeof files[0] - 1;
  return files[index < count ? index : count];
}
TAIL
} >lessons.c
