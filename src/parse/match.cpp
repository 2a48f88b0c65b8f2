#include "match.hpp"

#include <algorithm>
#include <type_traits>

#include "first_set.hpp"
#include "messages.hpp"

namespace rubric::parse {

namespace {

namespace g = rubric::grammar;
namespace p = tao::pegtl;

struct Input : p::memory_input<p::tracking_mode::lazy, p::eol::lf, const char*> {
  using memory_input::memory_input;
  /// Forward or back: what throws is not rewound.
  void go(const char* position) { m_current = position; }
};

constexpr std::uint32_t kNoNode = 0xFFFF'FFFF;

class TokenSet {
 public:
  template <typename... Tokens>
  explicit constexpr TokenSet(Tokens... tokens) {
    ((has_[static_cast<std::size_t>(tokens)] = true), ...);
  }
  constexpr bool operator[](Token token) const { return has_[static_cast<std::size_t>(token)]; }

 private:
  bool has_[256] = {};
};

constexpr TokenSet kLiterals{Token::number, Token::text, Token::time, Token::k_true, Token::k_false, Token::k_missing};
constexpr TokenSet kEndsOperand{Token::comma, Token::newline,       Token::k_and,       Token::k_or,
                                Token::close, Token::close_bracket, Token::close_brace, Token::end};
constexpr TokenSet kEndsPath{Token::equal,   Token::not_equal,     Token::less,        Token::less_equal,
                             Token::greater, Token::greater_equal, Token::k_in,        Token::k_between,
                             Token::comma,   Token::newline,       Token::k_and,       Token::k_or,
                             Token::close,   Token::close_bracket, Token::close_brace, Token::end};

struct TooDeep {
  std::uint32_t token;
};

/// What the rules change while they match. Nodes are cut back when a rule fails.
class State {
 public:
  struct Error {
    const g::Expected* expected;
    std::uint32_t token;
  };
  struct Mark {
    std::uint32_t token;
    std::uint32_t nodes;
    std::uint32_t open;
  };
  struct Level {
    std::uint32_t& depth;
    explicit Level(std::uint32_t& d) : depth(d) { ++depth; }
    ~Level() { --depth; }
    Level(const Level&) = delete;
    Level& operator=(const Level&) = delete;
  };

  State(const Chunk& chunk, std::uint32_t nesting, Match& out) : chunk_(chunk), nesting_(nesting), out_(out) {}

  [[nodiscard]] std::uint32_t at(const Input& in) const {
    return static_cast<std::uint32_t>(reinterpret_cast<const Token*>(in.current()) - chunk_.kinds.data());
  }

  void open(NodeKind kind, const Input& in) {
    out_.nodes.push_back({kind, at(in), 0, open_});
    open_ = static_cast<std::uint32_t>(out_.nodes.size() - 1);
  }
  void close(const Input& in) {
    Node& node = out_.nodes[open_];
    open_ = node.next;
    node.end = at(in);
    node.next = static_cast<std::uint32_t>(out_.nodes.size());
  }
  // A literal or a path behind which no operator of operands stands is the whole operand, whatever else could begin
  // with it.
  bool take_lone_operand(Input& in) {
    const std::uint32_t token = at(in);
    if (kLiterals[chunk_.kinds[token]]) {
      return kEndsOperand[chunk_.kinds[token + 1]] && take(in, NodeKind::literal, token, token + 1);
    }
    if (!g::is_name(chunk_.kinds[token])) return false;
    std::uint32_t end = token + 1;
    while (chunk_.kinds[end] == Token::dot && g::is_name(chunk_.kinds[end + 1])) end += 2;
    return kEndsPath[chunk_.kinds[end]] && take(in, NodeKind::path, token, end);
  }
  void drop() {
    const std::uint32_t parent = out_.nodes[open_].next;
    out_.nodes.resize(open_);
    open_ = parent;
  }

  [[nodiscard]] Level deeper(const Input& in) {
    if (depth_ >= nesting_) throw TooDeep{at(in)};
    return Level(depth_);
  }

