// What a test gives, as a lead: dotted keys and nested records put together.
#pragma once

#include <deque>
#include <string>
#include <string_view>

#include "check/model.hpp"

namespace rubric::check {

/// One value that a test gives, or a group of them.
struct Given {
  enum class Shape : std::uint8_t { value, group, list };
  Shape shape = Shape::value;
  std::string_view key;
  Span key_span;
  ExprId value;             ///< a literal or `missing`; of a list or group: where it was written first
  std::deque<Given> parts;  ///< of a group: its fields; of a list: its elements, without keys
};

/// The lead of a test; `{ }` where it gives none. What stands twice is reported.
[[nodiscard]] Given given_of(Model& model, const ast::Test& test);

/// The same as one JSON object, under the keys that data has for the fields.
[[nodiscard]] std::string given_json(const Model& model, const Given& given);

}  // namespace rubric::check
