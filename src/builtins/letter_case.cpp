// Unicode's simple case mappings, code point by code point, from utf8proc's tables. ASCII, which is
// nearly everything, takes no table; text that has the right case already is not copied.
#include <utf8proc.h>

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

// The offset of the first code point that changes; the size of the text if none does.
std::size_t unchanged_prefix(std::string_view text, const Mapping& mapping) {
  std::size_t i = 0;
  while (i < text.size()) {
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
