// The step that types expressions, as one class over several files: declarations and plain expressions in
// infer.cpp, what must agree in infer_agreement.cpp, operators in infer_operators.cpp, tests and calls in
// infer_tests.cpp, what a field is limited to in infer_limits.cpp.
#pragma once

#include <map>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <tuple>
#include <vector>

#include "builtins/table.hpp"
#include "check/model.hpp"

namespace rubric::check {

/// Why types must agree: a sentence, perhaps with a piece in it, that is put together when they do not. The pieces
/// must live as long.
class Why {
 public:
  Why(const char* sentence) : before_(sentence) {}
  Why(const std::string& sentence) : before_(sentence) {}
  Why(std::string_view before, std::string_view piece, std::string_view behind)
      : before_(before), piece_(piece), behind_(behind) {}

  [[nodiscard]] std::string text() const { return std::string(before_).append(piece_).append(behind_); }

 private:
  std::string_view before_;
  std::string_view piece_;
  std::string_view behind_;
};

class Inferrer {
 public:
  explicit Inferrer(Model& model);
  void run();

 private:
  // --- declarations ---

  void symbol(Symbol& s);
  template <typename T>
  void declaration(Symbol&, const T&) {}
  void declaration(Symbol& s, const ast::Rule& rule);
  void declaration(Symbol& s, const ast::Let& let);
  void declaration(Symbol& s, const ast::Set&);
  void declaration(Symbol& s, const ast::Param& param);
  void declaration(Symbol& s, const ast::Choose& choose);
  void declaration(Symbol& s, const ast::Score& score);
  void bounds(const ast::Score& score);
  void percent(const ast::ScoreLine& line);
  std::optional<Literal> constant(ExprId id) const;
  std::optional<double> constant_number(ExprId id) const;
  void guard(const ast::Guard& g);
  void tests();
  void test(const ast::Declaration& d, const ast::Test& test);
  void override(const ast::Override& o);
  void expected_reason(const ast::Item& e);
  bool names_outcome(ExprId id) const;

  // --- agreement ---

  TypeRef type(ExprId id) const;
  TypeRef infer(ExprId id);
  void require(ExprId id, data::Kind wanted, const Why& why);
  bool check_is(ExprId id, TypeRef t, data::Kind wanted, const Why& why);
  bool two_uses(ExprId id, data::Kind found, data::Kind wanted);
  bool literal_hint(diag::Builder& report, const Expr& e, data::Kind wanted);
  void hint(diag::Builder& report, ExprId id, data::Kind found, data::Kind wanted);
  bool begins_line(Span value) const;
  bool time_habit(diag::Builder& report, ExprId a, data::Kind ka, ExprId b, data::Kind kb);
  std::string described(ExprId id, data::Kind kind) const;
  void difference(diag::Builder& report, ExprId a, data::Kind ka, ExprId b, data::Kind kb);
  bool agree(ExprId a, TypeRef ta, ExprId b, TypeRef tb, const Why& why);

  // --- expressions ---

  TypeRef infer_one(ExprId id);
  TypeRef duration_literal(const Expr& e);
  TypeRef path(ExprId id, const Expr& e);
  TypeRef stray_set(const Expr& e);
  TypeRef many_values(ExprId id);
  TypeRef negate(ExprId operand);

  // --- binary operators ---

  TypeRef binary(ExprId id);
  TypeRef comparison(const Expr& e, ExprId a, ExprId b);
  TypeRef compared_with_set(const Expr& e, ExprId a, ExprId b, const Symbol& set);
  TypeRef compared_with_missing(const Expr& e, ExprId value);
  bool calendar_age(const Expr& e, ExprId a, ExprId b);
  void ordered(const Expr& e, ExprId a);
  /// How a test looks for a value among those that a field is limited to.
  enum class Limit : std::uint8_t { none, exact, folded };
  static Limit limit_of(const Expr& test) { return test.ignoring_case ? Limit::folded : Limit::exact; }
  struct Limits;
  const Limits* limits_of(ExprId side, Limit limit);
  void limited(ExprId side, ExprId literal, Limit limit);
  void limited_set(ExprId value, ExprId set, const Symbol& symbol, Limit limit);
  TypeRef arithmetic(ExprId id, const Expr& e, ExprId a, ExprId b);
  std::optional<TypeRef> sum_type(const Expr& e, ExprId a, ExprId b);
  static std::optional<data::Kind> result_of(ast::BinaryOp op, data::Kind a, data::Kind b);
  std::optional<TypeRef> half_known(const Expr& e, ExprId a, ExprId b, std::optional<data::Kind> ka,
                                    std::optional<data::Kind> kb);
  void sum_help(diag::Builder& report, const Expr& e, ExprId a, ExprId b, data::Kind ka, data::Kind kb);
  TypeRef no_sum(const Expr& e, ExprId a, ExprId b, data::Kind ka, data::Kind kb);
  void settle_waiting();
  struct Waiting {
    ExprId id;
    TypeRef result;
  };
  bool settle(const Waiting& w);
  std::optional<TypeRef> by_result(const Expr& e, ExprId a, ExprId b, std::optional<data::Kind> wanted);
  void assume(ExprId id);
  bool other_is(const Expr& e, ExprId side, data::Kind kind) const;

