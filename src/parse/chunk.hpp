// One declaration as the reader hands it to the grammar: tokens, with line ends and brackets settled.
#pragma once

#include <algorithm>
#include <cstdint>
#include <string_view>
#include <vector>

#include "base/span.hpp"
#include "token.hpp"

namespace rubric::parse {

using base::Span;
using grammar::Token;

/// The bytes of a token; empty for a closing bracket that the reader put where one is missing.
struct Place {
  std::uint32_t begin = 0;
  std::uint32_t end = 0;
};

struct Chunk {
  std::vector<Token> kinds;             ///< ends with Token::end
  std::vector<Place> places;            ///< one a token
  std::vector<std::uint32_t> partners;  ///< of a bracket: the number of the other one; else 0
  /// Offsets at which the reader has reported something already; ascending.
  std::vector<std::uint32_t> reported;
  std::string_view doc;           ///< the `##` lines before it
  std::uint32_t indentation = 0;  ///< of its first line, in bytes
  std::uint32_t source = 0;
  std::string_view text;  ///< of the whole source

  [[nodiscard]] std::uint32_t size() const { return static_cast<std::uint32_t>(kinds.size()) - 1; }
  [[nodiscard]] std::string_view spelling(std::uint32_t token) const {
    return text.substr(places[token].begin, places[token].end - places[token].begin);
  }
  [[nodiscard]] Span span(std::uint32_t token) const { return {source, places[token].begin, places[token].end}; }
  /// From the first token to the one before `end`.
  [[nodiscard]] Span span(std::uint32_t begin, std::uint32_t end) const {
    return end <= begin ? Span{source, places[begin].begin, places[begin].begin}
                        : Span{source, places[begin].begin, places[end - 1].end};
  }
  /// Partners are known when brackets close: the last tokens may have none yet.
  void put(Token kind, std::uint32_t begin, std::uint32_t end) {
    kinds.push_back(kind);
    places.push_back({begin, end});
  }
  void drop_last() {
    kinds.pop_back();
    places.pop_back();
    partners.resize(std::min(partners.size(), kinds.size()));
  }
  void clear() {
    kinds.clear();
    places.clear();
    partners.clear();
    reported.clear();
    doc = {};
  }
};

}  // namespace rubric::parse
