// A function compiled several times, for older and newer processors; which one runs is chosen when the program
// starts. So one binary serves every machine, and wide registers are used where there are some.
#pragma once

#if defined(__x86_64__) && defined(__GNUC__) && !defined(__clang__)
#define RUBRIC_CLONES __attribute__((target_clones("default", "arch=x86-64-v3", "arch=x86-64-v4")))
#else
#define RUBRIC_CLONES
#endif
#define RUBRIC_INLINE [[gnu::always_inline]] inline
