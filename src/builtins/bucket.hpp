// Stable splits for A/B tests: the same lead falls into the same bucket in every run and every tool.
#pragma once

#include "data/cell.hpp"

namespace rubric::builtins {

/// 0 to n - 1: the first 8 hexadecimal digits of the MD5 of `salt:text`, modulo n. Missing unless n is a
/// whole number from 1 to 2^32. MD5 because every database has it; nothing is kept secret by it.
[[nodiscard]] double bucket(data::TextRef text, data::TextRef salt, double n);

}  // namespace rubric::builtins
