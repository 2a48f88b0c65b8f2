#include "explain.hpp"

#include <algorithm>
#include <optional>
#include <string>

#include "base/span.hpp"
#include "base/spelling.hpp"
#include "words.hpp"

namespace rubric::parse {

using diag::Kind;
using grammar::is_name;
using grammar::is_reserved;

namespace {

std::string quote(std::string_view words) {
  return "`" + std::string(words) + "`";
}

class Explanation {
 public:
  Explanation(const Chunk& chunk, const SyntaxError& error, diag::Sink& sink)
      : chunk_(chunk), e_(error), sink_(sink), t_(std::min(error.token, chunk.size())) {}

  void run() {
    if (known_already()) return;
    if (e_.kind == Kind::nesting_too_deep) {
      sink_.report(Kind::nesting_too_deep, here()).help("give the inner parts names with `let`");
      return;
    }
    if (e_.kind == Kind::unknown_declaration) return declaration();
    if (special()) return;
    general();
  }

 private:
  // --- looking at tokens ---

  [[nodiscard]] Token kind(std::uint32_t i) const { return i <= chunk_.size() ? chunk_.kinds[i] : Token::end; }
  [[nodiscard]] Token found() const { return kind(t_); }
  [[nodiscard]] Token before(std::uint32_t n = 1) const { return t_ >= n ? kind(t_ - n) : Token::end; }
  [[nodiscard]] bool at_line_end() const { return found() == Token::newline || found() == Token::end; }
  [[nodiscard]] std::string_view word() const { return chunk_.spelling(t_); }

  /// The token that did not fit; at a line end the place behind the last token.
  [[nodiscard]] Span here() const {
    if (t_ > 0 && (at_line_end() || (missing_before() && crosses_line()))) return base::after(chunk_.span(t_ - 1));
    return chunk_.span(t_);
  }
  // What is missing is missing on the line before, where the reader still waited for it.
  [[nodiscard]] bool missing_before() const {
    return e_.kind != Kind::unexpected_token && e_.kind != Kind::unknown_item && e_.kind != Kind::unknown_declaration;
  }
  [[nodiscard]] bool crosses_line() const {
    const std::uint32_t from = chunk_.places[t_ - 1].end;
    const std::uint32_t to = chunk_.places[t_].begin;
    return to > from && chunk_.text.substr(from, to - from).find('\n') != std::string_view::npos;
  }
  [[nodiscard]] std::string seen() const {
    if (at_line_end()) return "the end of the line";
    const std::string_view s = chunk_.spelling(t_);
    if (s.empty()) return "nothing";
    return s.size() > 40 ? "this" : quote(s);
  }

  // The reader's own reports on this item, up to the end of the line of the failure, explain the failure.
  [[nodiscard]] bool known_already() const {
    if (chunk_.reported.empty()) return false;
    const std::uint32_t place = chunk_.places[t_].begin;
    std::uint32_t from = chunk_.places[std::min(e_.first, t_)].begin;
    if (e_.first == 0) {
      from = t_ > 0 ? chunk_.places[t_ - 1].begin : place;
      while (from > 0 && chunk_.text[from - 1] != '\n') --from;
    }
    const std::size_t line = chunk_.text.find('\n', place);
    const std::uint32_t to = line == std::string_view::npos ? static_cast<std::uint32_t>(chunk_.text.size())
                                                            : static_cast<std::uint32_t>(line);
    const auto first = std::lower_bound(chunk_.reported.begin(), chunk_.reported.end(), from);
    return first != chunk_.reported.end() && *first <= to;
  }

  [[nodiscard]] bool seen_in_item(Token k) const {
    for (std::uint32_t i = t_; i > e_.first;) {
      --i;
      if (kind(i) == Token::close_brace || kind(i) == Token::close || kind(i) == Token::close_bracket) {
        i = std::min(i, std::max(chunk_.partners[i], e_.first));
        continue;
      }
      if (kind(i) == k) return true;
      if (kind(i) == Token::newline) return false;
    }
    return false;
  }

  static std::optional<std::string_view> like(std::string_view w, const std::vector<std::string_view>& candidates) {
    return base::nearest(w, candidates);
  }

