// The step that says what each path names, as one class over several files: names of the file in
// resolve.cpp, fields in resolve_fields.cpp, lists and their elements in resolve_lists.cpp.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "check/model.hpp"

namespace rubric::check {

class Resolver {
 public:
  explicit Resolver(Model& model);
  void run();

 private:
  void visit(std::uint32_t symbol);
  bool visit_list(std::uint32_t symbol, const Expr& e);
  void walk(ExprId id);
  void walk_chain(ExprId id);
  void declaration(const ast::Declaration& d);
  void tests();
  void table_cells(const ast::Table& table);
  void with_set(const Expr& e);
  Resolved use(std::uint32_t symbol);
  Resolved path(const Expr& e, bool as_set);
  Resolved new_path(const Expr& e, bool as_set);
  Resolved symbol(std::uint32_t index, std::span<const ast::Name> names, const Expr& e);
  Resolved score(std::span<const ast::Name> names);

  void call(ExprId id, const Expr& e);
  void argument(const ast::Parameter& parameter, ExprId id);
  std::uint32_t module() const;
  std::optional<Resolved> parameter(std::span<const ast::Name> names, const Expr& e);
  Resolved unknown_in_module(std::span<const ast::Name> names, const Expr& e, bool as_set);

  // --- lists ---

  void aggregate(const Expr& e);
  void source(ExprId id, std::span<const ExprId> in_body);
  Resolved list_name(const Expr& e);
  bool may_be_list(std::span<const ast::Name> names) const;
  std::optional<Resolved> in_scopes(std::span<const ast::Name> names, const Expr& e);
  std::optional<Resolved> element_field(std::size_t depth, std::span<const ast::Name> names, const Expr& e);
  Resolved inferred_element(std::span<const ast::Name> names, const Expr& e);
  Resolved element(std::size_t depth, std::uint32_t field);
  void hides(const FieldNode& field, const Expr& e);
  void spoken_of(std::size_t depth);

  // --- fields ---

  std::optional<std::uint32_t> child(std::uint32_t parent, std::string_view name) const;
  Resolved field(std::span<const ast::Name> names, const Expr& e, bool as_set);
  std::uint32_t infer_field(std::uint32_t parent, const ast::Name& name, Span where);
  Resolved value_with_parts(std::uint32_t at, const ast::Name& part);
  Resolved group_as_value(std::uint32_t at, const Expr& e);
  void similar_name(const ast::Name& name, bool alone);
  std::string declared_fields(std::span<const ast::Name> names) const;
  std::optional<std::string_view> nearest(std::string_view name, const std::vector<std::string_view>& all);
  Resolved unknown(std::span<const ast::Name> names, const Expr& e, bool as_set);
  Resolved unknown_set(const std::string& path, const Expr& e);
  bool habit(diag::Builder& report, const ast::Name& name);
  bool compared_day(diag::Builder& report, const ast::Name& name);
  bool compared_yes(diag::Builder& report, const ast::Name& name);
  Span compared_path(const ast::Name& name) const;
  std::string_view text_before(Span span) const;
  bool value_without_quotes(diag::Builder& report, const ast::Name& name);
  std::string suggestion(std::span<const ast::Name> names, const std::string& path);
  Model& model_;
  std::optional<std::uint32_t> current_;
  /// By the path as it is written: where no parameter and no element of a list can be meant, it means the same field
  /// wherever it stands, and rules name the same few fields again and again.
  std::unordered_map<std::string_view, Resolved> fields_by_path_;
  std::vector<std::uint32_t> open_;            // scopes round this place, outermost first
  std::vector<std::string_view> value_names_;  // of symbols that a test can name
  std::size_t comparisons_left_ = 1'000'000;
  std::vector<bool> visited_;  // by symbol
  std::uint32_t list_chain_ = 0;
};

}  // namespace rubric::check
