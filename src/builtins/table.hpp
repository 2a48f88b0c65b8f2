// The built-in functions as the checker, the machine and the reference know them.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

#include "data/arena.hpp"
#include "data/type.hpp"

namespace rubric::builtins {

enum class Builtin : std::uint8_t {
#define RUBRIC_BUILTIN(id, name, parameters, result, missing, sql, meaning) id,
#include "builtins/builtins.def"
#undef RUBRIC_BUILTIN
};

enum class MissingRule : std::uint8_t { strict, also };

struct Signature {
  Builtin id;
  std::string_view name;
  std::vector<data::Kind> parameters;
  bool variadic;  ///< the last parameter may be repeated
  data::Kind result;
  MissingRule missing;
  std::string_view sql;
  std::string_view meaning;
};

/// Every signature, in the order of builtins.def.
[[nodiscard]] std::span<const Signature> signatures();
[[nodiscard]] const Signature& signature(Builtin id);
/// The overloads of a name; empty when there is no such built-in.
[[nodiscard]] std::span<const Signature> overloads(std::string_view name);
/// How a call is written, with words for its arguments: `split_part(text, separator, n)`; empty for other names.
[[nodiscard]] std::string_view form(std::string_view name);
/// Every name once, for "did you mean".
[[nodiscard]] std::vector<std::string_view> names();

/// Calls the kernel: `arguments` are of the signature's kinds, none missing. Texts that are built live
/// in the arena; past its limit the result is missing and the arena says so.
[[nodiscard]] data::Cell call(Builtin id, std::span<const data::Cell> arguments, data::Arena& arena);

}  // namespace rubric::builtins
