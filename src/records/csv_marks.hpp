// The bytes that a CSV scan stops at, found 64 bytes at a time.
#pragma once

#include <bit>
#include <cstddef>
#include <cstdint>

#if defined(__SSE2__)
#include <emmintrin.h>
#endif

namespace rubric::records {

/// Bit i says whether bytes[i] is the delimiter, a quote, a carriage return or a line feed. Reads 64
/// bytes.
[[nodiscard]] inline std::uint64_t csv_marks(const char* bytes, char delimiter) {
  std::uint64_t marks = 0;
#if defined(__SSE2__)
  const __m128i separator = _mm_set1_epi8(delimiter);
  const __m128i quote = _mm_set1_epi8('"');
  const __m128i carriage_return = _mm_set1_epi8('\r');
  const __m128i line_feed = _mm_set1_epi8('\n');
  for (unsigned part = 0; part < 4; ++part) {
    const __m128i seen = _mm_loadu_si128(reinterpret_cast<const __m128i*>(bytes + 16 * part));
    const __m128i cells = _mm_or_si128(_mm_cmpeq_epi8(seen, separator), _mm_cmpeq_epi8(seen, quote));
    const __m128i lines = _mm_or_si128(_mm_cmpeq_epi8(seen, carriage_return), _mm_cmpeq_epi8(seen, line_feed));
    const auto found = static_cast<std::uint32_t>(_mm_movemask_epi8(_mm_or_si128(cells, lines)));
    marks |= static_cast<std::uint64_t>(found) << (16 * part);
  }
#else
  for (unsigned i = 0; i < 64; ++i) {
    const char c = bytes[i];
    const bool mark = c == delimiter || c == '"' || c == '\r' || c == '\n';
    marks |= static_cast<std::uint64_t>(mark) << i;
  }
#endif
  return marks;
}

}  // namespace rubric::records
