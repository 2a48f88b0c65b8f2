#include "check/table_proof.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <limits>
#include <map>
#include <numeric>
#include <span>
#include <unordered_map>

#include "base/number_text.hpp"
#include "base/time_text.hpp"
#include "check/value_set.hpp"

namespace rubric::check {

namespace {

using ast::BinaryOp;
using K = data::Kind;

constexpr long double kInfinite = std::numeric_limits<long double>::infinity();

// A test lets through at least and at most these values: the two differ where a value is worked out.
struct Bounds {
  ValueSet at_least;
  ValueSet at_most;
};

Bounds exact(const ValueSet& set) {
  return {set, set};
}

Bounds unsure() {
  return {ValueSet::nothing(), ValueSet::present()};
}

long double place(const Literal& literal) {
  return literal.kind == K::number ? static_cast<long double>(literal.value.number)
                                   : static_cast<long double>(literal.value.ticks);
}

std::string word(const Literal& literal) {
  if (literal.kind == K::boolean) return literal.value.tri == data::Tri::yes ? "true" : "false";
  return std::string(data::view(literal.value.text));
}

bool is_ordered(K kind) {
  return kind == K::number || kind == K::time || kind == K::duration;
}

// A date stands for its whole day: what lies on it begins at `low` and ends before `high`.
struct Stretch {
  long double low;
  long double high;
  bool high_open;
};

Stretch stretch(const Model& model, ExprId id, const Literal& literal) {
  const long double at = place(literal);
  if (is_date(model, id, literal.kind)) return {at, at + static_cast<long double>(base::kMicrosPerDay), true};
  return {at, at, false};
}

Bounds compared(const Model& model, K kind, BinaryOp op, ExprId value) {
  std::optional<Literal> literal = literal_as(model, value, kind);
  if (const Symbol* s = model.symbol_of(value); s != nullptr && s->kind == SymbolKind::param)
    literal = param_value(model, *s);
  if (!literal || literal->kind != kind) return unsure();
  if (!is_ordered(kind)) {
    const ValueSet same = ValueSet::texts({word(*literal)});
    if (op == BinaryOp::equal) return exact(same);
    if (op == BinaryOp::not_equal) return exact(same.complement().intersect(ValueSet::present()));
    return unsure();
  }
  const Stretch s = stretch(model, value, *literal);
  switch (op) {
    case BinaryOp::equal: return exact(ValueSet::range(s.low, false, s.high, s.high_open));
    case BinaryOp::not_equal:
      return exact(ValueSet::range(s.low, false, s.high, s.high_open).complement().intersect(ValueSet::present()));
    case BinaryOp::less: return exact(ValueSet::range(-kInfinite, false, s.low, true));
    case BinaryOp::less_equal: return exact(ValueSet::range(-kInfinite, false, s.high, s.high_open));
    case BinaryOp::greater: return exact(ValueSet::range(s.high, !s.high_open, kInfinite, false));
    case BinaryOp::greater_equal: return exact(ValueSet::range(s.low, false, kInfinite, false));
    default: return unsure();
  }
}

Bounds either(const Bounds& a, const Bounds& b) {
  const auto joined = [](const ValueSet& x, const ValueSet& y) {
    return x.complement().intersect(y.complement()).complement();
  };
  return {joined(a.at_least, b.at_least), joined(a.at_most, b.at_most)};
}

Bounds both(const Bounds& a, const Bounds& b) {
  return {a.at_least.intersect(b.at_least), a.at_most.intersect(b.at_most)};
}

Bounds negated(const Bounds& b) {
  return {b.at_most.complement().intersect(ValueSet::present()),
          b.at_least.complement().intersect(ValueSet::present())};
}

Bounds set_bounds(const Model& model, K kind, ExprId set) {
  const ExprId s = model.strip(set);
  const Expr& e = model.expr(s);
  Bounds out = exact(ValueSet::nothing());
  if (e.kind == ExprKind::path) {
    const Symbol* symbol = model.symbol_of(s);
    if (symbol == nullptr || symbol->kind != SymbolKind::set) return unsure();
    const ir::ConstantSet& members = model.sets[symbol->set];
    if (kind == K::text) return exact(ValueSet::texts(members.texts));
    for (const double n : members.numbers)
      out = either(out, exact(ValueSet::range(static_cast<long double>(n), false, static_cast<long double>(n), false)));
    for (const std::int64_t t : members.ticks)
      out = either(out, exact(ValueSet::range(static_cast<long double>(t), false, static_cast<long double>(t), false)));
    return out;
  }
  for (const ExprId member : model.file.operands(e)) out = either(out, compared(model, kind, BinaryOp::equal, member));
  return out;
}

Bounds cell_bounds(const Model& model, K kind, const ast::Cell& cell) {
  using enum ast::Cell::Kind;
  switch (cell.kind) {
    case any: return exact(ValueSet::all());
    case missing: return exact(ValueSet::missing());
    case present: return exact(ValueSet::present());
    case compare: return compared(model, kind, cell.op, cell.values[0]);
    case range:
      return both(compared(model, kind, BinaryOp::greater_equal, cell.values[0]),
                  compared(model, kind, BinaryOp::less_equal, cell.values[1]));
    case in_set: {
      const Bounds b = set_bounds(model, kind, cell.values[0]);
      return cell.negated ? negated(b) : b;
    }
    case one_of: {
      Bounds out = exact(ValueSet::nothing());
      for (const ExprId id : cell.values) out = either(out, compared(model, kind, BinaryOp::equal, id));
      return out;
    }
  }
  return unsure();
}

using Box = std::vector<ValueSet>;

class Prover {
 public:
  Prover(Model& model, const ast::Table& table, Span name) : model_(model), table_(table), name_(name) {}

