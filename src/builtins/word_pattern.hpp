// Patterns that only ask for words: `\b(chief|vp|head of)\b`, the commonest form in criteria. Found by looking at
// where words begin; everything else is for RE2.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace rubric::builtins {

/// Immutable: safe to search from any number of threads at once.
class WordPattern {
 public:
  /// The pattern, if it is `\b`, then ASCII text or a group of such texts, then `\b` or nothing; each text begins with
  /// a letter, a digit or `_`, and ends with one where a `\b` follows.
  [[nodiscard]] static std::optional<WordPattern> read(std::string_view pattern, bool ignoring_case);

  enum class Found : std::uint8_t {
    no,
    yes,
    unsure,  ///< the text has a letter beyond ASCII that folds to `k` or `s`: RE2 knows
  };
  /// What RE2 says of the text, which is UTF-8.
  [[nodiscard]] Found search(std::string_view text) const;

 private:
  /// One text that is looked for. A byte of the lead is compared after its bits of `fold` were set.
  struct Words {
    std::string bytes;
    std::string fold;
    // The first 8 bytes; `mask` says how many of them there are.
    std::uint64_t head = 0;
    std::uint64_t head_fold = 0;
    std::uint64_t mask = 0;
  };
  struct Range {
    std::uint16_t begin = 0;
    std::uint16_t end = 0;
  };

  bool take_words(std::string_view& rest, bool ignoring_case);
  bool arrange();
  [[nodiscard]] bool begins_here(std::string_view rest) const;
  [[nodiscard]] bool stands_here(const Words& words, std::string_view rest) const;

  std::vector<Words> words_;              // by first byte
  std::array<Range, 256> by_first_byte_;  // of the lead's byte, in either case
  bool whole_ = false;                    // a `\b` follows
  bool folds_beyond_ascii_ = false;
};

}  // namespace rubric::builtins
