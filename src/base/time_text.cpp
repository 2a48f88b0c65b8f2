// ISO 8601 text <-> instants. Formats that a file names are read in time_format.cpp.
#include "base/time_text.hpp"

#include <array>
#include <bit>
#include <chrono>
#include <cstdint>
#include <cstring>

#include "base/time_fields.hpp"

namespace rubric::base {

std::optional<std::int64_t> instant(const TimeFields& f) {
  namespace chrono = std::chrono;
  const chrono::year_month_day date(chrono::year(f.year), chrono::month(f.month), chrono::day(f.day));
  if (f.year < 1 || f.year > 9999 || !date.ok()) return std::nullopt;
  if (f.hour > 23 || f.minute > 59 || f.second > 59) return std::nullopt;
  const std::int64_t days = chrono::sys_days(date).time_since_epoch().count();
  const std::int64_t local = days * kMicrosPerDay + f.hour * kMicrosPerHour + f.minute * kMicrosPerMinute +
                             f.second * kMicrosPerSecond + f.micros;
  const std::int64_t utc = local - f.offset_minutes * kMicrosPerMinute;
  if (utc < kFirstTime || utc > kLastTime) return std::nullopt;
  return utc;
}

bool Scanner::take(char c) {
  if (rest_.empty() || rest_.front() != c) return false;
  rest_.remove_prefix(1);
  return true;
}

bool Scanner::digits(std::size_t least, std::size_t most, unsigned& out) {
  std::size_t size = 0;
  unsigned value = 0;
  while (size < most && size < rest_.size() && rest_[size] >= '0' && rest_[size] <= '9') {
    value = value * 10 + static_cast<unsigned>(rest_[size++] - '0');
  }
  if (size < least) return false;
  rest_.remove_prefix(size);
  out = value;
  return true;
}

bool Scanner::offset(int& minutes) {
  if (take('Z') || take('z')) {
    minutes = 0;
    return true;
  }
  const bool negative = take('-');
  if (!negative && !take('+')) return false;
  unsigned hour = 0;
  unsigned minute = 0;
  if (!digits(2, 2, hour)) return false;
  take(':');
  if (!digits(2, 2, minute) || hour > 23 || minute > 59) return false;
  minutes = static_cast<int>(hour * 60 + minute) * (negative ? -1 : 1);
  return true;
}

bool Scanner::decimals(unsigned& micros) {
  std::size_t size = 0;
  for (unsigned unit = 100'000; size < rest_.size() && rest_[size] >= '0' && rest_[size] <= '9'; ++size, unit /= 10) {
    micros += unit * static_cast<unsigned>(rest_[size] - '0');
  }
  rest_.remove_prefix(size);
  return size > 0;
}

namespace {

// The highest bit of each of eight bytes.
constexpr std::uint64_t kHighBits = 0x8080808080808080U;

std::uint64_t eight_bytes(const char* at) {
  std::uint64_t out = 0;
  std::memcpy(&out, at, sizeof out);
  return out;
}

// Eight bytes of a text less those of a form, in which `0` stands for any digit: what is left is the value of
// a digit, and 0 for a mark.
std::uint64_t apart(const char* text, const char* form) {
  return eight_bytes(text) ^ eight_bytes(form);
}

// Sets high bits where a byte is larger than the one of `largest`, all of which are below 128.
std::uint64_t beyond(std::uint64_t bytes, const char* largest) {
  return ((bytes & ~kHighBits) + (eight_bytes(largest) ^ ~kHighBits)) | bytes;
}

// The numbers of two digits that start at each byte.
std::uint64_t pairs(std::uint64_t digits) {
  return digits * 10 + (digits >> 8U);
}

unsigned byte_of(std::uint64_t word, unsigned at) {
  return static_cast<unsigned>(word >> (8 * at) & 0xFFU);
}

struct Month {
  unsigned short days_before;
  unsigned short days;
};

// In a year without a leap day; none has the number 0, nor those from 13 on.
constexpr std::array<Month, 16> kMonths{{{0, 0},
                                         {0, 31},
                                         {31, 28},
                                         {59, 31},
                                         {90, 30},
                                         {120, 31},
                                         {151, 30},
                                         {181, 31},
                                         {212, 31},
                                         {243, 30},
                                         {273, 31},
                                         {304, 30},
                                         {334, 31},
                                         {},
                                         {},
                                         {}}};

bool scan_date(Scanner& in, TimeFields& f) {
  unsigned year = 0;
  const bool ok =
      in.digits(4, 4, year) && in.take('-') && in.digits(2, 2, f.month) && in.take('-') && in.digits(2, 2, f.day);
  f.year = static_cast<int>(year);
  return ok;
}

bool scan_time_of_day(Scanner& in, TimeFields& f) {
  if (!in.digits(2, 2, f.hour) || !in.take(':') || !in.digits(2, 2, f.minute)) return false;
  if (in.take(':')) {
    if (!in.digits(2, 2, f.second)) return false;
    if (in.take('.') && !in.decimals(f.micros)) return false;
  }
  return in.at_end() || in.offset(f.offset_minutes);
}

// Midnight of the day that a time lies in, and what is left of the day.
struct Split {
  std::chrono::sys_days day;
  std::int64_t rest;
};

Split split(std::int64_t micros) {
  const std::int64_t day = micros / kMicrosPerDay - (micros % kMicrosPerDay < 0 ? 1 : 0);
  return {std::chrono::sys_days(std::chrono::days(day)), micros - day * kMicrosPerDay};
}

// With zeros in front.
char* put_digits(char* out, unsigned value, int size) {
  for (int i = size; i-- > 0; value /= 10) out[i] = static_cast<char>('0' + value % 10);
  return out + size;
}

char* put_date(char* out, std::chrono::sys_days day) {
  const std::chrono::year_month_day date(day);
  const auto year = static_cast<unsigned>(static_cast<int>(date.year()));
  out = put_digits(out, year, year > 9999 ? 5 : 4);  // the end of the last year is the start of 10000
  *out++ = '-';
  out = put_digits(out, static_cast<unsigned>(date.month()), 2);
  *out++ = '-';
  return put_digits(out, static_cast<unsigned>(date.day()), 2);
}

char* put_clock(char* out, std::int64_t rest) {
  *out++ = 'T';
  out = put_digits(out, static_cast<unsigned>(rest / kMicrosPerHour), 2);
  *out++ = ':';
  out = put_digits(out, static_cast<unsigned>(rest / kMicrosPerMinute % 60), 2);
  *out++ = ':';
  return put_digits(out, static_cast<unsigned>(rest / kMicrosPerSecond % 60), 2);
}

// ".5" for half a second in microseconds; nothing for 0.
std::string decimals_text(std::uint64_t micros) {
  if (micros == 0) return "";
  std::string out = std::to_string(1'000'000 + micros);
  out.front() = '.';
  out.erase(out.find_last_not_of('0') + 1);
  return out;
}

}  // namespace

// From 1901 to 2099 every fourth year is a leap year; other years are left to parse_time.
std::int64_t parse_utc_second(const char* text) {
  if constexpr (std::endian::native != std::endian::little) return kNoTime;
  const std::uint64_t date = apart(text, "0000-00-");
  const std::uint64_t middle = apart(text + 8, "00T00:00");
  const std::uint64_t end = apart(text + 12, "0:00:00Z");
  const std::uint64_t odd = beyond(date, "\x9\x9\x9\x9\0\x9\x9\0") | beyond(middle, "\x9\x9\0\x9\x9\0\x9\x9") |
                            beyond(end, "\x9\0\x9\x9\0\x9\x9\0");
  const std::uint64_t calendar = pairs(date);
  const std::uint64_t clock = pairs(middle);
  const std::uint64_t seconds_pair = pairs(end);
  // High bits as above: of a month beyond 12, an hour beyond 23, a minute or second beyond 59.
  const std::uint64_t late = (calendar + (std::uint64_t{127 - 12} << 40U)) |
                             (clock + (std::uint64_t{127 - 23} << 24U) + (std::uint64_t{127 - 59} << 48U)) |
                             (seconds_pair + (std::uint64_t{127 - 59} << 40U));
  const unsigned year = byte_of(calendar, 0) * 100 + byte_of(calendar, 2);
  const unsigned month = byte_of(calendar, 5);
  const unsigned day = byte_of(clock, 0);
  const unsigned leap = year % 4 == 0 ? 1 : 0;
  const Month of_year = kMonths[month & 15U];
  const unsigned days = of_year.days + (month == 2 ? leap : 0);
  // One question, since the answer is nearly always the same.
  if ((((odd | late) & kHighBits) != 0) | (year - 1901 > 198) | (day - 1 >= days)) return kNoTime;
  const unsigned passed = (year - 1901) * 365 + (year - 1901) / 4 + of_year.days_before + (month > 2 ? leap : 0) + day;
  constexpr std::int64_t kUntil1970 = 25'203;
  const std::int64_t seconds = (static_cast<std::int64_t>(passed) - kUntil1970) * 86'400 + byte_of(clock, 3) * 3600 +
                               byte_of(clock, 6) * 60 + byte_of(seconds_pair, 5);
  return seconds * kMicrosPerSecond;
}

std::optional<ParsedTime> parse_time(std::string_view text) {
  if (text.size() == 20) {
    const std::int64_t micros = parse_utc_second(text.data());
    if (micros != kNoTime) return ParsedTime{micros, false};
  }
  Scanner in(text);
  TimeFields fields;
  if (!scan_date(in, fields)) return std::nullopt;
  const bool date_only = in.at_end();
  if (!date_only) {
    if (!in.take('T') && !in.take('t') && !in.take(' ')) return std::nullopt;
    if (!scan_time_of_day(in, fields) || !in.at_end()) return std::nullopt;
  }
  const auto micros = instant(fields);
  if (!micros) return std::nullopt;
  return ParsedTime{*micros, date_only};
}

void append_time(std::string& out, std::int64_t micros) {
  const auto [day, rest] = split(micros);
  std::array<char, 32> text{};
  const char* const end = put_clock(put_date(text.data(), day), rest);
  out.append(text.data(), static_cast<std::size_t>(end - text.data()));
  if (rest % kMicrosPerSecond != 0) out += decimals_text(static_cast<std::uint64_t>(rest % kMicrosPerSecond));
  out += 'Z';
}

std::string time_text(std::int64_t micros) {
  std::string out;
  append_time(out, micros);
  return out;
}

std::string date_or_time_text(std::int64_t micros) {
  const auto [day, rest] = split(micros);
  if (rest != 0) return time_text(micros);
  std::array<char, 16> text{};
  const char* const end = put_date(text.data(), day);
  return {text.data(), static_cast<std::size_t>(end - text.data())};
}

std::string duration_text(std::int64_t micros) {
  struct Unit {
    std::uint64_t size;
    std::string_view name;
  };
  static constexpr Unit kUnits[] = {
      {kMicrosPerWeek, " week"}, {kMicrosPerDay, " day"}, {kMicrosPerHour, " hour"}, {kMicrosPerMinute, " minute"}};
  if (micros == 0) return "0 days";
  const std::string sign = micros < 0 ? "-" : "";
  const std::uint64_t size = micros < 0 ? 0 - static_cast<std::uint64_t>(micros) : static_cast<std::uint64_t>(micros);
  for (const Unit& unit : kUnits) {
    if (size % unit.size != 0) continue;
    const std::uint64_t count = size / unit.size;
    return sign + std::to_string(count) + std::string(unit.name) + (count == 1 ? "" : "s");
  }
  const std::string seconds = std::to_string(size / kMicrosPerSecond) + decimals_text(size % kMicrosPerSecond);
  return sign + seconds + (seconds == "1" ? " second" : " seconds");
}

}  // namespace rubric::base
