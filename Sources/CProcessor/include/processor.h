#ifndef PROCESSOR_H
#define PROCESSOR_H

#include <stdbool.h>

/* What the processor at hand can execute; false everywhere but on x86-64. */
bool processor_has_avx512(void);
bool processor_has_avx2(void);

/* Bytes of a core's first-level data cache (level 1) or second-level cache (level 2); 0 or less if the system does not tell. */
long processor_cache_bytes(int level);

/* One turn of a loop that waits for another core. */
void processor_pause(void);

/* From here on this thread takes numbers too small for full precision as 0 (each would cost it some hundred cycles: means of
   gradients that stay away sink there and remain). Returns what processor_restore needs to undo it. */
unsigned long processor_flush_subnormals(void);
void processor_restore(unsigned long state);

/* Asks for the numbers at p, which are going to be written. */
static inline __attribute__((always_inline)) void processor_fetch(const float *p) { __builtin_prefetch(p, 1, 3); }

#endif
