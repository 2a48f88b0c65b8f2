// What a standard module's head shows is what people copy first: it compiles as it stands.
#include <doctest/doctest.h>

#include <sstream>
#include <string>

#include "diag/render_text.hpp"
#include "engine/engine.hpp"
#include "engine/standard_modules.hpp"

using namespace rubric;

namespace {

// The lines of a module's head that are set in by four blanks or more.
std::string example_of(std::string_view module) {
  std::istringstream lines{std::string(module)};
  std::string out;
  for (std::string line; std::getline(lines, line) && line.starts_with("##");) {
    if (line.starts_with("##     ")) out += line.substr(7) + "\n";
  }
  return out;
}

}  // namespace

TEST_CASE("standard modules: the example at the head of each compiles, without a finding") {
  std::size_t examples = 0;
  for (const std::string& name : engine::standard_modules()) {
    const std::string example = example_of(engine::standard_module(name)->text);
    // Other heads have tables set in, or nothing.
    if (!example.starts_with("from ")) continue;
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
