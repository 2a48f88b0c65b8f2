#include "builtins/table.hpp"

#include <algorithm>

namespace rubric::builtins {

namespace {

using data::Kind;

Kind kind_of(char letter) {
  switch (letter) {
    case 'b': return Kind::boolean;
    case 'n': return Kind::number;
    case 'i': return Kind::time;
    case 'd': return Kind::duration;
    default: return Kind::text;
  }
}

std::vector<Kind> kinds_of(std::string_view letters) {
  std::vector<Kind> out;
  for (const char c : letters) {
    if (c != '*') out.push_back(kind_of(c));
  }
  return out;
}

const std::vector<Signature>& table() {
  static const std::vector<Signature> signatures = {
#define RUBRIC_BUILTIN(id, name, parameters, result, missing, sql, meaning) \
  {Builtin::id,                                                             \
   name,                                                                    \
   kinds_of(parameters),                                                    \
   std::string_view(parameters).back() == '*',                              \
   kind_of(result),                                                         \
   MissingRule::missing,                                                    \
   sql,                                                                     \
   meaning},
#include "builtins/builtins.def"
#undef RUBRIC_BUILTIN
  };
  return signatures;
}

}  // namespace

std::span<const Signature> signatures() {
  return table();
}

const Signature& signature(Builtin id) {
  return table()[static_cast<std::size_t>(id)];
}

std::span<const Signature> overloads(std::string_view name) {
  const auto& all = table();
  const auto same = [&](const Signature& s) { return s.name == name; };
  const auto first = std::find_if(all.begin(), all.end(), same);
  const auto last = std::find_if_not(first, all.end(), same);
  return {first, last};
}

std::vector<std::string_view> names() {
  std::vector<std::string_view> out;
  for (const Signature& s : table()) {
    if (out.empty() || out.back() != s.name) out.push_back(s.name);
  }
  return out;
}

}  // namespace rubric::builtins
