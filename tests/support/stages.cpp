#include "support/stages.hpp"

#ifdef RUBRIC_HAS_PARSE
#include "ast/dump.hpp"
#include "parse/parse.hpp"
#endif

namespace rubric::test {

namespace {

#ifdef RUBRIC_HAS_PARSE
std::string parse_stage(const StageInput& in) {
  return ast::dump(parse::parse(in.sources, in.source, in.sink));
}
#endif

}  // namespace

const std::vector<Stage>& stages() {
  static const std::vector<Stage> all = {
#ifdef RUBRIC_HAS_PARSE
      {"parse", parse_stage},
#endif
  };
  return all;
}

}  // namespace rubric::test
