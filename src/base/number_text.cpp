// Decimal text <-> binary64, by <charconv>: exact, and deaf to the locale. What is added here is the
// language's own rules: which spellings count, and that whole numbers are never rounded in silence.
#include "base/number_text.hpp"

#include <algorithm>
#include <charconv>
#include <cmath>

namespace rubric::base {

namespace {

struct Spelling {
  std::string_view whole;     // digits before the point
  std::string_view fraction;  // digits after it
  std::string_view exponent;  // with its sign; empty without 'e'
  bool has_point = false;
  bool valid = false;
};

std::string_view take_digits(std::string_view& rest) {
  const auto end = std::find_if_not(rest.begin(), rest.end(), [](char c) { return c >= '0' && c <= '9'; });
  const auto size = static_cast<std::size_t>(end - rest.begin());
  const std::string_view digits = rest.substr(0, size);
  rest.remove_prefix(size);
  return digits;
}

bool is_sign(char c) {
  return c == '+' || c == '-';
}

// `text` without its sign.
Spelling spell(std::string_view text) {
  Spelling out;
  out.whole = take_digits(text);
  if (!text.empty() && text.front() == '.') {
    out.has_point = true;
    text.remove_prefix(1);
    out.fraction = take_digits(text);
  }
  if (out.whole.empty() && out.fraction.empty()) return out;
  if (!text.empty() && (text.front() == 'e' || text.front() == 'E')) {
    text.remove_prefix(1);
    const char* begin = text.data();
    if (!text.empty() && is_sign(text.front())) text.remove_prefix(1);
    const std::string_view digits = take_digits(text);
    if (digits.empty()) return out;
    out.exponent = {begin, static_cast<std::size_t>(digits.data() + digits.size() - begin)};
  }
  out.valid = text.empty();
  return out;
}

std::string_view without_leading_zeros(std::string_view digits) {
  digits.remove_prefix(std::min(digits.find_first_not_of('0'), digits.size()));
  return digits;
}

// The exponent as a number, held where no text of bearable size can bring it back into range.
std::int64_t exponent_of(std::string_view exponent) {
  constexpr std::int64_t kFar = 1'000'000'000'000;
  if (exponent.empty()) return 0;
  const bool negative = exponent.front() == '-';
  if (is_sign(exponent.front())) exponent.remove_prefix(1);
  std::int64_t value = 0;
  for (const char c : exponent) value = std::min(value * 10 + (c - '0'), kFar);
  return negative ? -value : value;
}

// Written anew as DIGITS e EXPONENT with no zeros in front: <charconv> is allowed to give up on
// exponents and runs of zeros that cancel out, and does not say by its error whether a number was
// too large or too small.
struct Scaled {
  std::string digits;
  std::int64_t exponent = 0;  // of the unit of the last digit

  // The power of ten of the first digit.
  [[nodiscard]] std::int64_t magnitude() const { return exponent + static_cast<std::int64_t>(digits.size()) - 1; }
};

// Past 800 digits only whether anything but zeros follows can matter: binary64 needs at most 768 to
// decide how to round.
void shorten(Scaled& s) {
  constexpr std::size_t kEnough = 800;
  if (s.digits.size() <= kEnough + 1) return;
  const bool more = s.digits.find_first_not_of('0', kEnough) != std::string::npos;
  s.exponent += static_cast<std::int64_t>(s.digits.size() - kEnough) - 1;
  s.digits.resize(kEnough);
  s.digits += more ? '1' : '0';
}

Scaled scale(const Spelling& s) {
  Scaled out;
  out.digits.reserve(s.whole.size() + s.fraction.size() + 24);
  out.digits += without_leading_zeros(s.whole);
  out.digits += out.digits.empty() ? without_leading_zeros(s.fraction) : s.fraction;
  out.exponent = exponent_of(s.exponent) - static_cast<std::int64_t>(s.fraction.size());
  shorten(out);
  return out;
}

// Reads digits that are not all zero.
ParsedNumber read(Scaled scaled) {
  if (scaled.magnitude() > 308) return {0, NumberFault::too_large};
  if (scaled.magnitude() < -400) return {};
  scaled.digits += 'e';
  scaled.digits += std::to_string(scaled.exponent);
  ParsedNumber out;
  const char* begin = scaled.digits.data();
  const auto result = std::from_chars(begin, begin + scaled.digits.size(), out.value);
  const bool out_of_range = result.ec == std::errc::result_out_of_range || std::isinf(out.value);
  if (!out_of_range) return out;
  return scaled.magnitude() > 0 ? ParsedNumber{0, NumberFault::too_large} : ParsedNumber{};
}

// Whether these digits, without zeros in front, are all the digits of the value.
bool says_exactly(std::string_view digits, double value) {
  constexpr std::size_t kAlwaysExact = 15;
  if (digits.size() <= kAlwaysExact) return true;
  char exact[320];
  const auto end = std::to_chars(exact, exact + sizeof exact, value, std::chars_format::fixed, 0);
  return digits == std::string_view(exact, static_cast<std::size_t>(end.ptr - exact));
}

}  // namespace

ParsedNumber parse_number(std::string_view text) {
  const bool negative = !text.empty() && text.front() == '-';
  if (!text.empty() && is_sign(text.front())) text.remove_prefix(1);
  const Spelling spelling = spell(text);
  if (!spelling.valid) return {0, NumberFault::not_a_number};
  Scaled scaled = scale(spelling);
  if (scaled.digits.find_first_not_of('0') == std::string::npos) return {};
  ParsedNumber out = read(std::move(scaled));
  const bool whole = !spelling.has_point && spelling.exponent.empty();
  if (whole && out.fault == NumberFault::none && !says_exactly(without_leading_zeros(spelling.whole), out.value)) {
    out.fault = NumberFault::inexact;
  }
  if (negative && out.value != 0) out.value = -out.value;
  return out;
}

// Most numbers are whole and small, and those need no search for the shortest text.
void append_number(std::string& out, double value) {
  constexpr double kSmall = 1e15;
  char text[64];
  char* const limit = text + sizeof text;
  const double size = std::abs(value);
  const auto put = [&](std::to_chars_result result) { out.append(text, static_cast<std::size_t>(result.ptr - text)); };
  if (size < kSmall) {
    const auto whole = static_cast<std::int64_t>(value);
    if (static_cast<double>(whole) == value) return put(std::to_chars(text, limit, whole));
  }
  // All digits, also past 2^53: the text then says the number exactly and can be read back.
  if (size < 1e21 && size == std::floor(size)) {
    return put(std::to_chars(text, limit, value, std::chars_format::fixed, 0));
  }
  if (size >= 1e-6 && size < 1e21) return put(std::to_chars(text, limit, value, std::chars_format::fixed));
  const std::size_t from = out.size();
  put(std::to_chars(text, limit, value, std::chars_format::scientific));
  // <charconv> writes at least two digits of exponent, JavaScript does not.
  const std::size_t e = out.find('e', from);
  if (e != std::string::npos && out[e + 2] == '0') out.erase(e + 2, 1);
}

std::string number_text(double value) {
  std::string out;
  append_number(out, value);
  return out;
}

}  // namespace rubric::base
