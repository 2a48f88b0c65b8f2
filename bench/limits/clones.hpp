// A function compiled several times, for older and newer processors; which one runs is chosen at the start.
#pragma once

#if defined(__x86_64__) && defined(__GNUC__) && !defined(__clang__)
#define RUBRIC_BENCH_CLONES __attribute__((target_clones("default", "arch=x86-64-v3", "arch=x86-64-v4")))
#else
#define RUBRIC_BENCH_CLONES
#endif
#define RUBRIC_BENCH_INLINE [[gnu::always_inline]] inline
