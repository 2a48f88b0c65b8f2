#include "records/csv_quick.hpp"

#include <algorithm>
#include <bit>

#if defined(__x86_64__)
#include <immintrin.h>
#endif

namespace rubric::records {

namespace {

// Bit i speaks of byte i.
struct Marks {
  std::uint64_t delimiters = 0;
  std::uint64_t quotes = 0;
  std::uint64_t lines = 0;  // CR and LF
};

#if defined(__x86_64__)
// Processors of the last ten years.
#define RUBRIC_WIDE [[gnu::target("avx2,bmi,bmi2,popcnt")]]

RUBRIC_WIDE inline Marks wide_marks(const char* bytes, char delimiter) {
  Marks out;
  for (unsigned half = 0; half < 2; ++half) {
    const __m256i seen = _mm256_loadu_si256(reinterpret_cast<const __m256i*>(bytes + 32 * half));
    const __m256i lines = _mm256_or_si256(_mm256_cmpeq_epi8(seen, _mm256_set1_epi8('\n')),
                                          _mm256_cmpeq_epi8(seen, _mm256_set1_epi8('\r')));
    const __m256i delimiters = _mm256_cmpeq_epi8(seen, _mm256_set1_epi8(delimiter));
    const __m256i quotes = _mm256_cmpeq_epi8(seen, _mm256_set1_epi8('"'));
    out.delimiters |= std::uint64_t{static_cast<std::uint32_t>(_mm256_movemask_epi8(delimiters))} << (32 * half);
    out.quotes |= std::uint64_t{static_cast<std::uint32_t>(_mm256_movemask_epi8(quotes))} << (32 * half);
    out.lines |= std::uint64_t{static_cast<std::uint32_t>(_mm256_movemask_epi8(lines))} << (32 * half);
  }
  return out;
}

inline Marks marks(const char* bytes, char delimiter) {
  Marks out;
  for (unsigned part = 0; part < 4; ++part) {
    const __m128i seen = _mm_loadu_si128(reinterpret_cast<const __m128i*>(bytes + 16 * part));
    const auto bits = [part](__m128i found) {
      return std::uint64_t{static_cast<std::uint32_t>(_mm_movemask_epi8(found))} << (16 * part);
    };
    const auto are = [seen](char c) { return _mm_cmpeq_epi8(seen, _mm_set1_epi8(c)); };
    out.delimiters |= bits(are(delimiter));
    out.quotes |= bits(are('"'));
    out.lines |= bits(_mm_or_si128(are('\n'), are('\r')));
  }
  return out;
}
#else
inline Marks marks(const char* bytes, char delimiter) {
  Marks out;
  for (unsigned i = 0; i < 64; ++i) {
    const char c = bytes[i];
    out.delimiters |= std::uint64_t{c == delimiter} << i;
    out.quotes |= std::uint64_t{c == '"'} << i;
    out.lines |= std::uint64_t{c == '\n' || c == '\r'} << i;
  }
  return out;
}
#endif

// The bits below the lowest one that is set; all where none is.
constexpr std::uint64_t below(std::uint64_t bits) {
  return (bits & (~bits + 1)) - 1;
}

[[gnu::always_inline]] inline std::uint32_t place(std::size_t from, std::uint64_t bits) {
  return static_cast<std::uint32_t>(from) + static_cast<std::uint32_t>(std::countr_zero(bits));
}

// What is known of the quotes before the 64 bytes at hand.
struct Quotes {
  std::uint64_t inside = 0;     // all bits or none: a quote is open
  std::uint64_t closed = 0;     // lowest bit: the byte before closed one
  std::uint64_t separated = 1;  // lowest bit: a field begins here

  // Takes what stands within quotes out of the marks. False where a quote is not the first or the last byte of a
  // field, nor one of two within quotes, or where a line ends within quotes.
  [[gnu::always_inline]] inline bool take(Marks& marks) {
    if ((marks.quotes | inside | closed) == 0) {
      separated = marks.delimiters >> 63U;
      return true;
    }
    std::uint64_t within = marks.quotes;
    for (unsigned by = 1; by < 64; by *= 2) within ^= within << by;
    within ^= inside;
    const std::uint64_t row = below(marks.lines & ~within);
    const std::uint64_t opening = marks.quotes & within;
    const std::uint64_t closing = marks.quotes & ~within;
    const std::uint64_t between = (marks.delimiters | marks.lines) & ~within;
    const std::uint64_t behind = (closing << 1U) | closed;
    const std::uint64_t odd =
        (opening & ~((between << 1U) | separated | behind)) | (behind & ~(between | opening)) | (marks.lines & within);
    // Of a byte behind the row only the first one matters: a quote may be closed right before the line end.
    if ((odd & (row | (row + 1))) != 0) return false;
    marks.delimiters &= ~within;
    marks.lines &= ~within;
    inside = std::uint64_t{0} - (within >> 63U);
    closed = closing >> 63U;
    separated = between >> 63U;
    return true;
  }
};

}  // namespace

struct CsvQuick::Scan {
  template <Marks (*kMarks)(const char*, char)>
  [[gnu::always_inline]] static inline bool row(CsvQuick& to, const char* row, std::size_t most) {
    const std::size_t width = to.width_;
    std::uint32_t* const ends = to.ends_.data() + 1;
    std::size_t count = 0;
    Quotes quotes;
    for (std::size_t from = 0; from < most; from += 64) {
      Marks marks = kMarks(row + from, to.delimiter_);
      if (!quotes.take(marks)) return false;
      std::uint64_t left = marks.delimiters & below(marks.lines);
      for (; left != 0; left &= left - 1) ends[count++] = place(from, left);
      if (count >= width) return false;
      if (marks.lines == 0) continue;
      const std::uint32_t end = place(from, marks.lines);
      ends[count] = end;
      return count + 1 == width && end > 0 && end < most;
    }
    return false;
  }

  static bool plain(CsvQuick& to, const char* row, std::size_t most) { return Scan::row<marks>(to, row, most); }
#if defined(__x86_64__)
  RUBRIC_WIDE static bool wide(CsvQuick& to, const char* row, std::size_t most) {
    return Scan::row<wide_marks>(to, row, most);
  }
#endif
  static Read best() {
#if defined(__x86_64__)
    const bool wide_enough = __builtin_cpu_supports("avx2") != 0 && __builtin_cpu_supports("bmi") != 0 &&
                             __builtin_cpu_supports("bmi2") != 0 && __builtin_cpu_supports("popcnt") != 0;
    if (wide_enough) return wide;
#endif
    return plain;
  }
};

// Room for 64 ends more: whether they are too many is asked once for so many bytes.
CsvQuick::CsvQuick(char delimiter, std::size_t width, bool wide)
    : delimiter_(delimiter), width_(width), ends_(width + 65), read_(wide ? Scan::best() : Scan::plain) {
  ends_[0] = static_cast<std::uint32_t>(-1);
}

}  // namespace rubric::records
