// Comes in: the standard modules as they are embedded. Goes out: docs/stdlib.md, with what the `##` lines before
// each exported name say, how many members a set has, what a function gives, and examples out of the module's
// own test blocks. What says nothing of itself is a problem, so that the page has no holes.
#include "docs_stdlib.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <optional>
#include <string_view>

#include "base/number_text.hpp"
#include "base/time_text.hpp"
#include "engine/engine.hpp"
#include "engine/standard_modules.hpp"
#include "parse/parse.hpp"

namespace rubric::test {

namespace {

constexpr std::string_view kHead = R"(# Standard modules

<!-- Made from the files of stdlib/ by `docs_tests --update`; changes here are lost, and the test `docs` sees them. -->

What comes with the language: lists and functions that many criteria files need, written in the language and part of
the program. `from std.email use FREE_MAIL, is_disposable` takes names of a module; [modules](language.md#modules) says
how. Each module has tests at its end, and the examples below are some of them.

Lists are facts of their day: each says where it comes from. They are sets, so `FREE_MAIL + { "x.io" } - { "mac.com" }`
makes your own. Every function says what it gives for something missing; [missing data](missing.md) says why that
matters.
)";

constexpr std::size_t kShown = 5;     // members of a set
constexpr std::size_t kExamples = 4;  // of a function

// `## a` and `##  b` become "a\n b": Markdown, as the module has it.
std::string words_of(std::string_view doc) {
  std::string out;
  while (!doc.empty()) {
    const std::size_t end = std::min(doc.find('\n'), doc.size());
    std::string_view line = doc.substr(0, end);
    doc.remove_prefix(std::min(end + 1, doc.size()));
    while (!line.empty() && (line.front() == ' ' || line.front() == '\t')) line.remove_prefix(1);
    if (!line.starts_with("##")) continue;
    line.remove_prefix(2);
    if (line.starts_with(' ')) line.remove_prefix(1);
    out += std::string(line) + "\n";
  }
  while (!out.empty() && out.back() == '\n') out.pop_back();
  return out;
}

// The `##` lines that begin the file: they speak of all of it.
std::string_view head_of(std::string_view text) {
  std::size_t at = 0;
  while (text.substr(at).starts_with("##")) at = std::min(text.find('\n', at), text.size() - 1) + 1;
  return text.substr(0, at);
}

std::string first_sentence(const std::string& words) {
  std::string out = words.substr(0, words.find(". "));
  out = out.substr(0, out.find("\n\n"));
  std::ranges::replace(out, '\n', ' ');
  if (out.ends_with('.')) out.pop_back();
  return out;
}

std::optional<ir::Program> compiled(const std::string& criteria) {
  base::SourceMap sources;
  diag::Sink sink;
  return engine::compile_to_ir(sources, sources.add("page", criteria), sink);
}

// The lines that say where a list comes from: the comment at the head of its file.
std::string source_of(const engine::FileText& module, const ast::Set& set) {
  const engine::FileText file = engine::with_standard_files({})(module.identity, std::string(set.file.value));
  std::string out;
  bool inside = false;
  for (std::string_view rest = file.text; rest.starts_with('#');) {
    const std::size_t end = std::min(rest.find('\n'), rest.size());
    std::string_view line = rest.substr(1, end - 1);
    rest.remove_prefix(std::min(end + 1, rest.size()));
    if (line.starts_with(' ')) line.remove_prefix(1);
    inside = (inside && !line.empty()) || line.starts_with("Facts: ");
    if (inside || line.starts_with("Compiled ")) out += std::string(line) + "\n";
  }
  return out;
}

class ModulePage {
 public:
  ModulePage(std::string name, StdlibPage& page) : name_(std::move(name)), page_(page) {}

  // Its section; `names` are those it exports.
  std::string run(std::vector<std::string>& names, std::string& summary) {
    file_ = *engine::standard_module(name_);
    tree_ = parse::parse(sources_, sources_.add(file_.name, file_.text), sink_);
    const std::string head = words_of(head_of(file_.text));
    if (head.empty()) problem("the module", "does not begin with `##` lines");
    summary = first_sentence(head);
    std::string out = fmt::format("\n## {}\n\n{}\n", name_, head);
    for (const ast::Declaration& d : tree_.declarations) {
      if (d.name.text.empty() || d.name.text.starts_with('_') || std::holds_alternative<ast::Import>(d.body)) continue;
      names.emplace_back(d.name.text);
      out += section(d);
    }
    return out;
  }

 private:
  void problem(std::string_view what, std::string_view why) {
    page_.problems.push_back(fmt::format("{}: {} {}", name_, what, why));
  }

  std::string section(const ast::Declaration& d) {
    const std::string name(d.name.text);
    const std::string words = words_of(d.doc);
    if (words.empty()) problem(name, "has no `##` lines before it");
    std::string out = fmt::format("\n### {}\n\n`{}`\n\n{}\n", name, signature(d), words);
    if (const auto* set = std::get_if<ast::Set>(&d.body)) {
      if (!set->file.span.empty()) out += listed(source_of(file_, *set));
    } else if (!ast::parameters(d).empty()) {
      if (words.find("issing") == std::string::npos) problem(name, "does not say when it is missing");
      out += examples(name);
    }
    return out;
  }