  void run() {
    for (const ExprId id : table_.columns) columns_.push_back(domain(id));
    for (const ast::Row& row : table_.rows) {
      at_least_.push_back(box(row, true));
      at_most_.push_back(box(row, false));
    }
    index();
    if (table_.mode == ast::TableMode::unique) overlaps();
    if (table_.mode == ast::TableMode::sum) return;
    if (table_.mode == ast::TableMode::first) unreachable();
    gap();
  }

 private:
  K kind(std::size_t column) const {
    return model_.types.kind(model_.expr_types[table_.columns[column].index]).value_or(K::text);
  }

  ValueSet domain(ExprId id) const {
    const K k = model_.types.kind(model_.expr_types[id.index]).value_or(K::text);
    if (k == K::boolean) return ValueSet::all().within({"true", "false"});
    if (is_ordered(k)) return ValueSet::all_ordered();
    const auto allowed = enumerated(model_, id);
    if (!allowed || allowed->ignoring_case) return ValueSet::all_texts();
    return ValueSet::all_texts().within({allowed->values.begin(), allowed->values.end()});
  }

  Box box(const ast::Row& row, bool at_least) const {
    Box out;
    for (std::size_t i = 0; i < columns_.size(); ++i) {
      const Bounds b = cell_bounds(model_, kind(i), row.cells[i]);
      out.push_back(columns_[i].intersect(at_least ? b.at_least : b.at_most));
    }
    return out;
  }

  static Box intersect(const Box& a, const Box& b) {
    Box out;
    for (std::size_t i = 0; i < a.size(); ++i) out.push_back(a[i].intersect(b[i]));
    return out;
  }
  static bool empty(const Box& box) {
    return std::ranges::any_of(box, [](const ValueSet& s) { return s.empty(); });
  }

  void overlaps() {
    for (std::uint32_t i = 0; i < at_most_.size(); ++i) {
      for (const std::uint32_t k : earlier(i)) {
        if (!meet(at_most_[i], at_most_[k])) continue;
        const Box sure = intersect(at_least_[i], at_least_[k]);
        auto report = model_.sink.report(Finding::rows_overlap, table_.rows[i].span);
        report.label(table_.rows[k].span, "this row too");
        if (empty(sure)) {
          report.note(
              "their cells hold values that are worked out, so that it cannot be shown that they exclude each other");
        } else {
          report.note("both match a lead with " + lead(sure));
        }
        report.help("change one of them, or write `first` to take the upper one");
        return;
      }
    }
  }

  // The column with the most single texts tells most rows apart: by text those that have it, and those that
  // have others or no limit there.
  void index() {
    std::size_t best = 0;
    for (std::size_t c = 0; c < columns_.size(); ++c) {
      const auto singles = std::ranges::count_if(at_most_, [&](const Box& b) { return b[c].only_text() != nullptr; });
      if (static_cast<std::size_t>(singles) <= best) continue;
      best = static_cast<std::size_t>(singles);
      key_ = c;
    }
    for (std::uint32_t i = 0; i < at_most_.size(); ++i) {
      const std::string* text = best > 0 ? at_most_[i][key_].only_text() : nullptr;
      (text != nullptr ? by_text_[*text] : wide_).push_back(i);
    }
  }