  // --- what stands at the start of a declaration ---

  void declaration() {
    static const std::vector<std::string_view> kWords{"criteria", "from",   "record", "param", "set",      "let",
                                                      "score",    "choose", "table",  "test",  "lifecycle"};
    const Token first = kind(0);
    const std::string_view w = chunk_.spelling(0);
    const std::string shown = w.empty() ? "the end of the line" : w.size() > 40 ? "this" : quote(w);
    t_ = 0;
    auto report = sink_.report(Kind::unknown_declaration, here(), {{"found", shown}});
    if (first == Token::plus || first == Token::minus) {
      report.help("lines of points stand inside `score NAME { … }`");
    } else if (first == Token::k_expect || first == Token::k_given) {
      report.help(quote(w) + " stands inside `test \"…\" { … }`");
    } else if (first == Token::k_start || kind(1) == Token::arrow) {
      report.help("the moves of a lifecycle stand inside `lifecycle NAME from FIELD { … }`");
    } else if (is_name(first) && kind(1) == Token::assign) {
      report.help("to name a value write `let " + std::string(w) + " = …`");
    } else if (is_name(first) && kind(1) == Token::k_if) {
      report.fix("a rule is written `" + std::string(w) + " when …`", chunk_.span(1), "when");
    } else if (is_name(first) && is_name(kind(1)) && like(chunk_.spelling(1), {"when"})) {
      report.fix("did you mean `" + std::string(w) + " when …`?", chunk_.span(1), "when");
    } else if (const auto near = is_name(first) ? like(w, kWords) : std::nullopt) {
      report.fix("did you mean " + quote(*near) + "?", chunk_.span(0), std::string(*near));
    } else if (is_reserved(first)) {
      report.help("a line that begins with " + quote(w) +
                  " goes on from the line before; that one is complete already");
    } else {
      report.help("a rule is written `NAME when …`");
    }
    report.note(
        "declarations are `NAME when …`, `let`, `param`, `set`, `score`, `choose`, `table`, `lifecycle`, `record`, "
        "`from`, `test` and `criteria`");
  }

  // --- slips that deserve a message of their own ---

  bool special() {
    switch (e_.kind) {
      case Kind::bare_within: return within();
      case Kind::missing_else: return missing_else();
      case Kind::expected_state: return state();
      case Kind::expected_points: return points();
      case Kind::expected_type: return type();
      case Kind::expected_block: return block();
      case Kind::expected_name: return name();
      case Kind::row_without_output: return row();
      case Kind::expected_duration: return duration();
      case Kind::expected_literal: return literal();
      case Kind::expected_expression: return expression() || name_or_word();
      case Kind::unexpected_token:
      case Kind::expected_word:
      case Kind::unknown_item:
      case Kind::expected_sign: return stray();
      default: return false;
    }
  }

  bool within() {
    std::uint32_t i = t_;
    while (i > 0 && kind(i) != Token::k_within) --i;
    sink_.report(Kind::bare_within, chunk_.span(i, t_))
        .label("from when?")
        .note("`within` counts from a time: `at within 7 days after d.at`, or `before` it")
        .help("for the time up to now write `in the last " + length(i + 1) + "`, from now on `in the next " +
              length(i + 1) + "`");
    return true;
  }
  [[nodiscard]] std::string length(std::uint32_t from) const {
    const Span s = chunk_.span(from, t_);
    return s.end - s.begin > 40 || s.empty() ? "30 days" : std::string(chunk_.text.substr(s.begin, s.end - s.begin));
  }

  bool missing_else() {
    sink_.report(Kind::missing_else, here(), {{"found", seen()}})
        .note("an `if` always has a value, so it has both: `if C then A else B`")
        .help("for no value write `else missing`");
    return true;
  }

