// The main file and the modules that it imports, in one tree.
#pragma once

#include <span>
#include <string>
#include <vector>

#include "ast/ast.hpp"
#include "base/source_map.hpp"
#include "diag/sink.hpp"
#include "engine/files.hpp"
#include "parse/parse.hpp"

namespace rubric::engine {

struct ModuleLimits {
  std::uint32_t depth = 16;
  std::uint32_t files = 256;
  std::size_t bytes = 16U << 20U;  ///< of all files together
};

struct Modules {
  ast::File tree;
  std::vector<std::string> names;       ///< by module, as `--param NAME.x` has it; the main file's is empty
  std::vector<std::string> identities;  ///< by module: what Files calls it
};

/// Parses the main file, which may be several sources one after the other, and everything that it imports, each
/// file once. Reports what cannot be
/// found, circles, and limits. `files` knows the standard files too: see with_standard_files.
[[nodiscard]] Modules load_modules(base::SourceMap& sources, std::span<const std::uint32_t> main, diag::Sink& sink,
                                   const Files& files, const parse::Limits& limits = {},
                                   const ModuleLimits& module_limits = {});

}  // namespace rubric::engine