  [[nodiscard]] Mark mark(const Input& in) const {
    return {at(in), static_cast<std::uint32_t>(out_.nodes.size()), open_};
  }

  /// Goes on at the end of the line on which the item failed, at least one token behind its beginning:
  /// one slip often spoils the rest of its line, and then one message is enough.
  void skip_item(Input& in, const Mark& mark, const Error& error) {
    const std::uint32_t end = std::max(line_end(mark.token), mark.token + 1);
    note(error, mark.token, end);
    restore(mark);
    out_.nodes.push_back({NodeKind::broken_item, mark.token, end, static_cast<std::uint32_t>(out_.nodes.size() + 1)});
    go(in, end);
  }

  [[nodiscard]] bool skip_to_block(Input& in, const Mark& mark, const Error& error) {
    std::uint32_t i = error.token;
    while (!ends(chunk_.kinds[i]) && !opens_block(i)) i = behind(i);
    if (chunk_.kinds[i] != Token::open_brace) return false;
    note(error, mark.token, i);
    restore(mark);
    go(in, i);
    return true;
  }

  void note(const Error& error, std::uint32_t first, std::uint32_t last) {
    out_.errors.push_back({error.expected->kind, error.expected->what, error.token, first, last});
  }

 private:
  static bool ends(Token kind) { return kind == Token::newline || kind == Token::end || kind == Token::close_brace; }
  // The `{` of a block is the last on its line, or the only one.
  [[nodiscard]] bool opens_block(std::uint32_t i) const {
    return chunk_.kinds[i] == Token::open_brace && chunk_.kinds[chunk_.partners[i] + 1] == Token::end;
  }
  [[nodiscard]] std::uint32_t behind(std::uint32_t i) const {
    return chunk_.partners[i] > i ? chunk_.partners[i] + 1 : i + 1;
  }
  [[nodiscard]] std::uint32_t line_end(std::uint32_t i) const {
    while (!ends(chunk_.kinds[i])) i = behind(i);
    return i;
  }
  void restore(const Mark& mark) {
    out_.nodes.resize(mark.nodes);
    open_ = mark.open;
  }
  bool take(Input& in, NodeKind kind, std::uint32_t begin, std::uint32_t end) {
    out_.nodes.push_back({kind, begin, end, static_cast<std::uint32_t>(out_.nodes.size() + 1)});
    go(in, end);
    return true;
  }
  void go(Input& in, std::uint32_t token) const { in.go(reinterpret_cast<const char*>(chunk_.kinds.data() + token)); }