  bool state() {
    if (found() == Token::k_not) {
      const Token next = kind(t_ + 1);
      const std::string_view other = next == Token::k_missing   ? "present"
                                     : next == Token::k_present ? "missing"
                                     : next == Token::k_unknown ? "known"
                                     : next == Token::k_known   ? "unknown"
                                                                : "";
      auto report = sink_.report(Kind::is_not, chunk_.span(t_ - 1, t_ + 1));
      report.note("`is` asks for one of four states: `missing` or `present` of data, `unknown` or `known` of a rule");
      if (!other.empty()) {
        report.fix("write `is " + std::string(other) + "`", chunk_.span(t_ - 1, t_ + 2), "is " + std::string(other));
      } else if (kind(t_ + 1) == Token::word && chunk_.spelling(t_ + 1) == "null") {
        report.fix("write `is present`", chunk_.span(t_ - 1, t_ + 2), "is present");
      } else {
        report.fix("to compare values write `!=`", chunk_.span(t_ - 1, t_ + 1), "!=");
      }
      return true;
    }
    if (found() == Token::word && word() == "null") {
      sink_.report(Kind::null_word, here())
          .note("what is not there is `missing`")
          .fix("write `is missing`", chunk_.span(t_ - 1, t_ + 1), "is missing");
      return true;
    }
    auto report = sink_.report(Kind::expected_state, here(), {{"found", seen()}});
    report.note("`is` asks for one of four states: `missing` or `present` of data, `unknown` or `known` of a rule");
    if (const auto near = is_name(found()) ? like(word(), {"missing", "present", "unknown", "known"}) : std::nullopt) {
      report.fix("did you mean " + quote(*near) + "?", here(), std::string(*near));
    } else if (!at_line_end()) {
      report.fix("to compare values write `==`", chunk_.span(t_ - 1), "==");
    }
    return true;
  }

  bool points() {
    if (!is_name(found())) return false;
    sink_.report(Kind::points_need_parentheses, here(), {{"found", seen()}})
        .note("a line of points begins with a number, or with an expression in parentheses")
        .fix("if that is a value, put it in parentheses", here(), "(" + std::string(word()) + ")");
    return true;
  }

  bool type() {
    if (at_line_end() || !is_name(found())) return false;
    auto report = sink_.report(Kind::unknown_type, here(), {{"type", word()}});
    report.note("types are `text`, `number`, `bool`, `time`, `duration`, `list of …` and `list { … }`");
    static const std::vector<std::string_view> kTypes{"text", "number", "bool", "time", "duration", "list", "set"};
    static const std::pair<std::string_view, std::string_view> kForeign[] = {
        {"string", "text"},   {"str", "text"},       {"varchar", "text"},   {"int", "number"},   {"integer", "number"},
        {"float", "number"},  {"double", "number"},  {"decimal", "number"}, {"boolean", "bool"}, {"date", "time"},
        {"datetime", "time"}, {"timestamp", "time"}, {"array", "list"}};
    std::optional<std::string_view> near = like(word(), kTypes);
    for (const auto& [foreign, own] : kForeign) {
      if (word() == foreign) near = own;
    }
    if (near) report.fix("write " + quote(*near), here(), std::string(*near));
    return true;
  }

  bool block() {
    if (found() == Token::newline && kind(t_ + 1) == Token::open_brace) {
      sink_.report(Kind::brace_on_next_line, chunk_.span(t_ + 1))
          .note("a `{` stands on the line of the word that it belongs to, because lines end things")
          .help("put it at the end of the line before");
      return true;
    }
    if (nameless_score()) return true;
    if (kind(t_ - 1) == Token::k_list || (e_.what == "`{`" && before() == Token::k_of && found() != Token::newline)) {
      sink_
          .report(Kind::expected_block, here(),
                  {{"what", before() == Token::k_list ? "`of` and a type, or `{`" : "`{`"}, {"found", seen()}})
          .note("a list holds values, `list of text`, or records, `list { … }`");
      return true;
    }
    return false;
  }

  // `score max 60 {` was read as the bounds of the sum.
  bool nameless_score() {
    const bool bounds = kind(1) == Token::k_min || kind(1) == Token::k_max;
    if (kind(0) != Token::k_score || t_ < 2 || !bounds) return false;
    if (found() != Token::open_brace && e_.kind != Kind::expected_block) return false;
    sink_
        .report(Kind::expected_name, base::after(chunk_.span(0)),
                {{"what", "the name of the block"}, {"found", quote(chunk_.spelling(1))}})
        .note("a block is `score NAME max 40 { … }`; `score min 0 max 100` alone bounds the sum of all blocks");
    return true;
  }

