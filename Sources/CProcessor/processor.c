#include "processor.h"

#if defined(__APPLE__)
#include <sys/sysctl.h>

long processor_cache_bytes(int level) {
  long bytes = 0;
  size_t size = sizeof bytes;
  return sysctlbyname(level == 1 ? "hw.l1dcachesize" : "hw.l2cachesize", &bytes, &size, 0, 0) ? 0 : bytes;
}
#else
#include <unistd.h>

long processor_cache_bytes(int level) {
#if defined(_SC_LEVEL1_DCACHE_SIZE)
  return sysconf(level == 1 ? _SC_LEVEL1_DCACHE_SIZE : _SC_LEVEL2_CACHE_SIZE);
#else
  return 0;
#endif
}
#endif

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

unsigned long processor_flush_subnormals(void) {
  unsigned state = __builtin_ia32_stmxcsr();
  __builtin_ia32_ldmxcsr(state | 0x8040); /* results (bit 15) and operands (bit 6) */
  return state;
}

void processor_restore(unsigned long state) { __builtin_ia32_ldmxcsr((unsigned)state); }

#else

bool processor_has_avx512(void) { return false; }
bool processor_has_avx2(void) { return false; }

#if defined(__aarch64__)
void processor_pause(void) { __asm__ volatile("yield"); }

unsigned long processor_flush_subnormals(void) {
  unsigned long state;
  __asm__ volatile("mrs %0, fpcr" : "=r"(state));
  processor_restore(state | 1ul << 24);
  return state;
}

void processor_restore(unsigned long state) { __asm__ volatile("msr fpcr, %0" : : "r"(state)); }
#else
void processor_pause(void) {}
unsigned long processor_flush_subnormals(void) { return 0; }
void processor_restore(unsigned long state) { (void)state; }
#endif

#endif
