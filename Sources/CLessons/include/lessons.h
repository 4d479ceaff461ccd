#ifndef HMDL_LESSONS_H
#define HMDL_LESSONS_H

#include <stddef.h>

/// A file of the folder `lessons`, as it was when the program was built.
typedef struct {
  const char *name;
  const unsigned char *bytes;
  size_t count;
} LessonResource;

/// The file at a place of the list; its name is NULL behind the last one.
LessonResource lesson_resource(size_t index);

#endif
