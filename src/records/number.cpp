#include "records/number.hpp"

#include <array>

namespace rubric::records {

namespace {

bool digit(char c) {
  return c >= '0' && c <= '9';
}

// The whole part without its marks, appended to `out`; false where a mark stands wrong.
bool take_groups(std::string_view whole, char mark, std::string& out) {
  std::size_t run = 0;
  bool grouped = false;
  for (const char c : whole) {
    if (digit(c)) {
      ++run;
      out += c;
      if (grouped && run > 3) return false;
    } else if (mark != 0 && c == mark) {
      if (run == 0 || run > 3 || (grouped && run != 3)) return false;
      grouped = true;
      run = 0;
    } else {
      return false;
    }
  }
  return !grouped || run == 3;
}

}  // namespace

base::ParsedNumber read_number(std::string_view text, char group_mark, char decimal_mark) {
  constexpr base::ParsedNumber kNone{0, base::NumberFault::not_a_number};
  std::string plain;
  if (text.starts_with('-') || text.starts_with('+')) {
    plain += text[0];
    text.remove_prefix(1);
  }
  const std::size_t end = text.find_first_of(std::array{decimal_mark, 'e', 'E', '\0'}.data());
  if (!take_groups(text.substr(0, end), group_mark, plain)) return kNone;
  if (end != text.npos) {
    const std::string_view rest = text.substr(end);
    if (decimal_mark != '.' && rest.find('.') != rest.npos) return kNone;
    plain += rest[0] == decimal_mark ? '.' : rest[0];
    plain += rest.substr(1);
  }
  return base::parse_number(plain);
}

}  // namespace rubric::records
