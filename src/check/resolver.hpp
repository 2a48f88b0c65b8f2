// The step that says what each path names, as one class over several files: names of the file in
// resolve.cpp, fields in resolve_fields.cpp, lists and their elements in resolve_lists.cpp.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "check/model.hpp"

namespace rubric::check {

class Resolver {
 public:
  explicit Resolver(Model& model);
  void run();

 private:
  void walk(ExprId id);
  void unavailable(const Expr& e, std::string_view what);
  void with_set(const Expr& e);
  Resolved use(std::uint32_t symbol);
  Resolved path(const Expr& e, bool as_set);
  Resolved symbol(std::uint32_t index, std::span<const ast::Name> names, const Expr& e);
  Resolved score(std::span<const ast::Name> names);

  // --- fields ---

  std::optional<std::uint32_t> child(std::uint32_t parent, std::string_view name) const;
  Resolved field(std::span<const ast::Name> names, const Expr& e, bool as_set);
  std::uint32_t infer_field(std::uint32_t parent, const ast::Name& name, Span where);
  Resolved value_with_parts(std::uint32_t at, const ast::Name& part);
  Resolved group_as_value(std::uint32_t at, const Expr& e);
  void similar_name(const ast::Name& name, bool alone);
  Resolved unknown(std::span<const ast::Name> names, const Expr& e, bool as_set);
  Resolved unknown_set(const std::string& path, const Expr& e);
  std::string suggestion(std::span<const ast::Name> names, const std::string& path);
  Model& model_;
  std::optional<std::uint32_t> current_;
  std::vector<std::string_view> symbol_names_;
};

}  // namespace rubric::check
