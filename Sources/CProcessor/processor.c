#include "processor.h"

#if defined(__x86_64__)

bool processor_has_avx512(void) {
  __builtin_cpu_init();
  return __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512vl") &&
         __builtin_cpu_supports("fma");
}

bool processor_has_avx2(void) {
  __builtin_cpu_init();
  return __builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma");
}

void processor_pause(void) { __builtin_ia32_pause(); }

#else

bool processor_has_avx512(void) { return false; }
bool processor_has_avx2(void) { return false; }

#if defined(__aarch64__)
void processor_pause(void) { __asm__ volatile("yield"); }
#else
void processor_pause(void) {}
#endif

#endif
