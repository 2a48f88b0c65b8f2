#include "explain.hpp"

#include <algorithm>
#include <optional>
#include <string>

#include "base/span.hpp"
#include "slip.hpp"

namespace rubric::parse {

using diag::Kind;
using grammar::is_name;
using grammar::is_reserved;

namespace {

class Explanation : Slip {
 public:
  using Slip::Slip;

  void run() {
    if (known_already() || in_lost_block()) return;
    if (e_.kind == Kind::nesting_too_deep) {
      sink_.report(Kind::nesting_too_deep, here()).help("give the inner parts names with `let`");
      return;
    }
    if (explain_habit(*this)) return;
    if (e_.kind == Kind::unknown_declaration) return declaration();
    if (special()) return;
    general();
  }

 private:
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
      case Kind::expected_sign: return explain_stray(*this);
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
        report.fix("write `is " + std::string(other) + "`", chunk_.span(t_ - 1, t_ + 2), "is " + std::string(other),
                   true);
      } else if (kind(t_ + 1) == Token::word && chunk_.spelling(t_ + 1) == "null") {
        report.fix("write `is present`", chunk_.span(t_ - 1, t_ + 2), "is present", true);
      } else {
        report.fix("to compare values write `!=`", chunk_.span(t_ - 1, t_ + 1), "!=");
      }
      return true;
    }
    if (found() == Token::word && word() == "null") {
      sink_.report(Kind::null_word, here())
          .note("what is not there is `missing`")
          .fix("write `is missing`", chunk_.span(t_ - 1, t_ + 1), "is missing", true);
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
          .note("a set `{ … }` stands behind `in` and `of`, in `set NAME = { … }`, and where a function takes a set")
          .help("a list is written `[ … ]`");
      return true;
    }
    return false;
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
};

}  // namespace

void explain(const Chunk& chunk, const SyntaxError& error, diag::Sink& sink) {
  Explanation(chunk, error, sink).run();
}

}  // namespace rubric::parse
