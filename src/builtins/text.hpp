// Text kernels: valid UTF-8 in, text or an answer out.
//
// A NUL byte is a byte like any other. Arguments are never missing unless it says so. What is built
// lives in the arena; past its limit or past `kTextBytes` the result is missing and the arena says
// that it is exhausted. Whatever can be a view of an argument is one. Pure, so safe on any thread
// (an arena belongs to one).
#pragma once

#include <cstddef>

#include "base/bytes.hpp"
#include "data/arena.hpp"
#include "data/cell.hpp"

namespace rubric::builtins {

using data::Arena;
using data::TextRef;

/// The longest text that may be built while a record is decided.
inline constexpr std::size_t kTextBytes = 1U << 20U;

/// Simple case folding (CaseFolding.txt, status C and S): one code point stays one, and U+0130 itself.
/// The argument itself where folding changes nothing.
[[nodiscard]] TextRef fold(TextRef text, Arena& arena);
/// Simple case mappings of UnicodeData.txt, so "ß" has no upper case.
[[nodiscard]] TextRef lower(TextRef text, Arena& arena);
[[nodiscard]] TextRef upper(TextRef text, Arena& arena);

/// Without blank, tab, line feed, vertical tab, form feed, carriage return and U+00A0 at both ends.
[[nodiscard]] TextRef trim(TextRef text);
[[nodiscard]] TextRef concat(TextRef a, TextRef b, Arena& arena);
/// In code points.
[[nodiscard]] std::size_t length(TextRef text);
/// Every `what`, from the left and without overlap, becomes `with`. An empty `what` changes nothing.
[[nodiscard]] TextRef replace(TextRef text, TextRef what, TextRef with, Arena& arena);
/// Piece `n` between separators, from 1; from the end with -1, -2 …. Missing when there is no such
/// piece, it is empty, or n is no whole number. An empty separator separates nothing.
[[nodiscard]] TextRef split_part(TextRef text, TextRef separator, double n);

/// The empty text is contained in, starts and ends every text. Linear time.
[[nodiscard]] bool contains(TextRef text, TextRef part);
[[nodiscard]] inline bool starts_with(TextRef text, TextRef part) {
  return part.size <= text.size && base::same_bytes(text.data, part.data, part.size);
}
[[nodiscard]] inline bool ends_with(TextRef text, TextRef part) {
  return part.size <= text.size && base::same_bytes(text.data + (text.size - part.size), part.data, part.size);
}

/// Whole words: a word is a maximal run of letters and decimal digits, with the combining marks that
/// follow them. The words of `words` must stand in a row, whatever separates them in either text. Text
/// without a word matches nothing. Case counts. Linear time; heap only for more than a dozen words.
[[nodiscard]] bool contains_word(TextRef text, TextRef words);

/// Below, at or above 0 as a is before, the same as or behind b, by code points (UTF-8 keeps their
/// order in its bytes).
[[nodiscard]] int compare(TextRef a, TextRef b);

}  // namespace rubric::builtins