  bool name() { return name_or_word(); }

  bool name_or_word() {
    if (!is_reserved(found()) || found() == Token::k_not || found() == Token::k_if) return false;
    if (e_.kind == Kind::expected_expression && t_ > 0 && is_reserved(found()) && found() != Token::k_is) {
      // An operand is missing before an operator word; the word itself is in its right place.
      if (before() != Token::newline && before() != Token::comma) return false;
    }
    sink_.report(Kind::reserved_word, here(), {{"word", word()}, {"what", e_.what}})
        .note("reserved are `and or not in between is if then else where true false missing when default unless`")
        .help("a field of that name is written in back-quotes: `` `" + std::string(word()) + "` ``");
    return true;
  }

  bool row() {
    if (kind(0) != Token::k_table) return false;
    sink_.report(Kind::row_without_output, here(), {{"found", seen()}})
        .note("a line of a table is `CELL | CELL => OUTPUT`");
    return true;
  }

  bool duration() {
    return unit(t_) || (found() == Token::number && unit(t_ + 1)) || (found() == Token::number && no_unit());
  }
  bool no_unit() {
    if (is_name(kind(t_ + 1)) || kind(t_ + 1) == Token::unit) return false;
    sink_.report(Kind::missing_unit, base::after(chunk_.span(t_)), {{"number", word()}})
        .note("units are `seconds minutes hours days weeks months quarters years`")
        .help("write `" + std::string(word()) + " days` or another unit");
    return true;
  }

  /// A number and a word that is no unit.
  bool unit(std::uint32_t i) {
    if (i == 0 || !is_name(kind(i)) || kind(i) == Token::quoted) return false;
    if (kind(i - 1) != Token::number && kind(i - 1) != Token::k_calendar) return false;
    static const std::vector<std::string_view> kUnits = [] {
      std::vector<std::string_view> units{
#define RUBRIC_UNIT(spelling, unit) spelling,
#include "keywords.def"
      };
      // The plurals are what is meant most often, and the first of equals is taken.
      std::stable_partition(units.begin(), units.end(), [](std::string_view u) { return u.back() == 's'; });
      return units;
    }();
    const std::string_view w = chunk_.spelling(i);
    const auto near = like(w, kUnits);
    const bool wanted = e_.kind == Kind::expected_duration;
    static const std::pair<std::string_view, std::string_view> kShort[] = {
        {"d", "days"},      {"h", "hours"},      {"hr", "hours"},    {"hrs", "hours"},
        {"min", "minutes"}, {"mins", "minutes"}, {"sec", "seconds"}, {"secs", "seconds"},
        {"wk", "weeks"},    {"mo", "months"},    {"yr", "years"}};
    std::optional<std::string_view> meant = kind(i) == Token::word || wanted ? near : std::nullopt;
    for (const auto& [abbreviation, full] : kShort) {
      if (w == abbreviation) meant = full;
    }
    if (!meant && !wanted) return false;
    auto report = sink_.report(Kind::unknown_unit, chunk_.span(i), {{"unit", w}});
    report.note("units are `seconds minutes hours days weeks months quarters years`");
    if (meant) report.fix("write " + quote(*meant), chunk_.span(i), std::string(*meant));
    return true;
  }

  bool literal() {
    if (kind(0) == Token::k_param && !at_line_end()) {
      sink_.report(Kind::expected_literal, here(), {{"what", e_.what}, {"found", seen()}})
          .note("a param is a constant that the caller may override")
          .help("a value that is computed is a `let`");
      return true;
    }
    return false;
  }

  bool expression() {
    if (found() == Token::k_if) {
      sink_.report(Kind::if_needs_parentheses, here())
          .note("`if … then … else …` is the loosest of all, so inside another expression it stands in parentheses")
          .help("write `( if … then … else … )`");
      return true;
    }
    if (found() == Token::k_not) {
      sink_.report(Kind::not_needs_parentheses, here())
          .note("`not` covers the whole test behind it, so it cannot stand inside one")
          .help("put `not` before the test, or parentheses round it");
      return true;
    }
    if (found() == Token::open_brace) {
      sink_.report(Kind::set_outside_in, here())
          .note("a set `{ … }` stands behind `in` and `of`, and in `set NAME = { … }`")
          .help("a list is written `[ … ]`");
      return true;
    }
    return false;
  }

