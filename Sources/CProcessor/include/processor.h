#ifndef PROCESSOR_H
#define PROCESSOR_H

#include <stdbool.h>

/* What the processor at hand can execute; false everywhere but on x86-64. */
bool processor_has_avx512(void);
bool processor_has_avx2(void);

/* One turn of a loop that waits for another core. */
void processor_pause(void);

#endif
