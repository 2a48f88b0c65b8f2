// Small damage to criteria files: one token taken out, doubled or put in. Comes in: a correct file. Goes
// out: damaged ones, each with the line that was touched. Knows the look of tokens, not the parser, so that
// what it finds is not what the parser believes.
#pragma once

#include <algorithm>
#include <cctype>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace rubric::test {

struct Piece {
  std::size_t begin = 0;
  std::size_t end = 0;
};

struct Mutation {
  std::string text;
  std::string what;          ///< for people: `delete "when"`
  std::uint32_t line = 1;    ///< where it was done, from 1
  std::uint32_t opener = 0;  ///< the line of the bracket that the touched one closes; 0 for other tokens
};

namespace mutations_detail {

inline bool word(char c) {
  return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_';
}

inline std::size_t behind(std::string_view s, std::size_t i) {
  const char c = s[i];
  if (c == '"' || c == '`') {
    std::size_t end = i + 1;
    while (end < s.size() && s[end] != c) end += s[end] == '\\' ? 2U : 1U;
    return end + 1;
  }
  if (c == '/' && i >= 8 && s.substr(i - 8, 8) == "matches ") {
    std::size_t end = s.find('/', i + 1) + 1;
    while (word(s[end])) ++end;
    return end;
  }
  if (word(c)) {
    const bool number = std::isdigit(static_cast<unsigned char>(c)) != 0;
    std::size_t end = i;
    while (end < s.size() &&
           (word(s[end]) || (number && (s[end] == '-' || s[end] == ':' || s[end] == '+' || s[end] == '%' ||
                                        (s[end] == '.' && word(s[end + 1]) && s[end + 1] != '.'))))) {
      ++end;
    }
    return end;
  }
  for (const std::string_view sign : {"==", "!=", "<=", ">=", "=>", "->", ".."}) {
    if (s.substr(i, 2) == sign) return i + 2;
  }
  return i + 1;
}

inline std::uint32_t line_of(std::string_view s, std::size_t at) {
  std::uint32_t line = 1;
  for (std::size_t i = 0; i < at; ++i) line += s[i] == '\n' ? 1U : 0U;
  return line;
}

}  // namespace mutations_detail

[[nodiscard]] inline std::vector<Piece> pieces(std::string_view s) {
  std::vector<Piece> out;
  for (std::size_t i = 0; i < s.size();) {
    if (s[i] == ' ' || s[i] == '\n' || s[i] == '\t') {
      ++i;
    } else if (s[i] == '#') {
      i = std::min(s.find('\n', i), s.size());
    } else {
      const std::size_t end = mutations_detail::behind(s, i);
      out.push_back({i, end});
      i = end;
    }
  }
  return out;
}

/// For each closing bracket the line of its partner.
[[nodiscard]] inline std::vector<std::uint32_t> opener_lines(std::string_view s, const std::vector<Piece>& tokens) {
  std::vector<std::uint32_t> out(tokens.size(), 0), open;
  for (std::size_t i = 0; i < tokens.size(); ++i) {
    if (tokens[i].end - tokens[i].begin != 1) continue;
    const char c = s[tokens[i].begin];
    if (c == '(' || c == '[' || c == '{') open.push_back(mutations_detail::line_of(s, tokens[i].begin));
    if ((c == ')' || c == ']' || c == '}') && !open.empty()) {
      out[i] = open.back();
      open.pop_back();
    }
  }
  return out;
}

/// Every token deleted, every token doubled, and each of `inserted` put before every token.
[[nodiscard]] inline std::vector<Mutation> mutations(const std::string& s, const std::vector<std::string>& inserted) {
  const std::vector<Piece> tokens = pieces(s);
  const std::vector<std::uint32_t> openers = opener_lines(s, tokens);
  std::vector<Mutation> out;
  for (std::size_t i = 0; i < tokens.size(); ++i) {
    const auto [begin, end] = tokens[i];
    const std::string token = s.substr(begin, end - begin);
    const std::uint32_t line = mutations_detail::line_of(s, begin);
    out.push_back({s.substr(0, begin) + s.substr(end), "delete " + token, line, openers[i]});
    out.push_back({s.substr(0, end) + " " + s.substr(begin), "double " + token, line, openers[i]});
    for (const std::string& word : inserted) {
      out.push_back(
          {s.substr(0, begin) + word + " " + s.substr(begin), "insert " + word + " before " + token, line, 0});
    }
  }
  return out;
}

}  // namespace rubric::test
