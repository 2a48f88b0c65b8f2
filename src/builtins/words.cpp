// Whole words in text: "cto" is not in "director", "vice president" is in "Vice-President, Sales".
#include <utf8proc.h>

#include <array>
#include <cstring>
#include <memory_resource>
#include <string_view>
#include <vector>

#include "base/utf8.hpp"
#include "builtins/text.hpp"

namespace rubric::builtins {

namespace {

enum class Part { none, letter, mark };

Part part_of_word(char32_t c) {
  if (c < 0x80U) {
    const char32_t folded = c | 0x20U;
    return (c >= '0' && c <= '9') || (folded >= 'a' && folded <= 'z') ? Part::letter : Part::none;
  }
  switch (utf8proc_category(static_cast<utf8proc_int32_t>(c))) {
    case UTF8PROC_CATEGORY_LU:
    case UTF8PROC_CATEGORY_LL:
    case UTF8PROC_CATEGORY_LT:
    case UTF8PROC_CATEGORY_LM:
    case UTF8PROC_CATEGORY_LO:
    case UTF8PROC_CATEGORY_ND: return Part::letter;
    case UTF8PROC_CATEGORY_MN:
    case UTF8PROC_CATEGORY_MC:
    case UTF8PROC_CATEGORY_ME: return Part::mark;
    default: return Part::none;
  }
}

// The next word of `rest`, which is then what follows it; empty when there is none.
std::string_view next_word(std::string_view& rest) {
  std::size_t begin = 0;
  std::size_t i = 0;
  for (bool inside = false; i < rest.size();) {
    const base::CodePoint c = base::decode_utf8(rest, i);
    const Part part = part_of_word(c.value);
    // A mark belongs to the letter before it; after anything else (an emoji's, say) it is no word.
    const bool belongs = part == Part::letter || (part == Part::mark && inside);
    if (inside && !belongs) break;
    if (!inside && belongs) begin = i;
    inside = belongs;
    i += c.size;
    if (!inside) begin = i;
  }
  const std::string_view word = rest.substr(begin, i - begin);
  rest.remove_prefix(i);
  return word;
}

// Knuth, Morris and Pratt, on words in place of letters: linear also for "a a a a b" in "a a a a a …".
class WordMatcher {
 public:
  WordMatcher(std::string_view words, std::pmr::memory_resource* memory) : words_(memory), fallback_(memory) {
    for (std::string_view word = next_word(words); !word.empty(); word = next_word(words)) {
      const std::size_t known = words_.empty() ? 0 : advance(fallback_.back(), word);
      words_.push_back(word);
      fallback_.push_back(words_.size() == 1 ? 0 : known);
    }
  }

  [[nodiscard]] bool found_in(std::string_view text) const {
    std::size_t matched = 0;
    for (std::string_view word = next_word(text); !word.empty(); word = next_word(text)) {
      matched = advance(matched, word);
      if (matched == words_.size()) return true;
    }
    return false;
  }

 private:
  // With `matched` words behind us and `word` next, how many are behind us then.
  [[nodiscard]] std::size_t advance(std::size_t matched, std::string_view word) const {
    while (matched > 0 && words_[matched] != word) matched = fallback_[matched - 1];
    return words_[matched] == word ? matched + 1 : 0;
  }

  std::pmr::vector<std::string_view> words_;
  std::pmr::vector<std::size_t> fallback_;  // how many words still match when the next one does not
};

}  // namespace

// Most of a set's members have no word in the text: looking for the first one comes before everything else.
bool contains_word(TextRef text, TextRef words) {
  const std::string_view where = data::view(text);
  std::string_view rest = data::view(words);
  const std::string_view first = next_word(rest);
  if (first.empty() || memmem(where.data(), where.size(), first.data(), first.size()) == nullptr) return false;
  std::array<std::byte, 1024> few;
  std::pmr::monotonic_buffer_resource memory(few.data(), few.size());
  return WordMatcher(data::view(words), &memory).found_in(where);
}

}  // namespace rubric::builtins
