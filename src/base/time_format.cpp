// Times in a format that a criteria file names, because "01/02/2026" is never guessed. English month
// names whatever the locale; strptime(3) is no use: it reads the locale, and lets trailing text pass.
#include <array>
#include <chrono>
#include <string>

#include "base/time_fields.hpp"
#include "base/time_text.hpp"

namespace rubric::base {

namespace {

constexpr std::string_view kLetters = "YmdHMSybBpIzTFje%";

// %F and %T stand for others; what is left is one letter a field.
std::string expand(std::string_view format) {
  std::string out;
  for (std::size_t i = 0; i < format.size(); ++i) {
    const std::string_view directive = format.substr(i, 2);
    if (format[i] != '%') {
      out += format[i];
      continue;
    }
    out += directive == "%F" ? "%Y-%m-%d" : directive == "%T" ? "%H:%M:%S" : directive;
    ++i;
  }
  return out;
}

char lower(char c) {
  return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}

// Takes `word`, which is in lower case, in whatever case it stands.
bool take_word(Scanner& in, std::string_view word) {
  if (in.rest().size() < word.size()) return false;
  for (std::size_t i = 0; i < word.size(); ++i) {
    if (lower(in.rest()[i]) != word[i]) return false;
  }
  in.skip(word.size());
  return true;
}

bool take_month(Scanner& in, unsigned& month) {
  static constexpr std::array<std::string_view, 12> kMonths = {"january",   "february", "march",    "april",
                                                               "may",       "june",     "july",     "august",
                                                               "september", "october",  "november", "december"};
  for (month = 1; month <= 12; ++month) {
    const std::string_view name = kMonths[month - 1];
    if (take_word(in, name) || take_word(in, name.substr(0, 3))) return true;
  }
  return false;
}

struct Reading {
  TimeFields fields;
  unsigned day_of_year = 0;  // 0: the format has none
  unsigned hour12 = 0;       // 0: the format has none
  bool afternoon = false;
};

bool take_year(Scanner& in, std::size_t width, int& year) {
  unsigned digits = 0;
  if (!in.digits(width, width, digits)) return false;
  // POSIX: 69 to 99 are of the twentieth century.
  year = static_cast<int>(width == 2 ? digits + (digits < 69 ? 2000 : 1900) : digits);
  return true;
}

bool take_half(Scanner& in, bool& afternoon) {
  afternoon = take_word(in, "pm");
  return afternoon || take_word(in, "am");
}

bool take_field(Scanner& in, char letter, Reading& r) {
  switch (letter) {
    case 'Y': return take_year(in, 4, r.fields.year);
    case 'y': return take_year(in, 2, r.fields.year);
    case 'm': return in.digits(1, 2, r.fields.month);
    case 'b':
    case 'B': return take_month(in, r.fields.month);
    case 'e': in.take(' '); return in.digits(1, 2, r.fields.day);
    case 'd': return in.digits(1, 2, r.fields.day);
    case 'j': return in.digits(1, 3, r.day_of_year) && r.day_of_year > 0;
    case 'H': return in.digits(1, 2, r.fields.hour);
    case 'I': return in.digits(1, 2, r.hour12) && r.hour12 >= 1 && r.hour12 <= 12;
    case 'p': return take_half(in, r.afternoon);
    case 'M': return in.digits(1, 2, r.fields.minute);
    case 'S': return in.digits(1, 2, r.fields.second);
    case 'z': return in.offset(r.fields.offset_minutes);
    default: return in.take('%');
  }
}

// Turns a day of the year and a half of the day into the fields proper.
bool settle(Reading& r) {
  namespace chrono = std::chrono;
  if (r.hour12 != 0) r.fields.hour = r.hour12 % 12 + (r.afternoon ? 12 : 0);
  if (r.day_of_year == 0) return true;
  const chrono::year year(r.fields.year);
  if (r.day_of_year > (year.is_leap() ? 366U : 365U)) return false;
  const chrono::year_month_day date(chrono::sys_days(year / chrono::January / 1) + chrono::days(r.day_of_year - 1));
  r.fields.month = static_cast<unsigned>(date.month());
  r.fields.day = static_cast<unsigned>(date.day());
  return true;
}

// What a letter settles; two letters of one field in a format would contradict each other.
std::string_view field_of(char letter) {
  switch (letter) {
    case 'Y':
    case 'y': return "year";
    case 'm':
    case 'b':
    case 'B': return "month";
    case 'd':
    case 'e': return "day";
    case 'j': return "day of the year";
    case 'H':
    case 'I': return "hour";
    case 'p': return "half of the day";
    case 'M': return "minute";
    case 'S': return "second";
    case 'z': return "offset";
    default: return "";
  }
}

std::string quoted(char letter) {
  return std::string("`%") + letter + "`";
}

// The letters of an expanded format.
std::string letters_of(std::string_view format) {
  std::string out;
  for (std::size_t i = 0; i + 1 < format.size(); ++i) {
    if (format[i] == '%') out += format[++i];
  }
  return out;
}

std::string check_letters(std::string_view format) {
  for (std::size_t i = 0; i < format.size(); ++i) {
    if (format[i] != '%') continue;
    if (++i == format.size()) return "a `%` at the end names no field; write `%%` for the sign itself";
    if (kLetters.find(format[i]) != std::string_view::npos) continue;
    const bool printable = format[i] > ' ' && format[i] <= '~';
    return (printable ? quoted(format[i]) : "what follows a `%`") +
           " is not one of `%Y %y %m %b %B %d %e %j %H %I %p %M %S %z %F %T %%`";
  }
  return "";
}

std::string check_twice(std::string_view letters) {
  for (std::size_t i = 0; i < letters.size(); ++i) {
    const std::string_view field = field_of(letters[i]);
    for (std::size_t j = 0; j < i && !field.empty(); ++j) {
      if (field_of(letters[j]) != field) continue;
      return "the " + std::string(field) + " stands twice, in " + quoted(letters[j]) + " and in " + quoted(letters[i]);
    }
  }
  return "";
}

std::string check_complete(std::string_view letters) {
  const auto has = [&](std::string_view any) { return letters.find_first_of(any) != std::string_view::npos; };
  if (!has("Yy")) return "no year: add `%Y` (2026) or `%y` (26)";
  if (has("j") && has("mbBde")) return "`%j` is a day of the year and stands without a month and a day";
  if (!has("jmbB")) return "no month: add `%m` (11), `%b` (Nov) or `%B` (November)";
  if (!has("jde")) return "no day: add `%d`";
  if (has("I") != has("p")) return "`%I` (1 to 12) and `%p` (AM or PM) stand together; `%H` is 0 to 23";
  return "";
}

}  // namespace

std::string check_time_format(std::string_view format) {
  if (std::string wrong = check_letters(format); !wrong.empty()) return wrong;
  const std::string letters = letters_of(expand(format));
  if (std::string wrong = check_twice(letters); !wrong.empty()) return wrong;
  return check_complete(letters);
}

std::optional<std::int64_t> parse_time(std::string_view text, std::string_view format) {
  Scanner in(text);
  Reading reading;
  const std::string pattern = expand(format);
  for (std::size_t i = 0; i < pattern.size(); ++i) {
    const bool field = pattern[i] == '%' && i + 1 < pattern.size();
    if (!(field ? take_field(in, pattern[++i], reading) : in.take(pattern[i]))) return std::nullopt;
  }
  if (!in.at_end() || !settle(reading)) return std::nullopt;
  return instant(reading.fields);
}

}  // namespace rubric::base
