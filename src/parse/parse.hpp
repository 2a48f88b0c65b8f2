// text -> ast. The only folder that knows PEGTL, in two of its files.
#pragma once

#include <cstdint>

#include "ast/ast.hpp"
#include "base/source_map.hpp"
#include "diag/sink.hpp"

namespace rubric::parse {

struct Limits {
  std::uint32_t source_bytes = 16U << 20U;
  std::uint32_t nesting = 128;
  std::uint32_t chain = 1'000;  ///< operators in one row, such as `a or b or c`: each is a level of the tree
  std::uint32_t declarations = 100'000;
  std::uint32_t identifier_bytes = 255;
  std::uint32_t path_names = ast::kPathNames;
  std::uint32_t text_literal_bytes = 64U << 10U;
};

/// Parses source number `source` of the map. Every syntax error of the file is reported to the sink;
/// what could be understood is in the tree that comes back, a broken expression as ExprKind::error.
/// Never throws on any bytes. Linear in the length of the text. With `so_far` the declarations are added to
/// that tree, so that the files of one program share their ids.
[[nodiscard]] ast::File parse(const base::SourceMap& sources, std::uint32_t source, diag::Sink& sink,
                              const Limits& limits = {}, ast::File so_far = {});

}  // namespace rubric::parse
