// The values of the reference evaluator: as plain as C++ has them, missing apart from all of them.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <variant>
#include <vector>

#include "data/cell.hpp"
#include "data/type.hpp"

namespace rubric::test {

struct Missing {
  friend auto operator<=>(const Missing&, const Missing&) = default;
};
/// Microseconds since 1970.
struct Time {
  std::int64_t micros = 0;
  friend auto operator<=>(const Time&, const Time&) = default;
};
struct Duration {
  std::int64_t micros = 0;
  friend auto operator<=>(const Duration&, const Duration&) = default;
};
/// Billionths of a point.
struct Billionths {
  data::Points count = 0;
  friend auto operator<=>(const Billionths&, const Billionths&) = default;
};

struct Value;
/// The values of an element's fields; of a list of scalars one.
using Element = std::vector<Value>;
using List = std::shared_ptr<const std::vector<Element>>;

struct Value : std::variant<Missing, bool, double, std::string, Time, Duration, Billionths, List> {
  using variant::variant;

  template <typename T>
  [[nodiscard]] const T& as() const {
    return std::get<T>(*this);
  }
  [[nodiscard]] bool missing() const { return index() == 0; }
};

/// The value that a slot's or outcome's cell stands for; `stride` is the cells of a list's element and
/// `fields` their kinds.
[[nodiscard]] Value value_of(data::Kind kind, const data::Cell& cell);
[[nodiscard]] Value list_value(const std::vector<data::Kind>& fields, const data::Cell& cell);

/// For messages.
[[nodiscard]] std::string text_of(const Value& value);

}  // namespace rubric::test