  const Chunk& chunk_;
  std::uint32_t nesting_;
  Match& out_;
  std::uint32_t open_ = kNoNode;
  std::uint32_t depth_ = 0;
};

// --- the rules that leave a node -----------------------------------------------------------------

template <typename Rule>
inline constexpr int node_of = -1;

#define NODE(rule, kind) \
  template <>            \
  inline constexpr int node_of<g::rule> = static_cast<int>(NodeKind::kind);

NODE(path, path)
NODE(literal, literal)
NODE(count_number, literal)
NODE(duration, duration)
NODE(paren, paren)
NODE(list_literal, list)
NODE(constant_list, list)
NODE(value_list, list)
NODE(set_literal, set)
NODE(value_record, record)
NODE(negate, negate)
NODE(negative, negate)
NODE(negation, negation)
NODE(if_, if_)
NODE(all_any_none, all_any_none)
NODE(at_least_most, at_least_most)
NODE(exactly, exactly)
NODE(aggregate, aggregate)
NODE(min_max, min_max)
NODE(pattern, pattern)
NODE(arguments, arguments_tail)
NODE(logic_tail, logic_tail)
NODE(compare_tail, compare_tail)
NODE(in_tail, in_tail)
NODE(between_tail, between_tail)
NODE(text_tail, text_tail)
NODE(matches_tail, matches_tail)
NODE(state_tail, state_tail)
NODE(window_tail, window_tail)
NODE(within_tail, within_tail)
NODE(calendar_extent, calendar_extent)
NODE(default_tail, default_tail)
NODE(sum_tail, sum_tail)
NODE(product_tail, product_tail)
NODE(of_list, of_list)
NODE(alias, alias)
NODE(where, where)
NODE(block_item, block_item)
NODE(when, when)
NODE(arm_when, when)
NODE(unless, unless)
NODE(where_unless, unless)
NODE(because, because)
NODE(criteria, criteria)
NODE(criteria_item, criteria_item)
NODE(import, import)
NODE(record, record_declaration)
NODE(field, field)
NODE(modifier, modifier)
NODE(param, param)
NODE(set, set_declaration)
NODE(set_terms, set_terms)
NODE(set_file, set_file)
NODE(let, let)
NODE(parameter, parameter)
NODE(total, total)
NODE(score, score)
NODE(bound, bound)
NODE(score_line, score_line)
NODE(for_each, for_each)
NODE(once, once)
NODE(calendar_period, calendar_period)
NODE(halving, halving)
NODE(up_to, up_to)
NODE(rule, rule)
NODE(choose, choose)
NODE(arm, arm)
NODE(otherwise, otherwise)
NODE(table, table)
NODE(table_file, table_file)
NODE(table_header, table_header)
NODE(row, row)
NODE(cell, cell)
NODE(output, output)
NODE(lifecycle, lifecycle)
NODE(start_item, start_item)
NODE(move, move)
NODE(test_declaration, test)
NODE(as_of, as_of)
NODE(with, with)
NODE(override, override)
NODE(given, given)
NODE(expect, expect)
#undef NODE

// Operands, of which most are a literal or a path: nine rules within each other would look for what else could be
// there.
template <typename Rule>
inline constexpr bool is_operand = std::is_base_of_v<g::fallback, Rule> || std::is_base_of_v<g::sum, Rule>;

template <typename Rule>
struct Control : p::normal<Rule> {
  template <p::apply_mode A, p::rewind_mode M, template <typename...> class Action, template <typename...> class Other,
            typename In>
  [[nodiscard]] static bool match(In& in, State& state) {
    constexpr FirstSet first = first_of<Rule>();
    if constexpr (first.decides()) {
      // No rule consumes the end token, so there is always one to look at.
      if (!first.has(in.peek_uint8())) return false;
    }
    if constexpr (is_operand<Rule>) {
      if (state.take_lone_operand(in)) return true;
    }
    return p::normal<Rule>::template match<A, M, Action, Other>(in, state);
  }
  template <typename In>
  static void start(const In& in, State& state) {
    if constexpr (node_of<Rule> >= 0) state.open(static_cast<NodeKind>(node_of<Rule>), in);
  }
  template <typename In>
  static void success(const In& in, State& state) {
    if constexpr (node_of<Rule> >= 0) state.close(in);
  }
  template <typename In>
  static void failure(const In& /*in*/, State& state) {
    if constexpr (node_of<Rule> >= 0) state.drop();
  }
  template <typename In>
  [[noreturn]] static void raise(const In& in, State& state) {
    throw State::Error{&g::expected<Rule>(), state.at(in)};
  }
};

// The declaration failed as a whole: nothing of it is kept.
void give_up(Match& out) {
  out.nodes.clear();
  out.complete = false;
}

}  // namespace

void match(const Chunk& chunk, std::uint32_t nesting, Match& out) {
  out = Match{std::move(out.nodes), std::move(out.errors)};
  out.nodes.clear();
  out.errors.clear();
  const char* begin = reinterpret_cast<const char*>(chunk.kinds.data());
  Input in(begin, begin + chunk.kinds.size(), "");
  State state(chunk, nesting, out);
  try {
    out.complete = p::parse<g::whole, p::nothing, Control>(in, state);
  } catch (const State::Error& error) {
    state.note(error, 0, chunk.size());
    give_up(out);
  } catch (const TooDeep& error) {
    out.errors.push_back({diag::Kind::nesting_too_deep, {}, error.token, 0, chunk.size()});
    out.too_deep = true;
    give_up(out);
  }
}

}  // namespace rubric::parse
