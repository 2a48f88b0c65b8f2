// `\b` knows ASCII, so that bytes are enough: a byte of a longer UTF-8 sequence belongs to no word. With `i`, two
// letters beyond ASCII fold into it: U+017F (long s) and U+212A (the Kelvin sign).
#include "builtins/word_pattern.hpp"

#include <algorithm>

#include "base/bytes.hpp"

namespace rubric::builtins {

namespace {

constexpr std::string_view kBoundary = "\\b";
constexpr std::string_view kOperators = ".+*?()|[]{}^$\\";
constexpr char kFoldBit = 0x20;  // between a capital letter and its small one

constexpr bool is_letter(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

constexpr bool is_word(char c) {
  return is_letter(c) || (c >= '0' && c <= '9') || c == '_';
}

constexpr std::array<bool, 256> word_bytes() {
  std::array<bool, 256> out{};
  for (std::size_t i = 0; i < out.size(); ++i) out[i] = is_word(static_cast<char>(i));
  return out;
}
constexpr std::array<bool, 256> kWord = word_bytes();

std::size_t byte(char c) {
  return static_cast<unsigned char>(c);
}

bool take(std::string_view& rest, std::string_view what) {
  if (!rest.starts_with(what)) return false;
  rest.remove_prefix(what.size());
  return true;
}

// A character that stands for itself; 0 for everything else.
char take_plain(std::string_view& rest) {
  const bool escaped = rest.size() > 1 && rest[0] == '\\' && kOperators.find(rest[1]) != std::string_view::npos;
  const char c = rest[escaped ? 1 : 0];
  if (c < ' ' || c > '~' || (!escaped && kOperators.find(c) != std::string_view::npos)) return 0;
  rest.remove_prefix(escaped ? 2 : 1);
  return c;
}

}  // namespace

std::optional<WordPattern> WordPattern::read(std::string_view pattern, bool ignoring_case) {
  WordPattern out;
  if (!take(pattern, kBoundary)) return std::nullopt;
  const bool group = take(pattern, "(?:") || take(pattern, "(");
  do {
    if (!out.take_words(pattern, ignoring_case)) return std::nullopt;
  } while (group && take(pattern, "|"));
  if (group && !take(pattern, ")")) return std::nullopt;
  out.whole_ = take(pattern, kBoundary);
  if (!pattern.empty() || !out.arrange()) return std::nullopt;
  return out;
}

bool WordPattern::take_words(std::string_view& rest, bool ignoring_case) {
  Words words;
  while (!rest.empty()) {
    const char c = take_plain(rest);
    if (c == 0) break;
    const char fold = ignoring_case && is_letter(c) ? kFoldBit : '\0';
    words.bytes += static_cast<char>(c | fold);
    words.fold += fold;
    folds_beyond_ascii_ |= fold != 0 && (words.bytes.back() == 'k' || words.bytes.back() == 's');
  }
  if (words.bytes.empty() || !is_word(words.bytes.front())) return false;
  words_.push_back(std::move(words));
  return true;
}

// False when a `\b` could not hold behind one of the texts as it is looked for here.
bool WordPattern::arrange() {
  if (whole_ && !std::ranges::all_of(words_, [](const Words& w) { return is_word(w.bytes.back()); })) return false;
  std::ranges::stable_sort(words_, {}, [](const Words& w) { return w.bytes.front(); });
  for (std::size_t i = 0; i < words_.size(); ++i) {
    Words& w = words_[i];
    const std::size_t size = std::min(w.bytes.size(), sizeof w.head);
    std::memcpy(&w.head, w.bytes.data(), size);
    std::memcpy(&w.head_fold, w.fold.data(), size);
    std::memset(&w.mask, 0xFF, size);
    Range& range = by_first_byte_[byte(w.bytes.front())];
    if (range.end == 0) range.begin = static_cast<std::uint16_t>(i);
    range.end = static_cast<std::uint16_t>(i + 1);
    const bool either_case = w.fold.front() != 0;
    if (either_case) by_first_byte_[byte(w.bytes.front()) & ~std::size_t{kFoldBit}] = range;
  }
  return true;
}

WordPattern::Found WordPattern::search(std::string_view text) const {
  bool inside = false;
  unsigned all = 0;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const std::size_t b = byte(text[i]);
    const bool starts = kWord[b] && !inside;
    if (starts && by_first_byte_[b].end != 0 && begins_here(text.substr(i))) return Found::yes;
    inside = kWord[b];
    all |= static_cast<unsigned>(b);
  }
  if (all < 0x80 || !folds_beyond_ascii_) return Found::no;
  const auto has = [&](std::string_view letter) { return text.find(letter) != std::string_view::npos; };
  return has("\u017F") || has("\u212A") ? Found::unsure : Found::no;
}

bool WordPattern::begins_here(std::string_view rest) const {
  const Range range = by_first_byte_[byte(rest.front())];
  for (std::size_t i = range.begin; i < range.end; ++i) {
    if (stands_here(words_[i], rest)) return true;
  }
  return false;
}

bool WordPattern::stands_here(const Words& words, std::string_view rest) const {
  const std::size_t size = words.bytes.size();
  if (size > rest.size()) return false;
  std::size_t i = 0;
  if (rest.size() >= sizeof words.head) {
    const auto head = base::load<std::uint64_t>(rest.data());
    if (((head | words.head_fold) & words.mask) != words.head) return false;
    i = sizeof words.head;
  }
  for (; i < size; ++i) {
    if (static_cast<char>(rest[i] | words.fold[i]) != words.bytes[i]) return false;
  }
  return !whole_ || size == rest.size() || !kWord[byte(rest[size])];
}

}  // namespace rubric::builtins
