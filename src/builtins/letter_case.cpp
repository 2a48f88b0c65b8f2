// Unicode's simple case mappings, code point by code point, from utf8proc's tables. ASCII, which is
// nearly everything, takes no table; text that has the right case already is not copied.
#include <utf8proc.h>

#include <algorithm>

#include "base/bytes.hpp"
#include "base/case_folding.hpp"
#include "base/utf8.hpp"
#include "builtins/text.hpp"

namespace rubric::builtins {

namespace {

constexpr char32_t kSharpS = U'\u00DF';

char32_t to_lower(char32_t c) {
  return static_cast<char32_t>(utf8proc_tolower(static_cast<utf8proc_int32_t>(c)));
}

// UnicodeData.txt gives "ß" no simple upper case; utf8proc says U+1E9E.
char32_t to_upper(char32_t c) {
  return c == kSharpS ? c : static_cast<char32_t>(utf8proc_toupper(static_cast<utf8proc_int32_t>(c)));
}

struct Mapping {
  char first;  // of the 26 ASCII letters that change; they change by one bit
  char32_t (*map)(char32_t);

  [[nodiscard]] bool changes(char ascii) const { return ascii >= first && ascii < first + 26; }
};

constexpr bool is_ascii(char c) {
  return static_cast<unsigned char>(c) < 0x80U;
}

// Whether all of eight bytes are ASCII and none is a letter that changes: a byte's high bit tells where it stands.
bool same_word(const char* at, const Mapping& mapping) {
  constexpr std::uint64_t kEach = 0x0101010101010101U;
  constexpr std::uint64_t kHigh = 0x80 * kEach;
  const auto word = base::load<std::uint64_t>(at);
  const auto not_below = [&](int byte) { return word + kEach * static_cast<std::uint64_t>(0x80 - byte); };
  return ((word | (not_below(mapping.first) & ~not_below(mapping.first + 26))) & kHigh) == 0;
}

// The offset of the first code point that changes; the size of the text if none does. The last word may begin with
// bytes that were looked at before.
std::size_t unchanged_prefix(std::string_view text, const Mapping& mapping) {
  std::size_t i = 0;
  while (i < text.size()) {
    const std::size_t word = text.size() < 8 ? i : std::min(i, text.size() - 8);
    if (text.size() >= 8 && same_word(text.data() + word, mapping)) {
      i = word + 8;
      continue;
    }
    if (is_ascii(text[i])) {
      if (mapping.changes(text[i])) return i;
      ++i;
      continue;
    }
    const base::CodePoint c = base::decode_utf8(text, i);
    if (mapping.map(c.value) != c.value) return i;
    i += c.size;
  }
  return i;
}

char* map_into(char* out, std::string_view text, const Mapping& mapping) {
  for (std::size_t i = 0; i < text.size();) {
    if (is_ascii(text[i])) {
      *out++ = static_cast<char>(mapping.changes(text[i]) ? text[i] ^ 0x20 : text[i]);
      ++i;
      continue;
    }
    const base::CodePoint c = base::decode_utf8(text, i);
    out += base::encode_utf8(mapping.map(c.value), out);
    i += c.size;
  }
  return out;
}

TextRef map_text(TextRef text, Arena& arena, const Mapping& mapping) {
  const std::string_view from = data::view(text);
  const std::size_t same = unchanged_prefix(from, mapping);
  if (same == from.size()) return text;
  // No mapping takes more than three bytes for two (a test holds that for every code point).
  char* const out = arena.take(same + (from.size() - same) * 3 / 2);
  if (out == nullptr) return {};
  from.copy(out, same);
  const auto size = static_cast<std::size_t>(map_into(out + same, from.substr(same), mapping) - out);
  if (size > kTextBytes) {
    arena.exhaust();
    return {};
  }
  return {out, static_cast<std::uint32_t>(size)};
}

}  // namespace

TextRef fold(TextRef text, Arena& arena) {
  return map_text(text, arena, {'A', base::fold_case});
}

TextRef lower(TextRef text, Arena& arena) {
  return map_text(text, arena, {'A', to_lower});
}

TextRef upper(TextRef text, Arena& arena) {
  return map_text(text, arena, {'a', to_upper});
}

}  // namespace rubric::builtins
