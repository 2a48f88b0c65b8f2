// Every fix that golden files show as safe is applied: the text must then parse, and the finding must be gone.
#include <doctest/doctest.h>

#include <algorithm>
#include <filesystem>
#include <string>
#include <vector>

#include "check/check.hpp"
#include "engine/engine.hpp"
#include "support/files.hpp"
#include "support/golden.hpp"

namespace {

using rubric::Diagnostic;
using rubric::Edit;
using rubric::Fix;

std::vector<Diagnostic> checked(const std::string& text) {
  rubric::base::SourceMap sources;
  rubric::diag::Sink sink;
  const auto source = sources.add("fix.rubric", text);
  rubric::engine::CompileOptions options;
  // Files that are named are there, and empty: what they hold is another matter.
  options.files = [](const std::string&, const std::string& path) {
    rubric::engine::FileText out;
    out.identity = out.name = path;
    return out;
  };
  static_cast<void>(rubric::engine::compile_to_ir(sources, source, sink, options));
  return sink.diagnostics();
}

// The findings of one code, and those of the text alone.
std::size_t count_of(const std::vector<Diagnostic>& diagnostics, std::string_view code) {
  return static_cast<std::size_t>(std::ranges::count(diagnostics, code, &Diagnostic::code));
}

std::string applied(std::string text, Fix fix) {
  // From the end, so that the places of the others stay.
  std::ranges::sort(fix.edits, std::ranges::greater{}, [](const Edit& e) { return e.span.begin; });
  for (const Edit& e : fix.edits) text.replace(e.span.begin, e.span.end - e.span.begin, e.text);
  return text;
}

std::vector<std::filesystem::path> golden_files() {
  std::vector<std::filesystem::path> out;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(TEST_DATA_DIR "/golden")) {
    if (entry.path().extension() == ".rubric") out.push_back(entry.path());
  }
  std::ranges::sort(out);
  return out;
}

}  // namespace

TEST_CASE("a safe fix removes its finding and brings no other") {
  std::size_t tried = 0;
  for (const auto& path : golden_files()) {
    const std::string text = rubric::test::split(rubric::test::read_file(path)).text;
    const auto before = checked(text);
    for (const Diagnostic& d : before) {
      for (const Fix& fix : d.fixes) {
        if (!fix.safe || fix.edits.empty() || fix.edits.front().span.source != 0) continue;
        ++tried;
        const std::string mended = applied(text, fix);
        INFO(path.filename().string() << ": " << d.code << ": " << fix.title << "\n" << mended);
        const auto after = checked(mended);
        CHECK(count_of(after, d.code) < count_of(before, d.code));
        CHECK(after.size() < before.size());
      }
    }
  }
  CHECK(tried >= 40);
}
