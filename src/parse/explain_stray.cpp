// What stands where an item was complete: a word that is missing before it, or one of another language.
#include "base/span.hpp"
#include "slip.hpp"

namespace rubric::parse {

namespace {

class Stray : Slip {
 public:
  explicit Stray(const Slip& slip) : Slip(slip) {}

  // Something stands where the item was complete.
  bool run() {
    if (kind(0) == Token::k_set && before() == Token::k_from && before(2) == Token::assign) return file_with_sign();
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
          .fix("close the gap", {chunk_.source, chunk_.places[t_ - 1].end, chunk_.places[t_].begin}, "", true);
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

 private:
  bool file_with_sign() {
    sink_.report(Kind::unexpected_token, chunk_.span(t_ - 2), {{"what", "`from`"}, {"found", "`=`"}})
        .note("a set from a file is written without a sign: `set NAME from \"file.txt\"`")
        .fix("leave out the `=`", chunk_.span(t_ - 2, t_), "from", true);
    return true;
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
          .fix("write `where`", here(), "where", true);
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
          .note("`unless` follows the condition of a `when`, or of a `where`")
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
};

}  // namespace

bool explain_stray(const Slip& slip) {
  return Stray(slip).run();
}

}  // namespace rubric::parse
