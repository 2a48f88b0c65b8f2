// The documents as they are read: every example compiles, or fails as it says, and decides its leads as it
// says; the pages of the built-in functions and the standard modules are those that their sources make; links lead
// to headings.
//
//   ```rubric                    compiles; warnings are allowed
//   ```rubric fail=CODE          gives that error and no other
//   ```rubric warn=CODE          compiles, with that warning or note
//   ```leads                     decided by the block before: `{"x": 1} => {"r": true}`, see conformance.hpp
//   ```leads as of 2026-11-15
//   ```text file=free.txt        (or csv, rubric) a file beside the criteria, from here to the end of the page
//
// `docs_tests --update` writes docs/builtins.md and docs/stdlib.md anew.
#include <fmt/core.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "docs_builtins.hpp"
#include "docs_stdlib.hpp"
#include "engine/engine.hpp"
#include "ruletest/ruletest.hpp"
#include "support/conformance.hpp"
#include "support/files.hpp"

namespace {

namespace fs = std::filesystem;
using namespace rubric;

struct Fence {
  std::vector<std::string> info;  // the words behind the back-quotes
  std::string text;
  std::size_t line = 0;  // of the back-quotes

  [[nodiscard]] std::string_view word() const { return info.empty() ? std::string_view{} : info.front(); }
  [[nodiscard]] std::string option(std::string_view key) const {
    for (const std::string& i : info) {
      if (i.starts_with(key)) return i.substr(key.size());
    }
    return {};
  }
};

struct Line {
  std::string_view text;
  std::size_t number;
};

std::vector<Line> lines_of(std::string_view text) {
  std::vector<Line> out;
  for (std::size_t number = 1; !text.empty(); ++number) {
    const std::size_t end = std::min(text.find('\n'), text.size());
    out.push_back({text.substr(0, end), number});
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return out;
}

std::vector<std::string> words(std::string_view text) {
  std::vector<std::string> out;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find(' '), text.size());
    if (end > 0) out.emplace_back(text.substr(0, end));
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return out;
}

std::vector<Fence> fences(std::string_view page) {
  std::vector<Fence> out;
  bool inside = false;
  for (const Line& line : lines_of(page)) {
    if (!line.text.starts_with("```")) {
      if (inside) out.back().text += std::string(line.text) + "\n";
      continue;
    }
    inside = !inside;
    if (inside) out.push_back({words(line.text.substr(3)), "", line.number});
  }
  return out;
}

struct Tally {
  std::size_t examples = 0;
  std::size_t wrong = 0;  // examples that are errors
  std::size_t leads = 0;
  std::size_t tests = 0;
  std::size_t problems = 0;
};

// One page: its files gather as they come, its leads belong to the example before them.
class Page {
 public:
  Page(std::string name, Tally& tally) : name_(std::move(name)), tally_(tally) {
    options_.files = [this](const std::string&, const std::string& path) {
      const auto it = files_.find(path);
      if (it == files_.end()) return engine::FileText{path, path, "", "no such file", false};
      return engine::FileText{path, path, it->second, "", true};
    };
  }
  Page(const Page&) = delete;
  Page& operator=(const Page&) = delete;

  void run(std::string_view text) {
    for (const Fence& fence : fences(text)) {
      if (const std::string file = fence.option("file="); !file.empty()) {
        files_[file] = files_["./" + file] = fence.text;
      } else if (fence.word() == "rubric") {
        compile(fence);
      } else if (fence.word() == "leads") {
        decide(fence);
      }
    }
  }

 private:
  void compile(const Fence& fence) {
    ++tally_.examples;
    criteria_ = fence;
    base::SourceMap sources;
    diag::Sink sink;
    engine::CompileOptions how = options_;
    how.outline = true;  // as `rubric check`: the tests of the example are taken apart too
    const auto program = engine::compile(sources, sources.add(name_, fence.text), sink, how);
    const std::string fail = fence.option("fail=");
    const std::string warn = fence.option("warn=");
    tally_.wrong += fail.empty() ? 0U : 1U;
    std::set<std::string> errors, others;
    for (const Diagnostic& d : sink.diagnostics()) {
      (d.severity == Severity::error ? errors : others).insert(std::string(d.code));
      if (d.severity == Severity::error && d.code != fail) {
        const std::size_t line = d.span.source == 0 ? fence.line + sources[0].position(d.span.begin).line : fence.line;
        problem(line, fmt::format("{}: {}", d.code, d.message));
      }
    }
    if (!fail.empty() && !errors.contains(fail)) problem(fence.line, fmt::format("expected the error {}", fail));
    if (!warn.empty() && !others.contains(warn)) problem(fence.line, fmt::format("expected the warning {}", warn));
    if (fail.empty() && errors.empty() && !program) problem(fence.line, "no program and no error");
    if (fail.empty() && program) run_tests(fence);
  }

  // The tests that an example has must pass.
  void run_tests(const Fence& fence) {
    base::SourceMap sources;
    diag::Sink sink;
    const auto result = ruletest::run(sources, sources.add(name_, fence.text), sink, {options_, ""});
    if (!result.compiled) problem(fence.line, "does not compile for its tests");
    for (const ruletest::Result& r : result.tests) {
      ++tally_.tests;
      if (!r.passed()) problem(fence.line + r.line, "the test fails: " + r.title);
    }
  }

