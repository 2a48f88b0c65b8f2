// What a standard module's head shows is what people copy first: it compiles as it stands.
#include <doctest/doctest.h>

#include <sstream>
#include <string>

#include "diag/render_text.hpp"
#include "engine/engine.hpp"
#include "engine/standard_modules.hpp"

using namespace rubric;

namespace {

// The lines of a module's head that are set in, from its `from` on: a head may have tables set in, too.
std::string example_of(std::string_view module) {
  std::istringstream lines{std::string(module)};
  std::string out;
  for (std::string line; std::getline(lines, line) && line.starts_with("##");) {
    const bool set_in = line.starts_with("##     ");
    if (!out.empty() && !set_in) break;
    if (set_in && (!out.empty() || line.starts_with("##     from "))) out += line.substr(7) + "\n";
  }
  return out;
}

}  // namespace

TEST_CASE("standard modules: the example at the head of each compiles, without a finding") {
  std::size_t examples = 0;
  for (const std::string& name : engine::standard_modules()) {
    const std::string example = example_of(engine::standard_module(name)->text);
    if (example.empty()) continue;
    ++examples;
    CAPTURE(name);
    base::SourceMap sources;
    diag::Sink sink;
    const auto program = engine::compile(sources, sources.add("example.rubric", example), sink, {});
    CHECK(diag::render_text(sources, sink, {}) == "");
    CHECK(program != nullptr);
    CHECK(example.find("from " + name + " use ") != std::string::npos);
  }
  CHECK(examples >= 4);
}
