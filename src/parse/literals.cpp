#include "literals.hpp"

#include <algorithm>
#include <charconv>
#include <chrono>
#include <cmath>

#include "base/time_text.hpp"
#include "utf8.hpp"
#include "words.hpp"

namespace rubric::parse {

namespace {

// A whole number in digits is exact when the shortest way back to digits gives the same digits.
bool exact(const std::string& digits, double value) {
  char buffer[400];
  const auto end = std::to_chars(buffer, buffer + sizeof buffer, value, std::chars_format::fixed, 0).ptr;
  return std::string_view(buffer, static_cast<std::size_t>(end - buffer)) == digits;
}

// Reads digits off the front of a text.
struct Digits {
  std::string_view rest;

  std::optional<int> take(std::size_t count) {
    if (rest.size() < count) return std::nullopt;
    int value = 0;
    for (std::size_t i = 0; i < count; ++i) {
      if (!is_digit(rest[i])) return std::nullopt;
      value = value * 10 + (rest[i] - '0');
    }
    rest.remove_prefix(count);
    return value;
  }
  bool skip(char c) {
    if (rest.empty() || rest.front() != c) return false;
    rest.remove_prefix(1);
    return true;
  }
};

TimeValue problem(std::string words) {
  TimeValue t;
  t.problem = std::move(words);
  return t;
}

std::string take_date(Digits& d, TimeValue& out) {
  const auto year = d.take(4);
  const bool first = d.skip('-');
  const auto month = d.take(2);
  const bool second = d.skip('-');
  const auto day = d.take(2);
  if (!year || !first || !month || !second || !day) return "a date has four, two and two digits";
  if (*year == 0) return "years go from 0001 to 9999";
  if (*month < 1 || *month > 12) return "there is no month " + std::to_string(*month);
  using namespace std::chrono;
  const year_month_day date{std::chrono::year{*year}, std::chrono::month{static_cast<unsigned>(*month)},
                            std::chrono::day{static_cast<unsigned>(*day)}};
  if (!date.ok()) {
    const auto last = static_cast<unsigned>((date.year() / date.month() / std::chrono::last).day());
    return "that month has the days 1 to " + std::to_string(last);
  }
  out.micros = sys_days(date).time_since_epoch().count() * base::kMicrosPerDay;
  return {};
}

std::string take_fraction(Digits& d, TimeValue& out) {
  std::int64_t scale = base::kMicrosPerSecond;
  bool any = false;
  while (const auto digit = d.take(1)) {
    any = true;
    scale /= 10;
    out.micros += *digit * scale;
  }
  return any ? "" : "digits are missing behind the point";
}

std::string take_clock(Digits& d, TimeValue& out) {
  const auto hour = d.take(2);
  const bool colon = d.skip(':');
  const auto minute = d.take(2);
  if (!hour || !colon || !minute) return "a time of day is written `09:30:00`";
  int seconds = 0;
  if (d.skip(':')) {
    const auto second = d.take(2);
    if (!second) return "a time of day is written `09:30:00`";
    seconds = *second;
  }
  if (*hour > 23 || *minute > 59 || seconds > 59) return "a day ends at 23:59:59";
  out.micros += (*hour * 60 + *minute) * base::kMicrosPerMinute + seconds * base::kMicrosPerSecond;
  return d.skip('.') ? take_fraction(d, out) : "";
}

std::string take_zone(Digits& d, TimeValue& out) {
  if (d.skip('Z')) return {};
  const bool east = d.skip('+');
  if (!east && !d.skip('-')) return "a time of day needs `Z` or an offset such as `+02:00`";
  const auto hours = d.take(2);
  const bool colon = d.skip(':');
  const auto minutes = d.take(2);
  if (!hours || !colon || !minutes || *hours > 23 || *minutes > 59) return "an offset is written `+02:00`";
  const std::int64_t offset = (*hours * 60 + *minutes) * base::kMicrosPerMinute;
  out.micros += east ? -offset : offset;
  return {};
}

void append_utf8(std::string& out, std::uint32_t code) {
  const auto put = [&](std::uint32_t byte) { out += static_cast<char>(static_cast<unsigned char>(byte)); };
  if (code < 0x80) return put(code);
  if (code < 0x800) {
    put(0xC0U | (code >> 6U));
  } else if (code < 0x10000) {
    put(0xE0U | (code >> 12U));
    put(0x80U | ((code >> 6U) & 0x3FU));
  } else {
    put(0xF0U | (code >> 18U));
    put(0x80U | ((code >> 12U) & 0x3FU));
    put(0x80U | ((code >> 6U) & 0x3FU));
  }
  put(0x80U | (code & 0x3FU));
}

// `\u{1F600}`, from behind the `u`; the offset behind the `}`, or 0.
std::size_t take_code_point(std::string_view body, std::size_t i, std::string& out) {
  if (i >= body.size() || body[i] != '{') return 0;
  std::uint32_t code = 0;
  const char* begin = body.data() + i + 1;
  const auto [end, error] = std::from_chars(begin, body.data() + body.size(), code, 16);
  const auto length = end - begin;
  if (error != std::errc{} || length > 6 || end == body.data() + body.size() || *end != '}') return 0;
  if (code > 0x10FFFF || (code >= 0xD800 && code <= 0xDFFF)) return 0;
  append_utf8(out, code);
  return static_cast<std::size_t>(end - body.data()) + 1;
}

}  // namespace

NumberValue decode_number(std::string_view spelling) {
  // Digits alone, as most numbers are: exact up to fifteen of them.
  constexpr std::size_t kExactDigits = 15;
  if (spelling.size() <= kExactDigits && std::all_of(spelling.begin(), spelling.end(), is_digit)) {
    std::int64_t value = 0;
    for (const char c : spelling) value = value * 10 + (c - '0');
    return {static_cast<double>(value)};
  }
  std::string digits;
  for (const char c : spelling) {
    if (is_digit(c) || c == '.') digits += c;
  }
  const bool whole = digits.find('.') == std::string::npos;
  std::string text = digits;
  const char suffix = spelling.empty() ? '0' : spelling.back();
  if (suffix == 'k') text += "e3";
  if (suffix == 'm') text += "e6";
  if (suffix == '%') text += "e-2";
  NumberValue out;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), out.value);
  // Out of range with few digits before the point can only be too small, which is 0.
  if (error == std::errc::result_out_of_range && text.find('.') > 290) return {0, NumberProblem::too_large};
  if (error != std::errc{}) return {};
  if (!std::isfinite(out.value)) return {0, NumberProblem::too_large};
  if (whole && is_digit(suffix) && digits.size() > 15 && !exact(digits, out.value))
    out.problem = NumberProblem::inexact;
  return out;
}