  // Something stands where the item was complete.
  bool stray() {
    if (nameless_score()) return true;
    const bool operand_before = t_ > 0 && !is_reserved(before());
    if (found() == Token::newline && kind(t_ + 1) == Token::open_brace) return block();
    if (found() == Token::dot) {
      sink_
          .report(Kind::expected_name, base::after(chunk_.span(t_)),
                  {{"what", "a name behind the dot"},
                   {"found", is_reserved(kind(t_ + 1)) ? quote(chunk_.spelling(t_ + 1)) : "no name"}})
          .note("a path is names joined by dots: `fit.industry`")
          .help("a name that is a word of the language is written in back-quotes");
      return true;
    }
    if (unit(t_)) return true;
    if (found() == Token::k_of && (before() == Token::k_all || before() == Token::k_any || before() == Token::k_none)) {
      ++t_;
      if (found() == Token::newline && kind(t_ + 1) == Token::open_brace) return block();
      sink_.report(Kind::expected_block, here(), {{"what", "`{`"}, {"found", seen()}})
          .note("a block test is `" + std::string(chunk_.spelling(t_ - 2)) +
                " of { … }`, its items parted by line ends or commas");
      return true;
    }
    if (found() == Token::word && (word() == "like" || word() == "LIKE" || word() == "ilike")) return like_operator();
    if (found() == Token::k_default) return default_after_test();
    if (found() == Token::k_unless || found() == Token::k_because || found() == Token::k_when) return clause();
    if (before() == Token::k_the && (found() == Token::k_last || found() == Token::k_next) &&
        before(2) == Token::k_in && before(3) == Token::k_not) {
      sink_.report(Kind::not_in_window, chunk_.span(t_ - 3, t_ + 1))
          .note("`not in` asks a set; the other way round a window takes `not` before the whole test")
          .help("write `not x in the last …`");
      return true;
    }
    if (found() == Token::open && is_name(before())) {
      sink_.report(Kind::blank_before_call, {chunk_.source, chunk_.places[t_ - 1].end, chunk_.places[t_].end})
          .note("the `(` of a call touches its name")
          .fix("close the gap", {chunk_.source, chunk_.places[t_ - 1].end, chunk_.places[t_].begin}, "");
      return true;
    }
    if (kind(0) == Token::k_record && !at_line_end() && e_.kind == Kind::unexpected_token) return modifier();
    if (is_reserved(found()) && operand_before && e_.kind == Kind::unexpected_token &&
        (found() == Token::k_then || found() == Token::k_else)) {
      sink_.report(Kind::without_if, here(), {{"word", word()}}).note("a choice is written `if C then A else B`");
      return true;
    }
    if (is_name(found()) && e_.kind == Kind::unexpected_token) return stray_word();
    return false;
  }

  bool like_operator() {
    sink_.report(Kind::like_operator, here(), {{"word", word()}})
        .note("texts are tested by words: `contains`, `starts with`, `ends with`, `contains word`")
        .help("for a pattern write `matches /…/`");
    return true;
  }

  bool default_after_test() {
    sink_.report(Kind::default_after_test, here())
        .note("`default` binds tighter than tests: `visits default 0 > 5`")
        .help("to give a test a value when it is unknown, put it in parentheses: `( … ) default false`");
    return true;
  }

  bool clause() {
    const std::string w(word());
    if (found() == Token::k_when && seen_in_item(Token::k_for)) {
      sink_.report(Kind::when_in_for_each, here())
          .note("a line `for each of LIST` chooses its elements by `where`")
          .fix("write `where`", here(), "where");
      return true;
    }
    if (seen_in_item(found())) {
      auto report = sink_.report(Kind::duplicate_clause, here(), {{"clause", w}});
      report.note("each clause stands once, in the order `when`, `unless`, `because`");
      if (found() == Token::k_unless) report.help("join both conditions by `or`: each of them holds the rule back");
      if (found() == Token::k_when) report.help("join both conditions by `and`");
      return true;
    }
    if (found() == Token::k_unless && !seen_in_item(Token::k_because)) {
      sink_.report(Kind::clause_order, here(), {{"clause", w}, {"other", "when"}})
          .note("`unless` may follow the condition of a `when`")
          .help("to hold back a condition elsewhere write `and not … default false`");
      return true;
    }
    if (seen_in_item(Token::k_because)) {
      sink_.report(Kind::clause_order, here(), {{"clause", w}, {"other", "because"}})
          .note("clauses stand in the order `when`, `unless`, `because`")
          .help("move " + quote(w) + " before `because`");
      return true;
    }
    return false;
  }