  // The rows above row `i` that may match a lead that it matches, from the top.
  std::vector<std::uint32_t> earlier(std::uint32_t i) const {
    const std::string* text = by_text_.empty() ? nullptr : at_most_[i][key_].only_text();
    std::vector<std::uint32_t> out;
    if (text == nullptr) {
      out.resize(i);
      std::iota(out.begin(), out.end(), 0U);
      return out;
    }
    std::ranges::merge(by_text_.at(*text), wide_, std::back_inserter(out));
    out.erase(std::ranges::lower_bound(out, i), out.end());
    return out;
  }

  void unreachable() {
    for (std::uint32_t i = 1; i < at_most_.size() && left_ > 0; ++i) {
      row_left_ = kRowSteps;
      if (uncovered(at_most_[i], earlier(i), 0)) continue;
      model_.sink.report(Finding::unreachable_row, table_.rows[i].span)
          .note("the rows above it match all that it matches, and the first one is taken");
    }
  }

  void gap() {
    row_left_ = left_ = kSteps;
    if (knows_some_texts()) return;
    const bool rest = std::ranges::any_of(at_least_, [&](const Box& row) { return covers(row); });
    if (rest) return;
    std::vector<std::uint32_t> all(at_least_.size());
    std::iota(all.begin(), all.end(), 0U);
    const auto open = uncovered(columns_, all, 0);
    if (!open || exhausted()) return;
    model_.sink.report(Finding::table_gap, name_)
        .note("for example a lead with " + lead(*open) + ": the table gives it nothing")
        .help("end with a row of `*` for all others");
  }

  // A function that looks texts up knows some and not others: who calls it expects that.
  bool knows_some_texts() const {
    if (table_.parameters.empty()) return false;
    for (std::size_t i = 0; i < columns_.size(); ++i) {
      if (kind(i) != K::text) return false;
    }
    return true;
  }

  bool covers(const Box& row) const {
    for (std::size_t i = 0; i < row.size(); ++i) {
      if (!columns_[i].intersect(row[i].complement()).empty()) return false;
    }
    return true;
  }

  static bool meet(const Box& a, const Box& b) {
    for (std::size_t i = 0; i < a.size(); ++i) {
      if (!a[i].meets(b[i])) return false;
    }
    return true;
  }

  // Nothing is said of what takes too long to find out.
  bool exhausted() const { return left_ <= 0 || row_left_ <= 0; }
  void spend(std::ptrdiff_t steps) {
    left_ -= steps;
    row_left_ -= steps;
  }

  // A part of the region that none of the rows from `next` on surely matches. What a row leaves is in pieces,
  // one a column; the first, which is the largest as a rule, is gone on with here.
  std::optional<Box> uncovered(Box region, std::span<const std::uint32_t> rows, std::size_t depth) {
    if (empty(region)) return std::nullopt;
    for (std::size_t next = 0; next < rows.size(); ++next) {
      spend(1);
      if (exhausted() || depth > kMaxDepth) break;
      const Box& row = at_least_[rows[next]];
      if (!meet(region, row)) continue;
      std::vector<Box> pieces = without(std::move(region), row);
      if (pieces.empty()) return std::nullopt;
      for (std::size_t i = 1; i < pieces.size(); ++i) {
        if (auto found = uncovered(std::move(pieces[i]), rows.subspan(next + 1), depth + 1)) return found;
      }
      region = std::move(pieces[0]);
    }
    if (depth > kMaxDepth) row_left_ = 0;
    return region;
  }

  std::vector<Box> without(Box region, const Box& row) {
    std::vector<Box> pieces;
    for (std::size_t i = 0; i < region.size(); ++i) {
      ValueSet outside = region[i].intersect(row[i].complement());
      spend(static_cast<std::ptrdiff_t>(10 + outside.texts_count() / 8));
      if (!outside.empty()) {
        pieces.push_back(region);
        pieces.back()[i] = std::move(outside);
      }
      region[i] = region[i].intersect(row[i]);
    }
    return pieces;
  }

  std::string lead(const Box& box) const {
    std::string out;
    for (std::size_t i = 0; i < box.size(); ++i) {
      const auto example = box[i].example();
      if (!example) continue;
      const std::string name(model_.sources.text(model_.expr(table_.columns[i]).span));
      out += (out.empty() ? "`" : ", `") + name + shown(*example, kind(i)) + "`";
    }
    return out;
  }

