#include "support/suite.hpp"

#include <doctest/doctest.h>

#include <fstream>

namespace rubric::test {

std::vector<std::string> data_lines(std::string_view name) {
  std::ifstream in(std::string(TEST_DATA_DIR) + "/data/" + std::string(name), std::ios::binary);
  REQUIRE_MESSAGE(in.good(), name);
  std::vector<std::string> lines;
  for (std::string line; std::getline(in, line);) lines.push_back(line);
  return lines;
}

std::string from_base64(std::string_view text) {
  static constexpr std::string_view kDigits = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  std::string out;
  unsigned bits = 0;
  unsigned held = 0;
  for (const char c : text.substr(0, text.find('='))) {
    const std::size_t digit = kDigits.find(c);
    REQUIRE(digit != std::string_view::npos);
    bits = (bits << 6U) | static_cast<unsigned>(digit);
    held += 6;
    if (held < 8) continue;
    held -= 8;
    out += static_cast<char>((bits >> held) & 0xFFU);
  }
  return out;
}

}  // namespace rubric::test
