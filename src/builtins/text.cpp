// The text kernels that need no Unicode tables. Searching is memmem(3): linear in the worst case,
// which std::string_view::find is not.
#include "builtins/text.hpp"

#include <algorithm>
#include <cmath>
#include <cstring>
#include <string_view>

#include "base/utf8.hpp"

namespace rubric::builtins {

namespace {

using data::view;
constexpr std::size_t kNowhere = std::string_view::npos;

std::size_t place_of(std::string_view text, std::string_view part, std::size_t from) {
  const void* at = memmem(text.data() + from, text.size() - from, part.data(), part.size());
  return at == nullptr ? kNowhere : static_cast<std::size_t>(static_cast<const char*>(at) - text.data());
}

TextRef sub(TextRef text, std::size_t begin, std::size_t end) {
  return {text.data + begin, static_cast<std::uint32_t>(end - begin)};
}

// Memory for a text of that size; null, and the arena exhausted, past either limit.
char* take_text(std::size_t size, Arena& arena) {
  if (size <= kTextBytes) return arena.take(size);
  arena.exhaust();
  return nullptr;
}

char* put(char* out, std::string_view text) {
  return std::copy(text.begin(), text.end(), out);
}

// How many bytes the blank at the front, or at the end, of the text has; 0 for none.
constexpr std::string_view kBlanks = " \t\n\v\f\r";
constexpr std::string_view kNoBreakSpace = "\u00A0";

std::size_t leading_blank(std::string_view text) {
  if (text.empty()) return 0;
  if (kBlanks.find(text.front()) != kNowhere) return 1;
  return text.starts_with(kNoBreakSpace) ? kNoBreakSpace.size() : 0;
}

std::size_t trailing_blank(std::string_view text) {
  if (text.empty()) return 0;
  if (kBlanks.find(text.back()) != kNowhere) return 1;
  return text.ends_with(kNoBreakSpace) ? kNoBreakSpace.size() : 0;
}

std::size_t places_of(std::string_view text, std::string_view part) {
  std::size_t found = 0;
  for (std::size_t at = place_of(text, part, 0); at != kNowhere; at = place_of(text, part, at + part.size())) ++found;
  return found;
}

}  // namespace

TextRef trim(TextRef text) {
  std::string_view rest = view(text);
  while (const std::size_t blank = leading_blank(rest)) rest.remove_prefix(blank);
  while (const std::size_t blank = trailing_blank(rest)) rest.remove_suffix(blank);
  return {rest.data(), static_cast<std::uint32_t>(rest.size())};
}

TextRef concat(TextRef a, TextRef b, Arena& arena) {
  if (a.size == 0) return b;
  if (b.size == 0) return a;
  const std::size_t size = std::size_t{a.size} + b.size;
  char* out = take_text(size, arena);
  if (out == nullptr) return {};
  put(put(out, view(a)), view(b));
  return {out, static_cast<std::uint32_t>(size)};
}

std::size_t length(TextRef text) {
  return base::count_code_points(view(text));
}

TextRef replace(TextRef text, TextRef what, TextRef with, Arena& arena) {
  const std::string_view from = view(text);
  const std::size_t places = what.size == 0 ? 0 : places_of(from, view(what));
  if (places == 0) return text;
  const std::size_t size = from.size() - places * what.size + places * with.size;
  char* const out = take_text(size, arena);
  if (out == nullptr) return {};
  char* end = out;
  std::size_t done = 0;
  for (std::size_t i = 0; i < places; ++i) {
    const std::size_t at = place_of(from, view(what), done);
    end = put(put(end, from.substr(done, at - done)), view(with));
    done = at + what.size;
  }
  put(end, from.substr(done));
  return {out, static_cast<std::uint32_t>(size)};
}

TextRef split_part(TextRef text, TextRef separator, double n) {
  if (n == 0 || n != std::floor(n)) return {};
  const std::string_view all = view(text);
  const std::size_t separators = separator.size == 0 ? 0 : places_of(all, view(separator));
  const double pieces = static_cast<double>(separators) + 1;
  const double place = n > 0 ? n - 1 : pieces + n;
  if (place < 0 || place >= pieces) return {};
  const auto index = static_cast<std::size_t>(place);
  std::size_t begin = 0;
  for (std::size_t i = 0; i < index; ++i) begin = place_of(all, view(separator), begin) + separator.size;
  const std::size_t end = index == separators ? all.size() : place_of(all, view(separator), begin);
  return begin == end ? TextRef{} : sub(text, begin, end);
}

// Most texts do not even have the first byte. memmem needs longer to begin, but it is linear, so it takes over where
// that byte is everywhere.
bool contains(TextRef text, TextRef part) {
  constexpr int kPlaces = 8;
  if (part.size == 0) return true;
  if (part.size > text.size) return false;
  const char* at = text.data;
  const char* const last = text.data + (text.size - part.size);  // where it can begin
  for (int i = 0; i < kPlaces; ++i, ++at) {
    if (at > last) return false;
    at = static_cast<const char*>(std::memchr(at, *part.data, static_cast<std::size_t>(last - at) + 1));
    if (at == nullptr) return false;
    if (base::same_bytes(at, part.data, part.size)) return true;
  }
  return memmem(at, static_cast<std::size_t>(last - at) + part.size, part.data, part.size) != nullptr;
}

int compare(TextRef a, TextRef b) {
  return view(a).compare(view(b));
}

}  // namespace rubric::builtins
