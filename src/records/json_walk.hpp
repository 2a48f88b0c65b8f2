// Walks every token of one JSON record: the grammar whole, whether a field is read or not, so that a
// record is rejected for what it holds and never for what a program reads of it.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "records/account.hpp"

namespace rubric::records {

/// A record within indexed bytes: its tokens are `tokens[first…]` as far as they lie before `end`.
struct JsonSpan {
  const char* bytes = nullptr;
  const std::uint32_t* tokens = nullptr;
  std::uint32_t first = 0;
  std::uint32_t begin = 0;
  std::uint32_t end = 0;

  [[nodiscard]] std::uint32_t offset(std::uint32_t token) const { return tokens[token]; }
  /// The byte that a token starts with; a line end, which none does, behind the last one.
  [[nodiscard]] char head(std::uint32_t token) const { return tokens[token] < end ? bytes[tokens[token]] : '\n'; }
  /// A token up to the next one or the end, without the blanks between.
  [[nodiscard]] std::string_view raw(std::uint32_t token) const;
  /// What stands between the quotes of a text.
  [[nodiscard]] std::string_view text(std::uint32_t token) const {
    const std::string_view whole = raw(token);
    return whole.substr(1, whole.size() - 2);
  }
};

class JsonWalk {
 public:
  explicit JsonWalk(const Limits& limits) : limits_(limits) { open_.reserve(limits.json_depth + 1); }

  /// Nothing if the span holds one object and no more, else the first fault.
  [[nodiscard]] std::optional<Fault> check(const JsonSpan& span, std::uint32_t token_count);

  /// For the `{` or `[` at a token of the record checked last: the token that closes it.
  [[nodiscard]] std::uint32_t close(std::uint32_t token) const { return close_[token]; }
  /// Whether the record has a backslash anywhere.
  [[nodiscard]] bool escapes() const { return escapes_; }
  /// The token behind the record.
  [[nodiscard]] std::uint32_t behind() const { return at_; }

 private:
  struct Open {
    std::uint32_t token;
    std::uint32_t elements;
    bool object;
  };

  bool members();
  bool value();
  bool container(bool object);
  bool key();
  bool text(std::string_view what);
  bool number();
  bool element();
  bool word(std::string_view expected);
  bool close_ended();
  bool separator();
  bool fail(std::size_t offset, std::string_view code, std::string message);
  bool unexpected(std::string_view wanted);

  const Limits& limits_;
  JsonSpan span_;
  std::uint32_t at_ = 0;
  bool escapes_ = false;
  std::vector<Open> open_;
  std::vector<std::uint32_t> close_;
  Fault fault_;
};

/// Where and why simdjson's first stage refused the bytes: a fault of UTF-8 or of a text.
[[nodiscard]] Fault find_text_fault(std::string_view bytes);

}  // namespace rubric::records
