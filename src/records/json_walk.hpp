// Says what is wrong with a JSON record that JsonNotes refused: token by token, without haste, to the
// first fault and its place.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "records/account.hpp"
#include "records/json_span.hpp"

namespace rubric::records {

class JsonWalk {
 public:
  explicit JsonWalk(const Limits& limits) : limits_(limits) { open_.reserve(limits.json_depth + 1); }

  /// Nothing if the span holds one object and no more, else the first fault.
  [[nodiscard]] std::optional<Fault> check(const JsonSpan& span);

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
  std::vector<Open> open_;
  Fault fault_;
};

/// Where and why simdjson's first stage refused the bytes: a fault of UTF-8 or of a text.
[[nodiscard]] Fault find_text_fault(std::string_view bytes);

}  // namespace rubric::records