  static std::string shown(const ValueSet::Example& e, K kind) {
    if (e.missing) return " is missing";
    if (e.text) return kind == K::boolean ? " == " + *e.text : " == \"" + *e.text + "\"";
    if (kind == K::time) return " == " + base::date_or_time_text(static_cast<std::int64_t>(*e.number));
    if (kind == K::duration) return " == " + base::duration_text(static_cast<std::int64_t>(*e.number));
    return " == " + base::number_text(static_cast<double>(*e.number));
  }

  static constexpr std::ptrdiff_t kSteps = 2'000'000;   // for a table
  static constexpr std::ptrdiff_t kRowSteps = 100'000;  // for a row
  static constexpr std::size_t kMaxDepth = 200;

  Model& model_;
  const ast::Table& table_;
  Span name_;
  Box columns_;
  std::vector<Box> at_least_;
  std::vector<Box> at_most_;
  std::size_t key_ = 0;
  std::unordered_map<std::string, std::vector<std::uint32_t>> by_text_;  // rows by their only text in column `key_`
  std::vector<std::uint32_t> wide_;                                      // the other rows
  std::ptrdiff_t left_ = kSteps;
  std::ptrdiff_t row_left_ = kRowSteps;
};

// --- guards ---

using Facts = std::map<std::pair<int, std::uint32_t>, ValueSet>;

// What must hold of single names for the condition to be yes.
class Gatherer {
 public:
  explicit Gatherer(const Model& model) : model_(model) {}

  Facts run(ExprId id) {
    if (id.valid()) add(id);
    return std::move(facts_);
  }

 private:
  void add(ExprId id) {
    id = model_.strip(id);
    const Expr& e = model_.expr(id);
    const auto operands = model_.file.operands(e);
    if (e.kind == ExprKind::binary && e.op == BinaryOp::and_) {
      add(operands[0]);
      add(operands[1]);
    } else if (e.kind == ExprKind::block && e.block == ast::BlockKind::all_of) {
      for (const ast::Item& item : model_.file.items(e)) add(item.condition);
    } else if (e.kind == ExprKind::binary) {
      comparison(e, operands);
    } else if (e.kind == ExprKind::path) {
      restrict(id, ValueSet::texts({"true"}));
    } else if (e.kind == ExprKind::not_) {
      restrict(operands[0], ValueSet::texts({"false"}));
    } else if (e.kind == ExprKind::in) {
      const Bounds b = set_bounds(model_, kind(operands[0]), operands[1]);
      restrict(operands[0], e.negated ? negated(b).at_most : b.at_most);
    } else if (e.kind == ExprKind::between) {
      const K k = kind(operands[0]);
      restrict(operands[0], both(compared(model_, k, BinaryOp::greater_equal, operands[1]),
                                 compared(model_, k, BinaryOp::less_equal, operands[2]))
                                .at_most);
    } else if (e.kind == ExprKind::state) {
      const bool absent = e.state == ast::StateTest::missing || e.state == ast::StateTest::unknown;
      restrict(operands[0], absent ? ValueSet::missing() : ValueSet::present());
    }
  }

  void comparison(const Expr& e, std::span<const ExprId> operands) {
    const bool tests = e.op == BinaryOp::equal || e.op == BinaryOp::not_equal ||
                       (e.op >= BinaryOp::less && e.op <= BinaryOp::greater_equal);
    if (tests && !e.ignoring_case && !ignores_case(model_, operands[0]))
      restrict(operands[0], compared(model_, kind(operands[0]), e.op, operands[1]).at_most);
  }

  K kind(ExprId id) const { return model_.types.kind(model_.expr_types[id.index]).value_or(K::text); }

  void restrict(ExprId id, const ValueSet& set) {
    const Resolved& r = model_.resolution(id);
    if (model_.expr(model_.strip(id)).kind != ExprKind::path || r.kind == Resolved::Kind::none ||
        r.kind == Resolved::Kind::element)
      return;
    const auto [entry, added] = facts_.try_emplace({static_cast<int>(r.kind), r.index * 64 + r.part}, set);
    if (!added) entry->second = entry->second.intersect(set);
  }

  const Model& model_;
  Facts facts_;
};

}  // namespace

void prove_table(Model& model, const ast::Table& table, Span name) {
  Prover(model, table, name).run();
}

bool exclusive(const Model& model, const ast::Guard& a, const ast::Guard& b) {
  const Facts x = Gatherer(model).run(a.when);
  const Facts y = Gatherer(model).run(b.when);
  return std::ranges::any_of(x, [&](const auto& fact) {
    const auto other = y.find(fact.first);
    return other != y.end() && fact.second.intersect(other->second).empty();
  });
}

}  // namespace rubric::check