  static std::string listed(const std::string& source) { return source.empty() ? "" : "\n" + source; }

  std::string signature(const ast::Declaration& d) const {
    const std::string name(d.name.text);
    if (std::holds_alternative<ast::Set>(d.body)) return set_signature(name);
    if (const auto* param = std::get_if<ast::Param>(&d.body))
      return fmt::format("param {} = {}", name, sources_.text(tree_[param->value].span));
    if (std::holds_alternative<ast::Record>(d.body)) return "record " + name;
    return function_signature(d, name);
  }

  std::string set_signature(const std::string& name) const {
    const auto program = compiled(fmt::format("from {} use {}\nr when x in {}\n", name_, name, name));
    if (!program || program->sets.empty()) return name;
    const ir::ConstantSet& set = program->sets[0];
    std::vector<std::string> all;
    for (const std::string& t : set.texts) all.push_back("\"" + t + "\"");
    for (const double n : set.numbers) all.push_back(base::number_text(n));
    for (const std::int64_t t : set.ticks) all.push_back(base::date_or_time_text(t));
    std::string out;
    const std::size_t shown = all.size() <= kShown + 1 ? all.size() : kShown;
    for (std::size_t i = 0; i < shown; ++i) out += (i > 0 ? ", " : "") + all[i];
    if (shown == all.size()) return fmt::format("set {} = {{ {} }}", name, out);
    return fmt::format("set {} = {{ {}, … }}, {} {}s", name, out, all.size(), data::name(set.kind));
  }

  std::string function_signature(const ast::Declaration& d, const std::string& name) const {
    std::string shown;
    for (const ast::Parameter& p : ast::parameters(d)) {
      shown += (shown.empty() ? "" : ", ") + std::string(sources_.text(p.span));
    }
    const std::string call = ast::parameters(d).empty() ? name : fmt::format("{}({})", name, shown);
    const auto result = result_of(d, name);
    return result ? fmt::format("{} -> {}", call, *result) : call;
  }

  // What a call gives, asked of the compiler. Sets may be of any type: the first that fits is taken.
  std::optional<std::string> result_of(const ast::Declaration& d, const std::string& name) const {
    for (const std::string_view set : {"[\"a\"]", "[1]", "[2026-01-01]"}) {
      std::string fields;
      std::string given;
      for (const ast::Parameter& p : ast::parameters(d)) {
        const bool is_set = p.type == ast::ParameterType::set;
        const std::string field = fmt::format("field_{}", fields.size());
        const std::string_view declared = sources_.text(p.span).substr(p.name.text.size());
        if (!is_set) fields += fmt::format("  {}{}\n", field, declared);
        given += (given.empty() ? "" : ", ") + (is_set ? std::string(set) : field);
      }
      const std::string call = ast::parameters(d).empty() ? name : fmt::format("{}({})", name, given);
      const auto program =
          compiled(fmt::format("from {} use {}\nrecord lead {{\n  id text\n{}}}\nchoose result {{ {} when true }}\n",
                               name_, name, fields, call));
      if (program) return std::string(data::name(program->outcomes[0].type));
    }
    return std::nullopt;
  }

  std::string examples(const std::string& name) const {
    std::string out;
    std::size_t count = 0;
    for (const ast::Declaration& d : tree_.declarations) {
      const auto* test = std::get_if<ast::Test>(&d.body);
      if (test == nullptr) continue;
      for (const ast::Item& item : test->expects) {
        std::string_view text = sources_.text(tree_[item.condition].span);
        const bool of_it = text.starts_with(name + "(") || text.starts_with("not " + name + "(");
        if (!of_it || text.find('\n') != text.npos || count == kExamples) continue;
        out += std::string(text) + "\n";
        ++count;
      }
    }
    return out.empty() ? "" : "\n```text\n" + out + "```\n";
  }

  std::string name_;
  StdlibPage& page_;
  engine::FileText file_;
  base::SourceMap sources_;
  diag::Sink sink_;
  ast::File tree_;
};

// "std.email" is a heading whose link is "#stdemail".
std::string link(const std::string& module) {
  std::string anchor = module;
  std::erase(anchor, '.');
  return fmt::format("[`{}`](#{})", module, anchor);
}

}  // namespace

StdlibPage stdlib_page() {
  StdlibPage page{std::string(kHead) + "\n| module | what it says | names |\n| --- | --- | --- |\n", {}};
  std::string sections;
  for (const std::string& module : engine::standard_modules()) {
    std::vector<std::string> names;
    std::string summary;
    sections += ModulePage(module, page).run(names, summary);
    std::string list;
    for (const std::string& name : names) list += (list.empty() ? "`" : ", `") + name + "`";
    page.text += fmt::format("| {} | {} | {} |\n", link(module), summary, list);
  }
  page.text += sections;
  return page;
}

}  // namespace rubric::test