  bool modifier() {
    static const std::vector<std::string_view> kModifiers{"required", "one",     "from",   "missing",
                                                          "ignoring", "trimmed", "format", "number"};
    auto report = sink_.report(Kind::unknown_modifier, here(), {{"found", seen()}});
    report.note(
        "modifiers are `required`, `trimmed`, `ignoring case`, `one of …`, `missing if …`, `from \"…\"`, `format "
        "\"…\"` and `number format \"…\"`");
    const auto near = is_name(found()) ? like(word(), kModifiers) : std::nullopt;
    if (near) report.fix("did you mean " + quote(*near) + "?", here(), std::string(*near));
    return true;
  }

  bool stray_word() {
    static const std::vector<std::string_view> kOperators{"and",    "or",   "in",      "between", "contains",
                                                          "starts", "ends", "matches", "is",      "default",
                                                          "where",  "when", "unless",  "because", "within"};
    static const std::pair<std::string_view, std::string_view> kForeign[] = {
        {"equals", "=="}, {"eq", "=="},  {"includes", "contains"}, {"has", "contains"}, {"AND", "and"},
        {"OR", "or"},     {"if", "when"}};
    auto report = sink_.report(Kind::stray_word, here(), {{"word", word()}});
    report.label("nothing joins it to what stands before");
    std::optional<std::string_view> near = found() == Token::word ? like(word(), kOperators) : std::nullopt;
    for (const auto& [foreign, own] : kForeign) {
      if (word() == foreign) near = own;
    }
    if (near) {
      report.fix("did you mean " + quote(*near) + "?", here(), std::string(*near));
    } else if (e_.what.starts_with("the end")) {
      report.note("a line end ends what stands before it; two values need an operator such as `and` between them");
    } else {
      report.note("expected " + std::string(e_.what));
    }
    return true;
  }

  // --- everything else ---

  void general() {
    auto report = sink_.report(e_.kind, here(), {{"what", e_.what}, {"found", seen()}});
    if (e_.what.starts_with("`of`, `where`")) {
      report.help("it takes a list: `count(events where …)`, `sum(amount of deals)`");
    } else if (e_.kind == Kind::expected_expression && at_line_end()) {
      report.note(
          "a line goes on in the next one only behind an operator, or when that one begins with a word such as `and` "
          "or `when`");
    } else if (e_.kind == Kind::expected_expression && is_reserved(found())) {
      report.help("a field of that name is written in back-quotes: `` `" + std::string(word()) + "` ``");
    } else if (e_.kind == Kind::expected_text && is_name(found())) {
      report.fix("put it in double quotes", here(), "\"" + std::string(word()) + "\"");
    } else if (e_.kind == Kind::unknown_item) {
      report.label("expected " + std::string(e_.what));
      static const std::vector<std::string_view> kItems{"version", "owner", "review", "start", "given", "expect"};
      const auto near = is_name(found()) ? like(word(), kItems) : std::nullopt;
      if (near && e_.what.find(*near) != std::string_view::npos) {
        report.fix("did you mean " + quote(*near) + "?", here(), std::string(*near));
      }
    } else if (e_.kind == Kind::expected_pattern && found() == Token::text) {
      report.help("a pattern stands between two `/`; for plain text write `contains`");
    }
  }

  const Chunk& chunk_;
  const SyntaxError& e_;
  diag::Sink& sink_;
  std::uint32_t t_;
};

}  // namespace

void explain(const Chunk& chunk, const SyntaxError& error, diag::Sink& sink) {
  Explanation(chunk, error, sink).run();
}

}  // namespace rubric::parse
