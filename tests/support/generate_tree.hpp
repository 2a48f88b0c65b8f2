// What the generator makes: texts that know their parts, so that a failing one can be taken apart.
#pragma once

#include <cstdint>
#include <random>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace rubric::test {

/// The same on every machine for the same seed.
class Random {
 public:
  explicit Random(std::uint64_t seed) : engine_(seed) {}
  [[nodiscard]] std::size_t below(std::size_t n) { return n == 0 ? 0 : engine_() % n; }
  [[nodiscard]] bool chance(unsigned percent) { return below(100) < percent; }
  template <typename T>
  [[nodiscard]] const T& of(const std::vector<T>& all) {
    return all[below(all.size())];
  }
  [[nodiscard]] std::string of(std::initializer_list<std::string_view> all) {
    return std::string(all.begin()[below(all.size())]);
  }

 private:
  std::mt19937_64 engine_;
};

/// A piece of criteria text. In `pattern` each `$` stands for the next part, in parentheses where that needs
/// them, each `~` for the next part as it is.
struct Tree {
  enum class Sort : std::uint8_t { boolean, number, text, time, duration, item };
  Sort sort = Sort::item;
  std::string pattern;
  std::vector<Tree> parts;
  std::string label;  ///< of a boolean: the construct

  [[nodiscard]] bool atomic() const { return parts.empty() && pattern.find_first_of(" -") == pattern.npos; }
};

[[nodiscard]] std::string text_of(const Tree& tree);

/// A JSON value as text, taken apart as far as shrinking needs it.
struct Json {
  std::string scalar;  ///< where it has no members and no items
  bool list = false;
  bool object = false;
  std::vector<std::pair<std::string, Json>> members;  ///< of a list the names are empty
};

[[nodiscard]] std::string text_of(const Json& json);
[[nodiscard]] std::string json_text(std::string_view text);

}  // namespace rubric::test
