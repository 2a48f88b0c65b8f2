// The weight of what is some half-lives old.
#pragma once

#include <cmath>

namespace rubric::builtins {

/// 2^-h for an age of h half-lives, h >= 0; 0 from 64 on.
///
/// The formula is part of the language, so that every machine gives the same bits: with n the whole
/// part of h and t = (h - n) * -0.6931471805599453, the weight is r / 2^n, where r starts as 1 and, for
/// k = 12, 11, … 1, becomes 1 + (t / k) * r: the series of e^t to its 12th power. Each step is one binary64
/// operation; the error is below 2e-12.
[[nodiscard]] inline double half_life_weight(double h) {
  constexpr double kMinusLn2 = -0.6931471805599453;
  if (!(h < 64)) return 0;
  const double n = std::floor(h);
  const double t = (h - n) * kMinusLn2;
  double r = 1;
  for (int k = 12; k >= 1; --k) r = 1 + (t / k) * r;
  return std::ldexp(r, -static_cast<int>(n));
}

}  // namespace rubric::builtins
