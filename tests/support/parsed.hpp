// A text, parsed: what most tests of the parser begin with.
#pragma once

#include <string>
#include <vector>

#include "ast/dump.hpp"
#include "base/source_map.hpp"
#include "diag/sink.hpp"
#include "parse/parse.hpp"

namespace rubric::test {

struct Parsed {
  base::SourceMap sources;
  diag::Sink sink;
  ast::File file;

  explicit Parsed(std::string text, const parse::Limits& limits = {}) {
    sources.add("test.rubric", std::move(text));
    file = parse::parse(sources, 0, sink, limits);
  }

  [[nodiscard]] std::string dump() const { return ast::dump(file); }
  [[nodiscard]] bool clean() const { return sink.errors() == 0; }

  /// `LINE:COLUMN CODE` a finding.
  [[nodiscard]] std::vector<std::string> findings() const {
    std::vector<std::string> out;
    for (const Diagnostic& d : sink.diagnostics()) {
      const base::Position p = sources[0].position(d.span.begin);
      out.push_back(std::to_string(p.line) + ":" + std::to_string(p.column) + " " + std::string(d.code));
    }
    return out;
  }

  /// All findings in one line, for comparisons.
  [[nodiscard]] std::string summary() const {
    std::string out;
    for (const std::string& f : findings()) out += (out.empty() ? "" : ", ") + f;
    return out;
  }
};

}  // namespace rubric::test
