// A function compiled several times, for older and newer processors; which one runs is chosen at the start.
//
// What is handed over must not be a vector type: how such a value is passed differs from clone to clone.
#pragma once

#if defined(__x86_64__) && defined(__linux__) && defined(__GNUC__) && !defined(__clang__)
#define RUBRIC_TARGET_CLONES __attribute__((target_clones("default", "arch=x86-64-v3", "arch=x86-64-v4")))
#else
#define RUBRIC_TARGET_CLONES
#endif
