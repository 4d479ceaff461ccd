// Written by Scripts/list-lessons.sh: the lessons and their cases, so that the program works wherever it is moved.
#include "lessons.h"

#pragma clang diagnostic ignored "-Wc23-extensions"

static const unsigned char file0[] = {
#embed "lessons/four-layer.json"
};
static const unsigned char file1[] = {
#embed "lessons/four-layer.md"
};

static const LessonResource files[] = {
    {"four-layer.json", file0, sizeof file0},
    {"four-layer.md", file1, sizeof file1},
    {NULL, NULL, 0},
};

LessonResource lesson_resource(size_t index) {
  const size_t count = sizeof files / sizeof files[0] - 1;
  return files[index < count ? index : count];
}
