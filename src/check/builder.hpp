// The step that makes the typed program, as one class over several files: declarations and plain
// expressions in build.cpp, operators in build_operators.cpp, tests in build_tests.cpp, reasons in
// build_reasons.cpp, what is read of a record in build_slots.cpp and, for joins, in build_joins.cpp.
#pragma once

#include <map>
#include <optional>
#include <span>

#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "check/model.hpp"
#include "ir/program.hpp"

namespace rubric::check {

using ir::NodeId;

class Outliner;

class Builder {
 public:
  explicit Builder(Model& model) : model_(model), nodes_(model.symbols.size()), passes_on_(model.symbols.size()) {}

  ir::Program run();

 private:
  friend class Outliner;

  // --- declarations ---

  [[nodiscard]] bool wants_outline() const;
  void criteria();
  template <typename T>
  void symbol(std::uint32_t, const Symbol&, const T&) {}

  void symbol(std::uint32_t index, const Symbol& s, const ast::Let& let);
  void symbol(std::uint32_t index, const Symbol& s, const ast::Param&);
  void symbol(std::uint32_t index, const Symbol&, const ast::Rule& rule);
  void symbol(std::uint32_t index, const Symbol& s, const ast::Choose& choose);
  void symbol(std::uint32_t index, const Symbol& s, const ast::Score& score);
  void unreachable_arms(const ast::Choose& choose, std::span<const NodeId> operands);
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
  // Something of which the first that applies is taken, and what is said of it.
  struct Taken {
    NodeId condition;
    std::string_view because;
    Span because_span;
    Span span;
  };
  void first_reasons(std::span<const Taken> items, std::vector<ir::Reason>& out);
  void all_reasons(std::span<const Taken> items, std::vector<ir::Reason>& out);
  void add_parts(std::uint32_t symbol);
  void ledger(std::uint32_t symbol);
  void ledger_line(std::string_view score, std::string text, NodeId points, Span span);

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
  NodeId next_day(NodeId date);
  NodeId with_date(ast::BinaryOp op, NodeId left, NodeId right, bool left_is_date, Span span);
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
  bool is_written(ExprId id, data::Kind kind) const;
  void add_written(std::span<const ExprId> members, data::Kind kind, Members& out);
  void member(NodeId id, Members& out);
  NodeId membership(const Expr& e);
  NodeId is_member(const Expr& place, ExprId x, ExprId set);
  NodeId text_test(const Expr& e);
  NodeId quantified(const Expr& e, ir::Op op, NodeId x, bool fold);

  // --- states, windows, blocks ---

  NodeId state(const Expr& e);
  NodeId within(NodeId low, NodeId x, NodeId high, Span span);
  NodeId window(const Expr& e);
  NodeId moved(NodeId anchor, ExprId extent, int direction, Span span);
  NodeId calendar(ir::Op op, NodeId anchor, ExprId extent, Span span);
  NodeId block(const Expr& e);

  // --- functions: expanded where they are called ---

  // One expansion. What is given is worked out anew where it is used, in the place of the caller, because
  // an element that it speaks of is counted from where it stands.
  struct Frame {
    const Symbol* function;
    std::span<const ExprId> arguments;
    Frame* caller;
    std::map<std::pair<std::uint32_t, std::size_t>, NodeId> built{};  // by parameter and depth of the loops
    std::map<std::uint32_t, bool> ignores_case{};                     // by parameter
  };
  NodeId expand(const Symbol& function, const Expr& e);
  NodeId parameter(std::uint32_t index);
  ExprId given(std::uint32_t index) const;
  bool ignores(ExprId id);
  bool too_large(Span span) {
    if (depth_ > kMaxDepth) steps_ = std::max(steps_, kMaxSteps);
    return ++steps_ > kMaxSteps && too_large_now(span);
  }
  bool too_large_now(Span span);
  void too_deep(Span span);

  // --- tables and lifecycles ---

  void symbol(std::uint32_t index, const Symbol& s, const ast::Table& table);
  void symbol(std::uint32_t index, const Symbol& s, const ast::Lifecycle& lifecycle);
  std::vector<NodeId> rows_of(const ast::Table& table);
  NodeId value_of(const Symbol& s, const ast::Table& table);
  NodeId row(const ast::Table& table, const ast::Row& row);
  NodeId cell(ExprId column, const ast::Cell& cell);
  NodeId literal_or_build(ExprId id, data::Kind kind);
  NodeId compared_cell(ExprId column, ast::BinaryOp op, ExprId value, const Expr& place);
  NodeId table_output(const ast::Table& table, std::size_t output, std::span<const NodeId> rows, data::Kind kind,
                      Span span);

  // --- lists ---