TimeValue decode_time(std::string_view spelling) {
  TimeValue out;
  Digits d{spelling};
  if (std::string words = take_date(d, out); !words.empty()) return problem(std::move(words));
  if (d.rest.empty()) {
    out.date_only = true;
    return out;
  }
  if (!d.skip('T')) return problem("a `T` stands between the date and the time of day");
  if (std::string words = take_clock(d, out); !words.empty()) return problem(std::move(words));
  if (std::string words = take_zone(d, out); !words.empty()) return problem(std::move(words));
  if (!d.rest.empty()) return problem("nothing may follow it");
  if (out.micros < base::kFirstTime || out.micros > base::kLastTime) return problem("years go from 0001 to 9999");
  return out;
}

std::string_view text_body(std::string_view spelling) {
  if (spelling.size() >= 2 && spelling.front() == '"' && spelling.back() == '"')
    return spelling.substr(1, spelling.size() - 2);
  const auto quote = [](std::uint32_t code) {
    return code == '"' || code == '\'' || code == 0xAB || code == 0xBB || (code >= 0x2018 && code <= 0x201F);
  };
  const std::size_t opening = spelling.empty() ? 0 : std::max(1U, code_point(spelling, 0).length);
  std::string_view body = spelling.substr(opening);
  for (std::size_t n = 1; n <= std::min<std::size_t>(3, body.size()); ++n) {
    const CodePoint last = code_point(body, body.size() - n);
    if (last.length != n) continue;
    if (quote(last.code)) body.remove_suffix(n);
    break;
  }
  return body;
}

std::string decode_text(std::string_view body, std::vector<EscapeProblem>* problems) {
  std::string out;
  for (std::size_t i = 0; i < body.size();) {
    if (body[i] != '\\' || i + 1 >= body.size()) {
      out += body[i++];
      continue;
    }
    const std::size_t begin = i;
    const char c = body[i + 1];
    i += 2;
    if (c == '"' || c == '\\') {
      out += c;
    } else if (c == 'n') {
      out += '\n';
    } else if (c == 't') {
      out += '\t';
    } else if (const std::size_t end = c == 'u' ? take_code_point(body, i, out) : 0; end != 0) {
      i = end;
    } else {
      out += body.substr(begin, 2);
      if (problems != nullptr) problems->push_back({static_cast<std::uint32_t>(begin), static_cast<std::uint32_t>(i)});
    }
  }
  return out;
}

}  // namespace rubric::parse