  // --- tests ---

  TypeRef between(const Expr& e);
  void ends(ExprId first, ExprId second);
  TypeRef membership(const Expr& e);
  void not_a_set(Span span);
  void members(ExprId value, TypeRef t, ExprId set, const Why& why, Limit limit);
  void named_members(ExprId value, TypeRef t, ExprId s, const Why& why, Limit limit);
  TypeRef text_test(const Expr& e);
  TypeRef matches(const Expr& e);
  TypeRef state(const Expr& e);
  bool is_let(ExprId id) const;
  bool is_test(ExprId id) const;
  void swap_state(const Expr& e, std::string_view what, const char* word);
  TypeRef window(const Expr& e);
  void extent(ExprId id, bool calendar);
  void whole_count(const Expr& e);
  TypeRef conditional(const Expr& e);
  TypeRef block(const Expr& e);
  void block_count(const Expr& e, ExprId id, std::size_t items);
  void not_constant(ExprId id, const char* rule);

  // --- lists ---

  TypeRef aggregate(const Expr& e);
  void source(ExprId id);
  TypeRef aggregated(const Expr& e, ExprId value);
  bool list_test(const Expr& e, ExprId list);
  void list_members(const FieldNode& list, ExprId value, TypeRef t, const Why& why);
  const FieldNode* scalar_list(ExprId id);
  void each_line(const ast::ScoreLine& line);
  void period(const ast::ScoreLine& line);
  void fixed(ExprId id, data::Kind kind, const char* clause);
  void needs_clock(const ast::ScoreLine& line);

  // --- tables and lifecycles ---

  void declaration(Symbol& s, const ast::Table& table);
  void one_value(const Symbol& s, const ast::Table& table);
  void declaration(Symbol& s, const ast::Lifecycle& lifecycle);
  void cell(const ast::Table& table, std::size_t column, const ast::Cell& cell);
  TypeRef output(const ast::Table& table, std::size_t index);
  void bad_file_cell(ExprId id, data::Kind wanted);
  void states(const ast::Lifecycle& lifecycle, const Symbol& s);
  void unreachable(const ast::Lifecycle& lifecycle, const std::vector<std::string_view>& names);
  void dead_ends(const ast::Lifecycle& lifecycle, const std::vector<std::string_view>& names);
  void same_moves(const ast::Lifecycle& lifecycle, const std::vector<std::string_view>& names);

  // --- functions ---

  TypeRef parameter(const Parameter& p, const Expr& e);
  TypeRef function_call(const Expr& e, const Symbol& s);
  void argument(const Symbol& s, std::size_t i, ExprId id);
  void set_argument(const Parameter& p, ExprId id, const Why& why);
  void projected_argument(const Symbol& s, const Parameter& p, const Expr& e);
  void which_value(const FieldNode& given, const Parameter& p, ExprId id);
  void list_argument(const Symbol& s, const Parameter& p, ExprId id);

  // --- calls ---

  TypeRef call(const Expr& e);
  TypeRef unknown_function(const Expr& e, std::string_view name);
  static bool other_name(const Model& model, diag::Builder& report, const Expr& e, std::string_view name);
  static bool foreign_function(const Model& model, diag::Builder& report, const Expr& e, std::string_view name);
  TypeRef wrong_count(const Expr& e, std::string_view name, const std::string& wanted, const std::string& meaning);
  static std::string shown(const builtins::Signature& s);
  static bool takes(const builtins::Signature& s, std::size_t count);
  TypeRef overload(const Expr& e, std::string_view name, std::span<const builtins::Signature> overloads);
  static data::Kind parameter(const builtins::Signature& s, std::size_t i);
  bool fits(const builtins::Signature& s, std::span<const ExprId> operands) const;
  Model& model_;
  std::vector<Waiting> waiting_;
  std::vector<TypeRef> numbers_by_default_;
  /// By field (true) or symbol, output of a table, and how it is compared; null where nothing limits it.
  std::map<std::tuple<bool, std::uint32_t, std::uint32_t, Limit>, std::shared_ptr<const Limits>> limits_;
};

}  // namespace rubric::check
