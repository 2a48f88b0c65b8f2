#include "records/csv_quick.hpp"

#include <algorithm>
#include <array>
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
  std::uint64_t line_feeds = 0;
  std::uint64_t returns = 0;

  [[gnu::always_inline]] inline void keep(std::uint64_t bits) {
    delimiters &= bits;
    quotes &= bits;
    line_feeds &= bits;
    returns &= bits;
  }
};

// Sets out where the bits of 64 bytes stand, one behind the other; up to the 64th entry there may be garbage behind.
using Place = void (*)(std::uint32_t*, std::uint32_t, std::uint64_t, std::size_t);

[[gnu::always_inline]] inline void place(std::uint32_t* out, std::uint32_t from, std::uint64_t bits,
                                         std::size_t count) {
  for (std::size_t i = 0; i < count; ++i, bits &= bits - 1)
    out[i] = from + static_cast<std::uint32_t>(std::countr_zero(bits));
}

#if defined(__x86_64__)
// Processors of the last ten years.
#define RUBRIC_WIDE [[gnu::target("avx2,bmi,bmi2,popcnt")]]
// And some of the last five.
#define RUBRIC_WIDEST [[gnu::target("avx512f,avx512bw,avx512vl,avx512vbmi2,avx2,bmi,bmi2,popcnt")]]

RUBRIC_WIDEST inline Marks widest_marks(const char* bytes, char delimiter) {
  const __m512i seen = _mm512_loadu_si512(bytes);
  Marks out;
  out.delimiters = _mm512_cmpeq_epi8_mask(seen, _mm512_set1_epi8(delimiter));
  out.quotes = _mm512_cmpeq_epi8_mask(seen, _mm512_set1_epi8('"'));
  out.line_feeds = _mm512_cmpeq_epi8_mask(seen, _mm512_set1_epi8('\n'));
  out.returns = _mm512_cmpeq_epi8_mask(seen, _mm512_set1_epi8('\r'));
  return out;
}

// With masks of all lanes: of the forms without, GCC 12 says that they use a value that is not there.
template <int kWhich>
RUBRIC_WIDEST inline void store_sixteen(std::uint32_t* out, __m512i places, __m512i from) {
  const __m512i wide = _mm512_maskz_cvtepu8_epi32(0xFFFF, _mm512_maskz_extracti32x4_epi32(0xF, places, kWhich));
  _mm512_storeu_si512(out + 16 * kWhich, _mm512_add_epi32(wide, from));
}

RUBRIC_WIDEST inline void widest_place(std::uint32_t* out, std::uint32_t from, std::uint64_t bits, std::size_t count) {
  alignas(64) static constexpr auto kEach = [] {
    std::array<std::uint8_t, 64> each{};
    for (std::size_t i = 0; i < 64; ++i) each[i] = static_cast<std::uint8_t>(i);
    return each;
  }();
  const __m512i places = _mm512_maskz_compress_epi8(bits, _mm512_load_si512(kEach.data()));
  const __m512i first = _mm512_set1_epi32(static_cast<int>(from));
  store_sixteen<0>(out, places, first);
  if (count <= 16) return;
  store_sixteen<1>(out, places, first);
  if (count <= 32) return;
  store_sixteen<2>(out, places, first);
  store_sixteen<3>(out, places, first);
}

RUBRIC_WIDE inline Marks wide_marks(const char* bytes, char delimiter) {
  Marks out;
  for (unsigned half = 0; half < 2; ++half) {
    const __m256i seen = _mm256_loadu_si256(reinterpret_cast<const __m256i*>(bytes + 32 * half));
    const auto are = [&](char c) __attribute__((target("avx2"), always_inline)) {
      const __m256i same = _mm256_cmpeq_epi8(seen, _mm256_set1_epi8(c));
      return std::uint64_t{static_cast<std::uint32_t>(_mm256_movemask_epi8(same))} << (32 * half);
    };
    out.delimiters |= are(delimiter);
    out.quotes |= are('"');
    out.line_feeds |= are('\n');
    out.returns |= are('\r');
  }
  return out;
}

inline Marks marks(const char* bytes, char delimiter) {
  Marks out;
  for (unsigned part = 0; part < 4; ++part) {
    const __m128i seen = _mm_loadu_si128(reinterpret_cast<const __m128i*>(bytes + 16 * part));
    const auto are = [&](char c) {
      const __m128i same = _mm_cmpeq_epi8(seen, _mm_set1_epi8(c));
      return std::uint64_t{static_cast<std::uint32_t>(_mm_movemask_epi8(same))} << (16 * part);
    };
    out.delimiters |= are(delimiter);
    out.quotes |= are('"');
    out.line_feeds |= are('\n');
    out.returns |= are('\r');
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
    out.line_feeds |= std::uint64_t{c == '\n'} << i;
    out.returns |= std::uint64_t{c == '\r'} << i;
  }
  return out;
}
#endif

// What is known of the bytes before the 64 at hand.
struct Before {
  std::uint64_t inside = 0;     // all bits or none: a quote is open
  std::uint64_t closed = 0;     // lowest bit: the byte before closed one
  std::uint64_t separated = 1;  // lowest bit: a field begins here
  std::uint64_t returned = 0;   // lowest bit: the byte before is a carriage return