  // What is given for a list may be a value of each element: `at of events`.
  struct Projection {
    ExprId expr;
    Frame* frame;
    std::size_t scopes;  ///< how many stand outside it: they take its value for the element
    NodeId value{};
  };
  struct Condition {
    ExprId expr;  ///< of a projection: the value, which must be there
    Frame* frame;
    bool present;
    bool unless = false;  ///< holds an element back where it is yes
  };
  struct List {
    NodeId node;  ///< its elements, by the clock where it has one
    std::uint32_t field = 0;
    std::vector<Condition> conditions;    ///< of the source and of the filtered lists that it goes through
    std::vector<Projection> projections;  ///< outermost first
  };
  // A scope that speaks of the element of a loop, or of a value of it.
  struct OpenScope {
    std::uint32_t scope;
    NodeId value{};  ///< not valid where it is the element itself
  };
  List open_list(ExprId source);
  void project(List& list);
  bool ignores_elements(ExprId list);
  void close_list();
  NodeId condition(const List& list, Span span);
  NodeId aggregate(ExprId id, const Expr& e);
  NodeId add_aggregate(ir::Op op, data::Kind type, std::span<const NodeId> operands, const List& list, Span span,
                       std::uint32_t payload = 0);
  NodeId each_line(const ast::ScoreLine& line, bool capped = true);
  NodeId time_of(const List& list, Span span);
  NodeId element_node(const Resolved& r, Span span);
  NodeId list_node(std::uint32_t field, Span span);
  std::uint32_t element_slot(std::uint32_t list, std::uint32_t field);
  NodeId list_test(const Expr& e, ExprId list);
  NodeId in_list(NodeId x, ExprId list, bool fold, Span span);
  std::optional<std::uint32_t> named_list(ExprId id);
  NodeId raised(NodeId id, std::uint32_t inner = 0);
  NodeId many_values(ExprId id);
  std::map<std::pair<std::uint32_t, std::uint32_t>, NodeId> raised_;  // what one call has raised already

  // --- slots ---

  NodeId slot_node(std::uint32_t field, Span span);
  void add_slot(std::uint32_t index);
  data::Slot make_slot(std::uint32_t index);
  void below_groups(std::uint32_t index, data::Slot& slot) const;
  void modifiers(const ast::Field& field, data::Slot& slot);
  void values(const ast::Modifier& m, const data::Slot& slot, std::vector<std::string>& texts,
              std::vector<double>& numbers);
  static void number_format(std::string_view example, data::Slot& slot);
  void layout();
  void key();
  bool first_required();
  std::uint32_t asked(const std::string& path, bool optional);
  static data::Slot identity(const std::string& path);
  void joins();
  data::Slot join_key(const std::string& name, std::uint32_t list);
  Model& model_;
  ir::Program program_;
  std::vector<NodeId> nodes_;  // by symbol
  std::vector<NodeId> row_;    // operands of the row that is being built, behind those of the rows round it
  // A text of a set as it stands in the file. Most differ in their first bytes, which are quick to compare.
  struct Written {
    std::uint64_t begins = 0;  ///< the first eight bytes as a number, the first one highest; zeros behind a short text
    std::string_view text;

    explicit Written(std::string_view of) : text(of) {
      for (std::size_t i = 0; i < sizeof begins; ++i)
        begins = begins << 8U | (i < text.size() ? static_cast<unsigned char>(text[i]) : 0U);
    }
    friend auto operator<=>(const Written&, const Written&) = default;
  };
  std::vector<Written> written_;    // of the set that is being built
  std::vector<NodeId> slot_nodes_;  // by field
  std::vector<bool> passes_on_;     // by symbol: a rule whose condition has reasons to give
  std::vector<NodeId> points_;      // by symbol: a score block's bounded sum
  std::vector<std::vector<NodeId>> score_lines_;
  std::vector<std::uint32_t> outcome_of_;
  std::vector<std::vector<OpenScope>> open_;  // the scopes that speak of the element of each aggregate round this place
  std::vector<std::uint32_t> open_lists_;     // the list of each of them: a slot
  struct Move {
    NodeId from;  ///< the present state is one that it leaves
    NodeId applies;
  };
  std::map<std::uint32_t, std::vector<Move>> moves_;  // by lifecycle
  Frame* frame_ = nullptr;
  std::size_t steps_ = 0;
  // Functions that call functions twice grow without end: far above what a file by hand reaches.
  static constexpr std::size_t kMaxSteps = 5'000'000;
  // Nor does a file by hand reach this, which the stack has room for: an expression nests 128 deep.
  static constexpr std::size_t kMaxDepth = 1'500;
  // How many expressions are being built in each other.
  struct Deeper {
    explicit Deeper(std::size_t& depth) : depth_(depth) { ++depth_; }
    ~Deeper() { --depth_; }
    Deeper(const Deeper&) = delete;
    Deeper& operator=(const Deeper&) = delete;

    std::size_t& depth_;
  };
  std::size_t depth_ = 0;
  std::map<std::pair<std::uint32_t, std::uint32_t>, NodeId> parts_;  // of tables and lifecycles: by symbol and part
  std::set<std::pair<std::uint32_t, std::vector<std::uint32_t>>> counted_;  // aggregates and the lists round them
  NodeId total_;
  NodeId total_sum_;  // before its bounds
  data::Arena scratch_{std::size_t{1} << 40U};
};

}  // namespace rubric::check
