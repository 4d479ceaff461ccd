#ifndef ALLOCATION_COUNT_H
#define ALLOCATION_COUNT_H

#include <stdbool.h>

/* Whether allocations can be counted here: glibc lets a program put its own functions before malloc's, unless a sanitizer
   does so already. */
bool allocation_count_works(void);

/* How often the calling thread has asked for memory so far. */
long allocation_count_of_thread(void);

#endif