  // Takes what stands within quotes out of the marks. False where a quote is not the first or the last byte of a
  // field, nor one of two within quotes, where a line ends within quotes, or by a carriage return alone.
  [[gnu::always_inline]] inline bool take(Marks& marks) {
    if ((marks.quotes | inside | closed) != 0 && !take_quotes(marks)) return false;
    separated = (marks.delimiters | marks.line_feeds) >> 63U;
    if ((marks.returns | returned) == 0) return true;
    const bool with_line_feed = (((marks.returns << 1U) | returned) & ~marks.line_feeds) == 0;
    returned = marks.returns >> 63U;
    return with_line_feed;
  }

 private:
  [[gnu::always_inline]] inline bool take_quotes(Marks& marks) {
    std::uint64_t within = marks.quotes;
    for (unsigned by = 1; by < 64; by *= 2) within ^= within << by;
    within ^= inside;
    const std::uint64_t opening = marks.quotes & within;
    const std::uint64_t closing = marks.quotes & ~within;
    const std::uint64_t between = (marks.delimiters | marks.line_feeds) & ~within;
    const std::uint64_t behind = (closing << 1U) | closed;
    const std::uint64_t odd = (opening & ~((between << 1U) | separated | behind)) |
                              (behind & ~(between | marks.returns | opening)) |
                              ((marks.line_feeds | marks.returns) & within);
    marks.delimiters &= ~within;
    inside = std::uint64_t{0} - (within >> 63U);
    closed = closing >> 63U;
    return odd == 0;
  }
};

}  // namespace

struct CsvQuick::Scan {
  template <Marks (*kMarks)(const char*, char), Place kPlace>
  [[gnu::always_inline]] static inline Found find(CsvQuick& to, std::size_t size, std::size_t most) {
    std::uint32_t* const ends = to.ends_.data() + 1;
    const std::size_t room = to.ends_.size() - kRoom;
    Found found;
    Before before;
    for (std::size_t from = 0; from < size && (from < most || found.line_feeds == 0); from += 64) {
      if (found.ends > room) break;
      Marks marks = kMarks(to.bytes_ + from, to.delimiter_);
      if (size - from < 64) marks.keep((std::uint64_t{1} << (size - from)) - 1);
      if (!before.take(marks)) break;
      const std::uint64_t both = marks.delimiters | marks.line_feeds;
      const auto count = static_cast<std::size_t>(std::popcount(both));
      kPlace(ends + found.ends, static_cast<std::uint32_t>(from), both, count);
      found.ends += count;
      found.line_feeds += static_cast<std::size_t>(std::popcount(marks.line_feeds));
    }
    return found;
  }

  static Found narrow(CsvQuick& to, std::size_t size, std::size_t most) { return find<marks, place>(to, size, most); }
#if defined(__x86_64__)
  RUBRIC_WIDE static Found wide(CsvQuick& to, std::size_t size, std::size_t most) {
    return find<wide_marks, place>(to, size, most);
  }
  RUBRIC_WIDEST static Found widest(CsvQuick& to, std::size_t size, std::size_t most) {
    return find<widest_marks, widest_place>(to, size, most);
  }
#endif
  static Find by(Registers registers) {
#if defined(__x86_64__)
    if (registers == Registers::widest) return widest;
    if (registers == Registers::wide) return wide;
#endif
    return narrow;
  }
};

CsvQuick::Registers CsvQuick::best() {
#if defined(__x86_64__)
  const bool wide = __builtin_cpu_supports("avx2") != 0 && __builtin_cpu_supports("bmi") != 0 &&
                    __builtin_cpu_supports("bmi2") != 0 && __builtin_cpu_supports("popcnt") != 0;
  const bool widest = wide && __builtin_cpu_supports("avx512f") != 0 && __builtin_cpu_supports("avx512bw") != 0 &&
                      __builtin_cpu_supports("avx512vl") != 0 && __builtin_cpu_supports("avx512vbmi2") != 0;
  if (wide) return widest ? Registers::widest : Registers::wide;
#endif
  return Registers::narrow;
}

CsvQuick::CsvQuick(char delimiter, std::size_t width, Registers registers)
    : delimiter_(delimiter),
      width_(width),
      find_(Scan::by(std::min(registers, best()))),
      ends_(kMost + width + kRoom, static_cast<std::uint32_t>(-1)) {}

void CsvQuick::mark(const char* bytes, std::size_t size, std::size_t most, std::size_t longest) {
  bytes_ = bytes;
  const Found found = find_(*this, size, std::min(most, kMost));
  rows_ = found.ends / width_;
  if (found.line_feeds == rows_ && ends_with_lines(longest)) return;
  std::size_t row = 0;
  while (row < rows_ && as_wanted(row, longest)) ++row;
  rows_ = row;
}

// Where every row ends with a line feed and there are no more of those, there is none within a row.
bool CsvQuick::ends_with_lines(std::size_t longest) const {
  bool all = true;
  for (std::size_t row = 0; row < rows_; ++row) {
    const std::size_t at = begin(row);
    const std::size_t end = ends_[(row + 1) * width_];
    all = all & (bytes_[end] == '\n') & (end - at <= longest) & (end > at) & (bytes_[at] != '\r');
  }
  return all;
}

bool CsvQuick::as_wanted(std::size_t row, std::size_t longest) const {
  const std::uint32_t* const ends = ends_.data() + row * width_ + 1;
  const auto is_line_feed = [this](std::uint32_t end) { return bytes_[end] == '\n'; };
  const std::size_t at = begin(row);
  const std::size_t end = ends[width_ - 1];
  return is_line_feed(ends[width_ - 1]) && std::none_of(ends, ends + width_ - 1, is_line_feed) && end - at <= longest &&
         end > at && bytes_[at] != '\r';
}

}  // namespace rubric::records
