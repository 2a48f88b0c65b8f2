// The order to go on in, what is used before what uses it; and the circles that have none.
#include "check/order.hpp"

#include <algorithm>
#include <optional>
#include <string>
#include <vector>

#include "ast/visit.hpp"

namespace rubric::check {

namespace {

// Depth first without recursion: chains of values may be as long as a file.
class Orderer {
 public:
  explicit Orderer(Model& model) : model_(model), state_(model.symbols.size(), State::fresh) {}

  void run() {
    for (std::uint32_t i = 0; i < model_.symbols.size(); ++i) {
      if (state_[i] == State::fresh) visit(i);
    }
  }

 private:
  enum class State : std::uint8_t { fresh, open, done };
  struct Frame {
    std::uint32_t symbol;
    std::size_t next;
  };

  void visit(std::uint32_t root) {
    stack_ = {{root, 0}};
    state_[root] = State::open;
    while (!stack_.empty()) {
      Frame& top = stack_.back();
      const auto& uses = model_.symbols[top.symbol].uses;
      if (top.next == uses.size()) {
        state_[top.symbol] = State::done;
        model_.order.push_back(top.symbol);
        stack_.pop_back();
        continue;
      }
      const std::uint32_t used = uses[top.next++];
      if (state_[used] == State::open) {
        cycle(used);
      } else if (state_[used] == State::fresh) {
        state_[used] = State::open;
        stack_.push_back({used, 0});
      }
    }
  }

  void cycle(std::uint32_t start) {
    const auto first = std::ranges::find(stack_, start, &Frame::symbol);
    const Symbol& s = model_.symbols[start];
    if (s.broken) return;
    std::string chain;
    for (auto it = first; it != stack_.end(); ++it) chain += shown(it->symbol) + " -> ";
    chain += shown(start);
    auto report = model_.sink.report(Finding::cycle, s.declaration->name.span, {{"name", s.name}, {"chain", chain}});
    report.label("needs its own value");
    for (auto it = first + 1; it != stack_.end(); ++it) {
      report.label(model_.symbols[it->symbol].declaration->name.span, "by way of this");
    }
    for (auto it = first; it != stack_.end(); ++it) {
      if (const auto span = bare_score(it->symbol)) {
        report.label(*span, "`score` is the sum of all blocks, this one included");
        report.note("a block cannot ask for the sum that it is part of")
            .help("name the block that is meant: `score.NAME`")
            .help("or ask the sum outside of the blocks, in a rule or a `choose`");
        return broken(first);
      }
    }
    report.note("values and rules are worked out from others, never from themselves")
        .help(first + 1 == stack_.end() ? "give this value a name that it does not use itself"
                                        : "break the circle: one of these has to do without the others");
    broken(first);
  }

  void broken(std::vector<Frame>::iterator from) {
    for (auto it = from; it != stack_.end(); ++it) model_.symbols[it->symbol].broken = true;
  }

  // Where a declaration names `score` alone. No recursion: a sum is as deep as it is long.
  std::optional<Span> bare_score(std::uint32_t symbol) const {
    std::vector<ExprId> open;
    const auto add = [&](ExprId id) { open.push_back(id); };
    ast::for_each_root(*model_.symbols[symbol].declaration, add);
    while (!open.empty()) {
      const ExprId id = open.back();
      open.pop_back();
      if (model_.resolved[id.index].kind == Resolved::Kind::total) return model_.expr(id).span;
      ast::for_each_child(model_.file, model_.expr(id), add);
    }
    return std::nullopt;
  }

  std::string shown(std::uint32_t symbol) const {
    const Symbol& s = model_.symbols[symbol];
    return (s.kind == SymbolKind::score ? "score." : "") + std::string(s.name);
  }

  Model& model_;
  std::vector<State> state_;
  std::vector<Frame> stack_;
};

}  // namespace

void order(Model& model) {
  Orderer(model).run();
}

}  // namespace rubric::check
