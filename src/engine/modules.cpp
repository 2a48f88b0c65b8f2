#include "engine/modules.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <optional>

#include "base/spelling.hpp"
#include "engine/standard_modules.hpp"

namespace rubric::engine {

namespace {

using diag::Kind;

// "./lists/icp.rubric" is called `icp`, `std.email` is called `email`.
std::string short_name(std::string_view path, bool from_file) {
  if (from_file) {
    path = path.substr(path.find_last_of('/') + 1);
    return std::string(path.substr(0, path.find('.')));
  }
  return std::string(path.substr(path.find_last_of('.') + 1));
}

class Loader {
 public:
  Loader(base::SourceMap& sources, diag::Sink& sink, const Files& files, const parse::Limits& limits,
         const ModuleLimits& module_limits)
      : sources_(sources), sink_(sink), files_(files), limits_(limits), module_limits_(module_limits) {}

  Modules run(std::span<const std::uint32_t> main) {
    out_.names.emplace_back();
    out_.identities.emplace_back();
    for (const std::uint32_t source : main) bytes_ += sources_[source].text().size();
    for (const std::uint32_t source : main) add(source, 0);
    return std::move(out_);
  }

 private:
  // Depth first: the modules on the way here are `open_`, outermost first.
  void add(std::uint32_t source, std::uint32_t module) {
    const std::size_t first = out_.tree.declarations.size();
    out_.tree = parse::parse(sources_, source, sink_, limits_, std::move(out_.tree));
    const std::size_t last = out_.tree.declarations.size();
    for (std::size_t i = first; i < last; ++i) out_.tree.declarations[i].module = module;
    open_.push_back(module);
    for (std::size_t i = first; i < last; ++i) {
      if (std::holds_alternative<ast::Import>(out_.tree.declarations[i].body)) import(i, module);
    }
    open_.pop_back();
  }

  void import(std::size_t declaration, std::uint32_t from) {
    // A copy: loading the module adds declarations, which moves the tree's.
    const ast::Import wanted = std::get<ast::Import>(out_.tree.declarations[declaration].body);
    if (wanted.module.span.empty()) return;
    const auto target = find(wanted, from);
    if (target) std::get<ast::Import>(out_.tree.declarations[declaration].body).target = *target;
  }

  std::optional<std::uint32_t> find(const ast::Import& wanted, std::uint32_t from) {
    const Span at = wanted.module.span;
    if (!wanted.from_file) {
      auto standard = standard_module(wanted.module.value);
      if (standard) return module_of(std::move(*standard), wanted, at);
      unknown_module(wanted);
      return std::nullopt;
    }
    FileText file = files_(out_.identities[from], std::string(wanted.module.value));
    if (!file.error.empty()) {
      auto report = sink_.report(Kind::module_file, at, {{"file", wanted.module.value}, {"reason", file.error}});
      if (!file.found) report.note("the path is relative to the file that names it");
      return std::nullopt;
    }
    return module_of(std::move(file), wanted, at);
  }

  void unknown_module(const ast::Import& wanted) {
    const std::vector<std::string> known = standard_modules();
    const std::vector<std::string_view> names(known.begin(), known.end());
    auto report = sink_.report(Kind::unknown_module, wanted.module.span, {{"module", wanted.module.value}});
    report.note(fmt::format("the standard modules are `{}`", fmt::join(known, "`, `")));
    if (const auto near = base::nearest(wanted.module.value, names)) {
      report.fix("a module with a similar name exists", wanted.module.span, std::string(*near));
    } else {
      report.help("a file is named in quotes: `from \"./shared.rubric\" use …`");
    }
  }

  std::optional<std::uint32_t> module_of(FileText file, const ast::Import& wanted, Span at) {
    const auto known = std::ranges::find(out_.identities, file.identity);
    if (known != out_.identities.end() && known != out_.identities.begin()) {
      const auto module = static_cast<std::uint32_t>(known - out_.identities.begin());
      return circle(module, at) ? std::nullopt : std::optional(module);
    }
    if (too_many(file, at)) return std::nullopt;
    const auto module = static_cast<std::uint32_t>(out_.identities.size());
    out_.identities.push_back(std::move(file.identity));
    out_.names.push_back(short_name(wanted.module.value, wanted.from_file));
    shown_.push_back(file.name);
    add(sources_.add(file.name, std::move(file.text)), module);
    return module;
  }

  // The limits are for what users write: a standard module costs none of it.
  bool too_many(const FileText& file, Span at) {
    if (is_standard(file.identity)) return false;
    bytes_ += file.text.size();
    if (open_.size() <= module_limits_.depth && ++files_read_ <= module_limits_.files && bytes_ <= module_limits_.bytes)
      return false;
    sink_.report(Kind::too_many_modules, at,
                 {{"depth", module_limits_.depth}, {"files", module_limits_.files}, {"bytes", module_limits_.bytes}});
    return true;
  }

  bool circle(std::uint32_t module, Span at) {
    const auto first = std::ranges::find(open_, module);
    if (first == open_.end()) return false;
    std::string chain;
    for (auto it = first; it != open_.end(); ++it) chain += shown_[*it - 1] + " -> ";
    sink_.report(Kind::import_cycle, at, {{"file", shown_[module - 1]}, {"chain", chain + shown_[module - 1]}})
        .note("a file that needs itself has no beginning")
        .help("put what both need into a third file");
    return true;
  }

  base::SourceMap& sources_;
  diag::Sink& sink_;
  const Files& files_;
  const parse::Limits& limits_;
  const ModuleLimits& module_limits_;
  Modules out_;
  std::vector<std::uint32_t> open_;
  std::vector<std::string> shown_;  // by module, from 1
  std::size_t bytes_ = 0;
  std::size_t files_read_ = 0;
};

}  // namespace

Modules load_modules(base::SourceMap& sources, std::span<const std::uint32_t> main, diag::Sink& sink,
                     const Files& files, const parse::Limits& limits, const ModuleLimits& module_limits) {
  return Loader(sources, sink, files, limits, module_limits).run(main);
}

}  // namespace rubric::engine
