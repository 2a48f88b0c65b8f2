// Splits a JSON input into records without reading them: lines, or the elements of one array. What is
// malformed inside a record thus stays inside it.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

#include "records/account.hpp"
#include "records/input.hpp"
#include "records/json_index.hpp"
#include "records/json_span.hpp"

namespace rubric::records {

/// One record, or what is wrong with it before it is looked into.
struct Frame {
  enum class State : std::uint8_t { record, fault, end } state = State::end;
  JsonSpan span;           ///< of a record
  std::uint64_t line = 0;  ///< where it starts, from 1
  std::uint64_t column = 1;
  std::string_view bytes;  ///< of the record, as far as they are at hand
  Fault fault;             ///< `at` counts from the start of `bytes`
};

class Frames {
 public:
  virtual ~Frames() = default;
  /// What the frame views holds until the next call.
  virtual void next(Frame& frame) = 0;
  /// How many tokens the record took, told before the next call.
  virtual void taken(std::uint32_t behind) = 0;
  /// The input holds the bytes of the block now, which start with a line. An array is never cut into such pieces.
  virtual void restart(Block& block) = 0;
};

/// `input` stands at the start of a line, behind a byte-order mark and `line` - 1 line ends.
[[nodiscard]] std::unique_ptr<Frames> lines_of(Input& input, const Limits& limits, std::uint64_t line);
/// As lines_of; nothing but blanks stands before the array's `[`.
[[nodiscard]] std::unique_ptr<Frames> elements_of(Input& input, const Limits& limits, std::uint64_t line);

}  // namespace rubric::records
