// Text and the built-ins, for the reference evaluator. Texts are taken apart into code points wherever
// that is the plain way to say it.
#include <md5.h>
#include <re2/re2.h>
#include <utf8proc.h>

#include <algorithm>
#include <cmath>
#include <map>

#include "support/reference_rules.hpp"

namespace rubric::test::rules {

namespace {

using Points32 = std::vector<utf8proc_int32_t>;

Points32 code_points(const std::string& text) {
  Points32 out;
  std::size_t at = 0;
  while (at < text.size()) {
    utf8proc_int32_t c = 0;
    at += static_cast<std::size_t>(utf8proc_iterate(reinterpret_cast<const utf8proc_uint8_t*>(text.data()) + at,
                                                    static_cast<utf8proc_ssize_t>(text.size() - at), &c));
    out.push_back(c);
  }
  return out;
}

std::string text_from(const Points32& points) {
  std::string out;
  for (const utf8proc_int32_t c : points) {
    utf8proc_uint8_t bytes[4];
    const auto size = utf8proc_encode_char(c, bytes);
    out.append(reinterpret_cast<const char*>(bytes), static_cast<std::size_t>(size));
  }
  return out;
}

// Where the full folding is one code point it is the simple one; where it is several, the simple one is
// the small letter, if there is one. The dotted capital I has none in the common mapping.
utf8proc_int32_t folded(utf8proc_int32_t c) {
  utf8proc_int32_t out[8];
  int boundary = 0;
  const auto n = utf8proc_decompose_char(c, out, 8, UTF8PROC_CASEFOLD, &boundary);
  if (n == 1) return out[0];
  return c == 0x130 ? c : utf8proc_tolower(c);
}

// utf8proc makes a capital of the sharp s, for which UnicodeData.txt has none.
utf8proc_int32_t upper(utf8proc_int32_t c) {
  return c == 0xDF ? c : utf8proc_toupper(c);
}

template <typename Map>
std::string mapped(const std::string& text, Map map) {
  Points32 points = code_points(text);
  for (utf8proc_int32_t& c : points) c = map(c);
  return text_from(points);
}

enum class Sort { letter, mark, other };

Sort sort_of(utf8proc_int32_t c) {
  const auto category = utf8proc_category(c);
  if (category >= UTF8PROC_CATEGORY_LU && category <= UTF8PROC_CATEGORY_LO) return Sort::letter;
  if (category == UTF8PROC_CATEGORY_ND) return Sort::letter;
  return category >= UTF8PROC_CATEGORY_MN && category <= UTF8PROC_CATEGORY_ME ? Sort::mark : Sort::other;
}

std::vector<Points32> words(const std::string& text) {
  std::vector<Points32> out;
  bool inside = false;
  for (const utf8proc_int32_t c : code_points(text)) {
    const Sort sort = sort_of(c);
    if (sort == Sort::letter && !inside) out.emplace_back();
    inside = sort == Sort::letter || (sort == Sort::mark && inside);
    if (inside) out.back().push_back(c);
  }
  return out;
}

bool is_blank(utf8proc_int32_t c) {
  return c == ' ' || (c >= '\t' && c <= '\r') || c == 0xA0;
}

std::string trimmed(const std::string& text) {
  Points32 points = code_points(text);
  while (!points.empty() && is_blank(points.back())) points.pop_back();
  while (!points.empty() && is_blank(points.front())) points.erase(points.begin());
  return text_from(points);
}

std::string replaced(const std::string& text, const std::string& what, const std::string& with) {
  if (what.empty()) return text;
  std::string out;
  for (std::size_t at = 0; at < text.size();) {
    if (text.compare(at, what.size(), what) == 0) {
      out += with;
      at += what.size();
    } else {
      out += text[at++];
    }
  }
  return out;
}

Value piece(const std::string& text, const std::string& separator, double n) {
  std::vector<std::string> pieces(1);
  for (std::size_t at = 0; at < text.size();) {
    if (!separator.empty() && text.compare(at, separator.size(), separator) == 0) {
      pieces.emplace_back();
      at += separator.size();
    } else {
      pieces.back() += text[at++];
    }
  }
  const auto count = static_cast<double>(pieces.size());
  if (n < 0) n = count + 1 + n;
  if (n != std::floor(n) || n < 1 || n > count) return Missing{};
  const std::string& found = pieces[static_cast<std::size_t>(n) - 1];
  return found.empty() ? Value(Missing{}) : Value(found);
}

Value number_of_text(const std::string& text) {
  static const RE2 kNumber(R"([+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?)");
  const std::string inner = trimmed(text);
  if (!RE2::FullMatch(inner, kNumber)) return Missing{};
  const double n = std::strtod(inner.c_str(), nullptr);
  if (!std::isfinite(n)) return Missing{};
  if (inner.find_first_of(".eE") == std::string::npos) {
    // Whole numbers must come out as they were written.
    const std::string digits = inner.substr(inner.find_first_not_of("+-"));
    const std::string plain = digits.substr(std::min(digits.find_first_not_of('0'), digits.size() - 1));
    char back[400];
    std::snprintf(back, sizeof back, "%.0f", std::abs(n));
    if (plain != back) return Missing{};
  }
  return number(n);
}

Value text_of_number(double n) {
  if (n != std::floor(n) || std::abs(n) >= 1e15) return Missing{};
  char out[32];
  std::snprintf(out, sizeof out, "%.0f", n);
  return std::string(out);
}

Value bucket(const std::string& text, const std::string& salt, double n) {
  if (n != std::floor(n) || n < 1 || n > 4294967296.0) return Missing{};
  const std::string all = salt + ":" + text;
  char hex[MD5_DIGEST_STRING_LENGTH];
  MD5Data(reinterpret_cast<const std::uint8_t*>(all.data()), all.size(), hex);
  return std::fmod(static_cast<double>(std::stoul(std::string(hex, 8), nullptr, 16)), n);
}

const RE2& compiled(const data::PatternSource& pattern) {
  static std::map<data::PatternSource, std::unique_ptr<RE2>> known;
  auto& entry = known[pattern];
  if (!entry) {
    RE2::Options options;
    options.set_case_sensitive(pattern.flags.find('i') == std::string::npos);
    options.set_dot_nl(pattern.flags.find('s') != std::string::npos);
    const bool lines = pattern.flags.find('m') != std::string::npos;
    entry = std::make_unique<RE2>((lines ? "(?m)" : "") + pattern.pattern, options);
  }
  return *entry;
}

Value smallest(const std::vector<Value>& values) {
  return *std::min_element(values.begin(), values.end());
}

Value largest(const std::vector<Value>& values) {
  return *std::max_element(values.begin(), values.end());
}

}  // namespace

std::string fold(const std::string& text) {
  return mapped(text, folded);
}

bool test_text(data::TextTest test, const std::string& text, const std::string& what) {
  switch (test) {
    case data::TextTest::contains: return text.find(what) != std::string::npos;
    case data::TextTest::starts_with: return text.compare(0, what.size(), what) == 0;
    case data::TextTest::ends_with:
      return text.size() >= what.size() && text.compare(text.size() - what.size(), what.size(), what) == 0;
    case data::TextTest::contains_word: {
      const auto all = words(text);
      const auto row = words(what);
      return !row.empty() && std::search(all.begin(), all.end(), row.begin(), row.end()) != all.end();
    }
  }
  return false;
}

bool matches(const data::PatternSource& pattern, const std::string& text) {
  return RE2::PartialMatch(text, compiled(pattern));
}

Value call(builtins::Builtin id, const std::vector<Value>& a) {
  using builtins::Builtin;
  const auto text = [&](std::size_t i) -> const std::string& { return a[i].as<std::string>(); };
  const auto n = [&](std::size_t i) { return a[i].as<double>(); };
  const auto start = [&](data::CalendarUnit unit) { return start_of(a[0].as<Time>(), unit); };
  switch (id) {
    case Builtin::lower: return mapped(text(0), utf8proc_tolower);
    case Builtin::upper: return mapped(text(0), upper);
    case Builtin::trim: return trimmed(text(0));
    case Builtin::length: return static_cast<double>(code_points(text(0)).size());
    case Builtin::replace: return replaced(text(0), text(1), text(2));
    case Builtin::split_part: return piece(text(0), text(1), n(2));
    case Builtin::abs_number: return n(0) < 0 ? -n(0) : n(0);
    case Builtin::abs_duration: return a[0].as<Duration>().micros < 0 ? Duration{-a[0].as<Duration>().micros} : a[0];
    case Builtin::round: return number(std::round(n(0)));
    case Builtin::floor: return number(std::floor(n(0)));
    case Builtin::ceil: return number(std::ceil(n(0)));
    case Builtin::min_number:
    case Builtin::min_time:
    case Builtin::min_duration: return smallest(a);
    case Builtin::max_number:
    case Builtin::max_time:
    case Builtin::max_duration: return largest(a);
    case Builtin::clamp: return n(0) < n(1) ? n(1) : n(0) > n(2) ? n(2) : n(0);
    case Builtin::week_day: return week_day(a[0].as<Time>());
    case Builtin::hour_of: return hour_of(a[0].as<Time>());
    case Builtin::start_of_day: return start(data::CalendarUnit::day);
    case Builtin::start_of_week: return start(data::CalendarUnit::week);
    case Builtin::start_of_month: return start(data::CalendarUnit::month);
    case Builtin::start_of_quarter: return start(data::CalendarUnit::quarter);
    case Builtin::start_of_year: return start(data::CalendarUnit::year);
    case Builtin::number_of_text: return number_of_text(text(0));
    case Builtin::text_of_number: return text_of_number(n(0));
    case Builtin::time_of_text: return time_of_text(text(0));
    case Builtin::bucket: return bucket(text(0), text(1), n(2));
  }
  return Missing{};
}

}  // namespace rubric::test::rules
