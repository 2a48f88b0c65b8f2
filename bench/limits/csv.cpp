// The limit of CSV: the places of all separators outside quotes first, 64 bytes at a time, then only the wanted
// columns are cut out. It takes one liberty: a quoted text holds no line end, as in the files of the generator.
#include <charconv>
#include <cmath>

#include "lead_text.hpp"
#include "limits/blocks.hpp"
#include "limits/limits.hpp"
#include "limits/scoring.hpp"

#if defined(__x86_64__)
#include <immintrin.h>
#endif

namespace rubric::bench::limits {

namespace {

// The columns of append_csv_heading, which `csv` holds against the file.
constexpr std::size_t kId = 0;
constexpr std::size_t kCreatedAt = 1;
constexpr std::size_t kTexts = 2;
constexpr std::size_t kNumbers = kTexts + kTextFields;
constexpr std::size_t kColumns = kNumbers + kNumberFields;

struct Marks {
  std::uint64_t quotes;
  std::uint64_t separators;
};

#if defined(__x86_64__)
[[gnu::target("avx2")]] Marks marks_wide(const char* bytes) {
  Marks out{0, 0};
  for (unsigned half = 0; half < 2; ++half) {
    const __m256i block = _mm256_loadu_si256(reinterpret_cast<const __m256i*>(bytes + half * 32));
    const auto mask = [&](char c) __attribute__((target("avx2"))) {
      const auto bits = static_cast<std::uint32_t>(_mm256_movemask_epi8(_mm256_cmpeq_epi8(block, _mm256_set1_epi8(c))));
      return std::uint64_t{bits} << (half * 32);
    };
    out.quotes |= mask('"');
    out.separators |= mask(',') | mask('\n');
  }
  return out;
}

Marks marks_narrow(const char* bytes) {
  Marks out{0, 0};
  for (unsigned quarter = 0; quarter < 4; ++quarter) {
    const __m128i block = _mm_loadu_si128(reinterpret_cast<const __m128i*>(bytes + quarter * 16));
    const auto mask = [&](char c) {
      const auto bits = static_cast<std::uint32_t>(_mm_movemask_epi8(_mm_cmpeq_epi8(block, _mm_set1_epi8(c))));
      return std::uint64_t{bits} << (quarter * 16);
    };
    out.quotes |= mask('"');
    out.separators |= mask(',') | mask('\n');
  }
  return out;
}
#else
Marks marks_narrow(const char* bytes) {
  Marks out{0, 0};
  for (unsigned i = 0; i < 64; ++i) {
    out.quotes |= std::uint64_t{bytes[i] == '"'} << i;
    out.separators |= std::uint64_t{bytes[i] == ',' || bytes[i] == '\n'} << i;
  }
  return out;
}
#endif

// Bit i becomes the parity of the bits up to it: inside quotes or not.
std::uint64_t parities(std::uint64_t bits) {
  for (unsigned by = 1; by < 64; by *= 2) bits ^= bits << by;
  return bits;
}

template <Marks (*kMarks)(const char*)>
[[gnu::always_inline]] inline std::size_t find_with(std::string_view bytes, std::vector<std::uint32_t>& places) {
  std::uint32_t* out = places.data();
  std::uint64_t inside = 0;
  for (std::size_t at = 0; at < bytes.size(); at += 64) {
    const Marks marks = kMarks(bytes.data() + at);
    const std::uint64_t quoted = parities(marks.quotes) ^ inside;
    inside = (quoted >> 63U) != 0 ? ~std::uint64_t{0} : 0;
    std::uint64_t left = marks.separators & ~quoted;
    if (bytes.size() - at < 64) left &= (std::uint64_t{1} << (bytes.size() - at)) - 1;
    for (; left != 0; left &= left - 1)
      *out++ = static_cast<std::uint32_t>(at + static_cast<std::size_t>(__builtin_ctzll(left)));
  }
  return static_cast<std::size_t>(out - places.data());
}

#if defined(__x86_64__)
[[gnu::target("avx2,bmi")]] std::size_t find_wide(std::string_view bytes, std::vector<std::uint32_t>& places) {
  return find_with<marks_wide>(bytes, places);
}
#endif

std::size_t find_separators(std::string_view bytes, std::vector<std::uint32_t>& places) {
  if (places.size() < bytes.size() + 64) places.resize(bytes.size() + 64);
#if defined(__x86_64__)
  static const bool kWide = __builtin_cpu_supports("avx2") != 0 && __builtin_cpu_supports("bmi") != 0;
  if (kWide) return find_wide(bytes, places);
#endif
  return find_with<marks_narrow>(bytes, places);
}

// One row: its columns lie between the separators.
class Row {
 public:
  Row(const char* bytes, std::uint32_t begin, const std::uint32_t* ends) : bytes_(bytes), begin_(begin), ends_(ends) {}