  void decide(const Fence& fence) {
    std::string text;
    if (fence.info.size() > 2) text += fmt::format("as of {}\n", fence.info[3]);
    text += "--- criteria\n" + criteria_.text + "--- leads\n";
    const auto head = static_cast<std::size_t>(std::ranges::count(text, '\n'));
    auto groups = test::read_conformance(text + fence.text);
    auto& group = groups.front();
    for (auto& lead : group.leads) lead.line += fence.line - head;
    group.line = criteria_.line;
    if (group.leads.empty()) problem(fence.line, "a block of leads without leads");
    tally_.leads += group.leads.size();
    for (const std::string& p : test::run_conformance(name_, group, options_)) {
      fmt::print("{}\n", p);
      ++tally_.problems;
    }
  }

  void problem(std::size_t line, const std::string& what) {
    fmt::print("{}:{}: {}\n", name_, line, what);
    ++tally_.problems;
  }

  std::string name_;
  Tally& tally_;
  Fence criteria_;
  std::map<std::string, std::string> files_;
  engine::CompileOptions options_;
};

// What a heading is called in links: lower case, blanks to hyphens, letters, digits, `-` and `_` only.
std::string anchor(std::string_view heading) {
  std::string out;
  for (const char c : heading.substr(heading.find_first_not_of("# "))) {
    const char low = c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    if (low == ' ' || low == '-') out += '-';
    if ((low >= 'a' && low <= 'z') || (low >= '0' && low <= '9') || low == '_' || (low & 0x80) != 0) out += low;
  }
  return out;
}

std::set<std::string> anchors(const fs::path& path) {
  std::set<std::string> out;
  bool fenced = false;
  const std::string text = test::read_file(path);
  for (const Line& line : lines_of(text)) {
    if (line.text.starts_with("```")) fenced = !fenced;
    if (!fenced && line.text.starts_with("#")) out.insert(anchor(line.text));
  }
  return out;
}

// What a merge leaves behind is no document.
std::size_t conflict_marks(const fs::path& path, const std::string& name) {
  std::size_t found = 0;
  const std::string page = test::read_file(path);
  for (const Line& line : lines_of(page)) {
    if (!line.text.starts_with("<<<<<<< ") && !line.text.starts_with(">>>>>>> ")) continue;
    fmt::print("{}:{}: a mark of an open merge\n", name, line.number);
    ++found;
  }
  return found;
}

std::size_t dead_links(const fs::path& path, const std::string& name) {
  std::size_t dead = 0;
  const std::string page = test::read_file(path);
  for (const Line& line : lines_of(page)) {
    for (std::size_t at = line.text.find("]("); at != std::string_view::npos; at = line.text.find("](", at + 1)) {
      const std::string_view target = line.text.substr(at + 2, line.text.find(')', at) - at - 2);
      const std::size_t hash = target.find('#');
      if (target.starts_with("http")) continue;
      const fs::path file = hash == 0 ? path : path.parent_path() / target.substr(0, hash);
      const bool there = fs::exists(file) && (hash == std::string_view::npos ||
                                              anchors(file).contains(std::string(target.substr(hash + 1))));
      if (there) continue;
      fmt::print("{}:{}: the link to {} leads nowhere\n", name, line.number, target);
      ++dead;
    }
  }
  return dead;
}

// CONTRIBUTING.md shows a golden file, with marks of its own.
std::vector<fs::path> pages() {
  std::vector<fs::path> out;
  for (const auto& entry : fs::directory_iterator(PROJECT_DIR)) {
    const std::string name = entry.path().filename().string();
    if (entry.path().extension() == ".md" && name != "CONTRIBUTING.md") out.push_back(entry.path());
  }
  for (const char* folder : {"docs", "examples"}) {
    for (const auto& entry : fs::recursive_directory_iterator(fs::path(PROJECT_DIR) / folder)) {
      if (entry.path().extension() == ".md") out.push_back(entry.path());
    }
  }
  std::ranges::sort(out);
  return out;
}

// A page that is made from what the compiler is made from.
void made_page(const char* name, const std::string& text, const std::vector<std::string>& problems, bool update,
               Tally& tally) {
  for (const std::string& p : problems) fmt::print("{}\n", p);
  tally.problems += problems.size();
  const fs::path path = fs::path(PROJECT_DIR) / "docs" / name;
  if (update) std::ofstream(path, std::ios::binary) << text;
  if (fs::exists(path) && test::read_file(path) == text) return;
  fmt::print("docs/{} is not what its source makes: run docs_tests --update\n", name);
  ++tally.problems;
}

}  // namespace

int main(int argc, char** argv) {
  const bool update = argc > 1 && std::string_view(argv[1]) == "--update";
  Tally tally;
  const test::BuiltinsPage builtins = test::builtins_page();
  made_page("builtins.md", builtins.text, builtins.problems, update, tally);
  const test::StdlibPage stdlib = test::stdlib_page();
  made_page("stdlib.md", stdlib.text, stdlib.problems, update, tally);
  for (const fs::path& path : pages()) {
    const std::string name = fs::relative(path, PROJECT_DIR).string();
    Page(name, tally).run(test::read_file(path));
    tally.problems += dead_links(path, name) + conflict_marks(path, name);
  }
  fmt::print("{} examples ({} of them errors), {} leads, {} tests, {} problems\n", tally.examples, tally.wrong,
             tally.leads, tally.tests, tally.problems);
  return tally.problems == 0 && tally.leads > 0 ? 0 : 1;
}
