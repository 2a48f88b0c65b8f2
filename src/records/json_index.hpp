// Where the tokens of a stretch of JSON begin: simdjson's first stage.
//
// The reader uses that stage alone and walks the tokens itself, not by simdjson's on-demand or DOM
// interface. On-demand parsing passes over what is wrong in values that nobody reads, and DOM parsing
// refuses whole documents for numbers beyond binary64 and names no place; both look at one record at a
// time. The first stage finds strings, checks UTF-8 and control characters over many records at once.
#pragma once

#include <cstdint>
#include <memory>
#include <string_view>

#include "records/json_span.hpp"

namespace rubric::records {

class JsonIndex {
 public:
  enum class State : std::uint8_t { fine, not_utf8, bad_text };

  JsonIndex();
  ~JsonIndex();
  JsonIndex(JsonIndex&&) = delete;

  /// `bad_text`: a text that is not closed or holds a control character. Unless `fine`, there are no
  /// tokens. Behind the bytes there must be Input::kPadding more that may be read.
  [[nodiscard]] State build(std::string_view bytes);

  /// Offsets of `{ } [ ] : ,` outside texts, of the opening quotes of texts, and of the first bytes of
  /// anything else that is not blank. Behind the last one stands the size of the bytes.
  [[nodiscard]] const std::uint32_t* tokens() const;
  [[nodiscard]] std::uint32_t count() const { return count_; }
  /// The bytes that were indexed, where they are one record.
  [[nodiscard]] JsonSpan whole(std::string_view bytes) const;

 private:
  struct Simd;
  std::unique_ptr<Simd> simd_;
  std::uint32_t count_ = 0;
};

}  // namespace rubric::records
