#include "builtins/convert.hpp"

#include <cmath>

#include "base/number_text.hpp"
#include "base/time_text.hpp"
#include "builtins/text.hpp"

namespace rubric::builtins {

double number_of_text(data::TextRef text) {
  const base::ParsedNumber parsed = base::parse_number(data::view(trim(text)));
  return parsed.fault == base::NumberFault::none ? parsed.value : data::kMissingNumber;
}

data::TextRef text_of_number(double number, data::Arena& arena) {
  if (!(std::abs(number) < 1e15) || number != std::floor(number)) return {};
  return arena.copy(base::number_text(number));
}

std::int64_t time_of_text(data::TextRef text) {
  const auto parsed = base::parse_time(data::view(text));
  return parsed ? parsed->micros : data::kMissingTicks;
}

}  // namespace rubric::builtins
