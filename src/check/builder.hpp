// The step that makes the typed program, as one class over several files: declarations and plain
// expressions in build.cpp, operators in build_operators.cpp, tests in build_tests.cpp, reasons in
// build_reasons.cpp, what is read of a record in build_slots.cpp.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "check/model.hpp"
#include "ir/program.hpp"

namespace rubric::check {

using ir::NodeId;

class Builder {
 public:
  explicit Builder(Model& model) : model_(model), nodes_(model.symbols.size()) {}

  ir::Program run();

 private:
  // --- declarations ---

  void criteria();
  template <typename T>
  void symbol(std::uint32_t, const Symbol&, const T&) {}

  void symbol(std::uint32_t index, const Symbol& s, const ast::Let& let);
  void symbol(std::uint32_t index, const Symbol& s, const ast::Param&);
  void symbol(std::uint32_t index, const Symbol&, const ast::Rule& rule);
  void symbol(std::uint32_t index, const Symbol& s, const ast::Choose& choose);
  void symbol(std::uint32_t index, const Symbol& s, const ast::Score& score);
  NodeId negated(NodeId amount, Span span);
  NodeId bounded(NodeId sum, const ast::Score& score, Span span);
  NodeId bound(ExprId id, int side, Span span);
  NodeId total();
  NodeId guard(const ast::Guard& g);
  NodeId yes(Span span);
  NodeId no(Span span);
  NodeId both(NodeId a, NodeId b, Span span);
  NodeId not_(NodeId a, Span span);

  // --- outcomes and their reasons ---

  void outcomes();
  void add_outcome(ir::OutcomeKind kind, std::uint32_t symbol, data::Kind type);
  void reasons(std::uint32_t index);
  void item_reasons(ExprId id, NodeId holds, bool outermost, std::vector<ir::Reason>& out);
  std::vector<ExprId> connected(ExprId id) const;
  void connective_reasons(ExprId id, NodeId holds, std::vector<ir::Reason>& out);
  bool passes_on(ExprId id);
  NodeId both_once(NodeId a, NodeId b, Span span);
  void line_reasons(std::uint32_t index, const ast::Score& score, std::vector<ir::Reason>& out);
  NodeId line_condition(NodeId points, Span span);
  void arm_reasons(const ast::Choose& choose, Span span, std::vector<ir::Reason>& out);

  // --- expressions ---

  NodeId build_as(ExprId id, data::Kind kind);
  NodeId build(ExprId id);
  data::Kind kind_of(ExprId id) const;
  NodeId build_one(ExprId id);
  NodeId path(ExprId id, const Expr& e);
  NodeId call(ExprId id, const Expr& e);

  // --- binary operators ---

  NodeId binary(const Expr& e, ExprId a, NodeId left, ExprId b);
  NodeId arithmetic(const Expr& e, NodeId left, ExprId b);
  static double months_of(const Expr& e);
  NodeId comparison(const Expr& e, ExprId a, NodeId left, ExprId b);
  NodeId compared(const Expr& e, ast::BinaryOp op, ExprId first, NodeId left, ExprId second, NodeId right);
  NodeId compare(ast::BinaryOp op, NodeId left, NodeId right, Span span);
  bool is_date(ExprId id) const;
  NodeId next_day(ExprId date);
  NodeId with_date(ast::BinaryOp op, ExprId first, NodeId left, ExprId second, NodeId right, Span span);
  NodeId not_less(NodeId a, NodeId b, Span span);
  NodeId between(const Expr& e);

  // --- text ---

  bool folds(const Expr& test, ExprId operand);
  NodeId folded(NodeId id, Span span);
  std::string folded_text(const std::string& text);

  // The constant members of a set, and those that are worked out.
  struct Members {
    ir::ConstantSet constants;
    std::vector<NodeId> computed;
  };
  Members members(ExprId set, data::Kind kind, bool fold);
  void member(NodeId id, Members& out);
  NodeId membership(const Expr& e);
  NodeId text_test(const Expr& e);
  NodeId quantified(const Expr& e, ir::Op op, NodeId x, bool fold);

  // --- states, windows, blocks ---

  NodeId state(const Expr& e);
  NodeId within(NodeId low, NodeId x, NodeId high, Span span);
  NodeId window(const Expr& e);
  NodeId moved(NodeId anchor, ExprId extent, int direction, Span span);
  NodeId calendar(ir::Op op, NodeId anchor, ExprId extent, Span span);
  NodeId block(const Expr& e);

  // --- lists ---

  struct List {
    NodeId node;  ///< its elements, by the clock where it has one
    std::uint32_t field = 0;
    std::vector<ExprId> conditions;  ///< of the source and of the filtered lists that it goes through
  };
  List open_list(ExprId source);
  void close_list();
  NodeId condition(const List& list, Span span);
  NodeId aggregate(ExprId id, const Expr& e);
  NodeId add_aggregate(ir::Op op, data::Kind type, std::span<const NodeId> operands, const List& list, Span span,
                       std::uint32_t payload = 0);
  NodeId each_line(const ast::ScoreLine& line);
  NodeId time_of(const List& list, Span span);
  NodeId element_node(const Resolved& r, Span span);
  NodeId list_node(std::uint32_t field, Span span);
  std::uint32_t element_slot(std::uint32_t list, std::uint32_t field);
  NodeId list_test(const Expr& e, std::uint32_t list);

  // --- slots ---

  NodeId slot_node(std::uint32_t field, Span span);
  void add_slot(std::uint32_t index);
  data::Slot make_slot(std::uint32_t index);
  void modifiers(const ast::Field& field, data::Slot& slot);
  void values(const ast::Modifier& m, const data::Slot& slot, std::vector<std::string>& texts,
              std::vector<double>& numbers);
  static void number_format(std::string_view example, data::Slot& slot);
  void layout();
  void key();
  bool first_required();
  std::uint32_t asked(const std::string& path, bool optional);
  void identity(const std::string& path);
  Model& model_;
  ir::Program program_;
  std::vector<NodeId> nodes_;   // by symbol
  std::vector<NodeId> points_;  // by symbol: a score block's bounded sum
  std::vector<std::vector<NodeId>> score_lines_;
  std::vector<std::uint32_t> outcome_of_;
  std::vector<std::vector<std::uint32_t>>
      open_;                               // the scopes that speak of the element of each aggregate round this place
  std::vector<std::uint32_t> open_lists_;  // the list of each of them: a slot
  NodeId total_;
  data::Arena scratch_{std::size_t{1} << 40U};
};

}  // namespace rubric::check
