// utf8proc knows the full folding. Where that is one code point it is the simple one (status C); where it
// is several (ß to ss), the simple one (S) is the lower case, or there is none and that changes nothing.
#include "base/case_folding.hpp"

#include <utf8proc.h>

namespace rubric::base {

char32_t fold_case(char32_t code_point) {
  // It has a full folding alone, although it has a lower case.
  constexpr char32_t kCapitalDottedI = U'\u0130';
  constexpr utf8proc_ssize_t kLongest = 4;
  if (code_point < 0x80) return code_point >= U'A' && code_point <= U'Z' ? code_point + (U'a' - U'A') : code_point;
  if (code_point == kCapitalDottedI) return code_point;
  const auto code = static_cast<utf8proc_int32_t>(code_point);
  utf8proc_int32_t full[kLongest];
  int boundary = 0;
  const auto size = utf8proc_decompose_char(code, full, kLongest, UTF8PROC_CASEFOLD, &boundary);
  return static_cast<char32_t>(size == 1 ? full[0] : utf8proc_tolower(code));
}

}  // namespace rubric::base