  [[nodiscard]] std::string_view raw(std::size_t column) const {
    const std::uint32_t from = column == 0 ? begin_ : ends_[column - 1] + 1;
    return {bytes_ + from, ends_[column] - from};
  }
  /// Missing when empty. `room` holds the text if it has quotes within quotes.
  [[nodiscard]] std::string_view text(std::size_t column, std::string& room) const {
    const std::string_view out = raw(column);
    if (out.empty()) return {};
    if (out[0] != '"') return out;
    room.clear();
    for (std::size_t i = 1; i + 1 < out.size(); ++i) {
      room += out[i];
      if (out[i] == '"') ++i;
    }
    return room;
  }
  [[nodiscard]] double number(std::size_t column) const {
    const std::string_view digits = raw(column);
    if (digits.empty()) return std::nan("");
    std::int64_t whole = 0;
    for (const char c : digits) {
      if (c < '0' || c > '9') return slow_number(digits);
      whole = whole * 10 + (c - '0');
    }
    return static_cast<double>(whole);
  }

 private:
  static double slow_number(std::string_view digits) {
    double out = 0;
    const auto [end, fault] = std::from_chars(digits.data(), digits.data() + digits.size(), out);
    return fault == std::errc() && end == digits.data() + digits.size() ? out : std::nan("");
  }

  const char* bytes_;
  std::uint32_t begin_;
  const std::uint32_t* ends_;
};

Verdict decide_w1(const Row& row, std::string& room) {
  const double score = row.number(kNumbers + kScore);
  const double employees = row.number(kNumbers + kEmployees);
  if (score < 60 || employees < 50 || employees > 5000) return {false, false};
  return w1(score, employees, row.text(kTexts + kIndustry, room), true);
}

Verdict decide_w2(const Row& row, std::array<std::string, kTextFields>& rooms, Answer& out) {
  std::array<std::string_view, kTextFields> texts;
  std::array<double, kNumberFields> numbers;
  for (std::size_t i = 0; i < kTextFields; ++i) texts[i] = row.text(kTexts + i, rooms[i]);
  for (std::size_t i = kEmployees; i < kNumberFields; ++i) numbers[i] = row.number(kNumbers + i);
  const int points = w2(texts, numbers, row.raw(kCreatedAt) >= kRecentText);
  out.points += points;
  return {points >= kThreshold, points >= kThreshold};
}

void check_ends(const std::string_view bytes, const std::uint32_t* ends) {
  if (bytes[ends[kColumns - 1]] != '\n') throw std::runtime_error("a row with another number of columns");
}

template <Workload kWhich>
Answer read(const std::string& path) {
  Answer out;
  Blocks blocks(path);
  std::vector<std::uint32_t> places;
  std::array<std::string, kTextFields> rooms;
  std::string heading;
  append_csv_heading(heading);
  bool first = true;
  for (std::string_view bytes = blocks.next(); !bytes.empty(); bytes = blocks.next()) {
    if (first && !bytes.starts_with(heading)) throw std::runtime_error("another heading");
    if (first) bytes.remove_prefix(heading.size());
    first = false;
    const std::size_t rows = find_separators(bytes, places) / kColumns;
    std::uint32_t begin = 0;
    for (std::size_t r = 0; r < rows; ++r) {
      const std::uint32_t* const ends = places.data() + r * kColumns;
      check_ends(bytes, ends);
      const Row row(bytes.data(), begin, ends);
      begin = ends[kColumns - 1] + 1;
      if (row.raw(kId).empty()) throw std::runtime_error("a record without `id`");
      const Verdict v = kWhich == Workload::w1 ? decide_w1(row, rooms[0]) : decide_w2(row, rooms, out);
      out.yes += v.yes ? 1 : 0;
      out.unknown += v.maybe && !v.yes ? 1 : 0;
    }
    out.leads += rows;
  }
  out.no = out.leads - out.yes - out.unknown;
  return out;
}

}  // namespace

Answer csv(Workload workload, const std::string& path) {
  return workload == Workload::w1 ? read<Workload::w1>(path) : read<Workload::w2>(path);
}

}  // namespace rubric::bench::limits
