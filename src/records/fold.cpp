#include "records/fold.hpp"

#include <utf8proc.h>

#include <cstdint>

namespace rubric::records {

namespace {

struct Character {
  std::int32_t code;
  std::size_t length;
};

Character next(std::string_view text) {
  std::int32_t code = -1;
  const auto* bytes = reinterpret_cast<const std::uint8_t*>(text.data());
  const auto length = utf8proc_iterate(bytes, static_cast<utf8proc_ssize_t>(text.size()), &code);
  if (length < 1) return {static_cast<unsigned char>(text[0]), 1};
  return {code, static_cast<std::size_t>(length)};
}

// utf8proc knows full folding only. Where that gives one character it is the simple one too; where it
// gives several (ß -> ss), simple folding is the lower case, but for İ, which folds to itself.
std::int32_t fold(std::int32_t code) {
  constexpr std::int32_t kCapitalDottedI = 0x130;
  if (code < 0x80) return code >= 'A' && code <= 'Z' ? code + ('a' - 'A') : code;
  if (code == kCapitalDottedI) return code;
  std::int32_t folded[8] = {};
  int boundary = 0;
  const auto count = utf8proc_decompose_char(code, folded, 8, UTF8PROC_CASEFOLD, &boundary);
  return count == 1 ? folded[0] : utf8proc_tolower(code);
}

}  // namespace

bool same_folded(std::string_view a, std::string_view b) {
  while (!a.empty() && !b.empty()) {
    const Character x = next(a);
    const Character y = next(b);
    if (x.code != y.code && fold(x.code) != fold(y.code)) return false;
    a.remove_prefix(x.length);
    b.remove_prefix(y.length);
  }
  return a.empty() && b.empty();
}

}  // namespace rubric::records
