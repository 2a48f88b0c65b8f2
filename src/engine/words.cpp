#include "engine/words.hpp"

#include "builtins/table.hpp"

namespace rubric::engine {

std::vector<std::string_view> words() {
  std::vector<std::string_view> out = builtins::names();
  constexpr std::string_view kWords[] = {
#define RUBRIC_RESERVED(token, spelling) spelling,
#define RUBRIC_WORD(token, spelling) spelling,
#define RUBRIC_UNIT(spelling, unit) spelling,
#include "keywords.def"
  };
  for (const std::string_view word : kWords) {
    if (word.size() > 2) out.push_back(word);
  }
  return out;
}

}  // namespace rubric::engine
