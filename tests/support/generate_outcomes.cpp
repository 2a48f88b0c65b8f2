// What a program gives back: rules, choices, tables, lifecycles, scores; and the functions between.
#include "support/generate_program.hpp"
#include "support/generate_values.hpp"

namespace rubric::test {

void Generator::rule() {
  Tree test = boolean(kDepth);
  while (test.label.empty()) test = boolean(kDepth);
  const bool unless = r_.chance(15);
  const std::string name = fresh(unless ? "unless" : test.label);
  Tree out = make(Sort::item, name + " when ~", {std::move(test)});
  if (unless) {
    out.pattern += " unless ~";
    out.parts.push_back(boolean(kDepth - 1));
  }
  out.pattern += because(30);
  declare(std::move(out));
  named_.push_back({Sort::boolean, name, Named::What::rule});
}

void Generator::choose() {
  const Sort sort = std::vector{Sort::text, Sort::number, Sort::time, Sort::duration, Sort::boolean}[r_.below(5)];
  const std::string name = fresh("choose");
  Tree out = make(Sort::item, "choose " + name + " {");
  const std::size_t arms = 1 + r_.below(4);
  for (std::size_t i = 0; i < arms; ++i) {
    out.pattern += "~";
    out.parts.push_back(make(Sort::item, "\n  ~ when ~" + because(40), {any_of(sort, 1), boolean(kDepth - 1)}));
  }
  if (r_.chance(70)) {
    out.pattern += "~";
    out.parts.push_back(make(Sort::item, "\n  else ~" + because(40), {any_of(sort, kDepth - 1)}));
  }
  out.pattern += "\n}";
  declare(std::move(out));
  named_.push_back({sort, name, Named::What::choice});
}

void Generator::score(std::size_t number) {
  const std::string name = number == 0 ? "fit" : "engagement";
  Tree out =
      make(Sort::item, "score " + name + r_.of({"", " max 50", " min -5", " min -10 max 30", " min 0 max 2.5"}) + " {");
  const std::size_t lines = 1 + r_.below(5);
  for (std::size_t i = 0; i < lines; ++i) {
    out.pattern += "~";
    out.parts.push_back(r_.chance(50) ? each_line() : line());
  }
  out.pattern += "\n}";
  declare(std::move(out));
  named_.push_back({Sort::number, "score." + name, Named::What::score});
}

void Generator::function() {
  const std::string name = fresh("f");
  const auto sort = [&] {
    return std::vector{Sort::boolean, Sort::number, Sort::text, Sort::time, Sort::duration}[r_.below(5)];
  };
  Function f{sort(), name, {}, r_.chance(40)};
  const std::size_t known = named_.size();
  const std::size_t lists = sources_.size();
  std::string parameters;
  const std::size_t count = 1 + r_.below(3);
  for (std::size_t i = 0; i < count; ++i) {
    Parameter p{sort(), f.asks_lists && r_.chance(50)};
    const auto like = scalar_sources(p.sort);
    p.list = p.list && !like.empty();
    const std::string parameter = fresh("x");
    parameters += (i > 0 ? ", " : "") + parameter + (p.list ? " list of " : " ") + std::string(type_word(p.sort));
    // Often, for else the body would hardly speak of them.
    for (int k = 0; k < 4; ++k) {
      if (p.list) {
        sources_.push_back({parameter, like.front().list});
      } else {
        named_.push_back({p.sort, parameter, Named::What::parameter});
      }
    }
    f.parameters.push_back(p);
  }
  lists_closed_ = !f.asks_lists;
  declare(make(Sort::item, "let " + name + "(" + parameters + ") = ~", {any_of(f.sort, 2)}));
  lists_closed_ = false;
  named_.resize(known);
  sources_.resize(lists);
  functions_.push_back(std::move(f));
}

// One cell of a column of that sort.
Tree Generator::cell(Sort sort) {
  const std::size_t roll = r_.below(10);
  if (roll < 2) return word(Sort::item, "*");
  if (roll < 3) return word(Sort::item, r_.of({"missing", "present"}));
  if (sort != Sort::boolean && roll < 5)
    return word(Sort::item, r_.of({">= ", "< ", "> ", "<= ", "!= "}) + literal(sort));
  if (sort == Sort::number && roll < 7) return word(Sort::item, r_.of({"1..10", "0..2.5", "3..100"}));
  if (sort == Sort::number || sort == Sort::text || sort == Sort::time) {
    if (roll < 8) return word(Sort::item, literal(sort) + ", " + literal(sort));
    for (const auto& [of, name] : sets_) {
      if (of == sort) return word(Sort::item, r_.of({"in ", "not in "}) + name);
    }
  }
  return word(Sort::item, literal(sort));
}

void Generator::table() {
  const std::string name = fresh("table");
  const bool sum = r_.chance(35);
  const std::size_t columns = 1 + r_.below(3);
  const std::size_t outputs = 1 + r_.below(2);
  std::vector<Sort> sorts;
  Tree out = make(Sort::item, "table " + name + (sum ? " sum" : "") + " {\n  ");
  for (std::size_t i = 0; i < columns; ++i) {
    sorts.push_back(std::vector{Sort::boolean, Sort::number, Sort::text, Sort::time}[r_.below(4)]);
    out.pattern += i > 0 ? " | $" : "$";
    out.parts.push_back(any_of(sorts.back(), 2));
  }
  std::vector<Sort> given;
  for (std::size_t i = 0; i < outputs; ++i) {
    given.push_back(sum ? Sort::number : std::vector{Sort::text, Sort::number, Sort::time, Sort::boolean}[r_.below(4)]);
    out.pattern += (i > 0 ? " | o" : " => o") + std::to_string(i);
  }
  const std::size_t rows = 1 + r_.below(5);
  for (std::size_t i = 0; i < rows; ++i) {
    Tree row = make(Sort::item, "\n  ");
    for (std::size_t k = 0; k < columns; ++k) row.pattern += (k > 0 ? " | " : "") + cell(sorts[k]).pattern;
    for (std::size_t k = 0; k < outputs; ++k) {
      row.pattern += k > 0 ? " | " : " => ";
      if (r_.chance(70)) {
        row.pattern += literal(given[k]);
      } else {
        row.pattern += "( ~ )";
        row.parts.push_back(any_of(given[k], 1));
      }
    }
    row.pattern += because(30);
    out.pattern += "~";
    out.parts.push_back(std::move(row));
  }
  out.pattern += "\n}";
  declare(std::move(out));
  for (std::size_t i = 0; i < outputs; ++i) {
    named_.push_back({given[i], outputs == 1 ? name : name + ".o" + std::to_string(i), Named::What::choice});
  }
}

// Mostly rows of single values, which are looked up; sometimes others between them.
void Generator::table_function() {
  const Sort key = std::vector{Sort::text, Sort::text, Sort::number, Sort::time, Sort::boolean}[r_.below(5)];
  Function f{std::vector{Sort::text, Sort::number, Sort::time, Sort::boolean}[r_.below(4)],
             fresh("look"),
             {{key, false}},
             false};
  const bool plain = r_.chance(60);
  std::string text =
      "table " + f.name + "(k " + std::string(type_word(key)) + ", v " + std::string(type_word(f.sort)) + ")";
  if (f.sort == Sort::number && r_.chance(15)) text += " sum";
  text += " {\n  k => out";
  for (std::size_t rows = 4 + r_.below(6); rows > 0; --rows) {
    text += "\n  " + (plain || r_.chance(80) ? literal(key) : cell(key).pattern);
    text += plain || r_.chance(80) ? " => " + literal(f.sort) : " => (v)";
  }
  if (r_.chance(40)) text += "\n  * => " + literal(f.sort);
  f.parameters.push_back({f.sort, false});
  declare(word(Sort::item, text + "\n}"));
  functions_.push_back(std::move(f));
}

void Generator::lifecycle() {
  const std::string name = fresh("life");
  Tree out = make(Sort::item, "lifecycle " + name + " from ( ~ ) {\n  start a", {text(1)});
  const std::size_t moves = 1 + r_.below(5);
  const auto state = [&] { return r_.of({"a", "b", "ab", "\"vp sales\"", "software"}); };
  for (std::size_t i = 0; i < moves; ++i) {
    Tree move = make(Sort::item, "\n  " + (r_.chance(20) ? "*" : state()) + " -> " + state());
    if (r_.chance(80)) {
      move.pattern += " when ~";
      move.parts.push_back(boolean(2));
      if (r_.chance(15)) {
        move.pattern += " unless ~";
        move.parts.push_back(boolean(1));
      }
    }
    move.pattern += because(40);
    out.pattern += "~";
    out.parts.push_back(std::move(move));
  }
  out.pattern += "\n}";
  declare(std::move(out));
  named_.push_back({Sort::text, name, Named::What::choice});
  named_.push_back({Sort::boolean, name + ".moved", Named::What::choice});
}

Tree Generator::line() {
  const std::string sign = r_.of({"+", "+", "-"});
  Tree out = make(Sort::item, "\n  " + sign);
  if (r_.chance(60)) {
    out.pattern += r_.of({"5", "10", "0.1", "2.5", "0", "0.0000000005", "20"});
  } else {
    out.pattern += "(~)";
    out.parts.push_back(this->number(2));
  }
  if (r_.chance(85)) {
    out.pattern += " when ~";
    out.parts.push_back(boolean(kDepth - 1));
    if (r_.chance(15)) {
      out.pattern += " unless ~";
      out.parts.push_back(boolean(1));
    }
  }
  out.pattern += because(40);
  return out;
}

Tree Generator::each_line() {
  const bool clock = schema_.declared && r_.chance(80);
  const Opened list = open(clock);
  Tree out = make(Sort::item, "\n  " + r_.of({"+", "+", "-"}));
  if (r_.chance(50)) {
    out.pattern += r_.of({"3", "1", "0.1", "8", "0.333333333"});
  } else {
    out.pattern += "(~)";
    out.parts.push_back(this->number(1));
  }
  out.pattern += " for each of " + list.text;
  if (r_.chance(60)) {
    out.pattern += "where ~ ";
    out.parts.push_back(where(2));
  }
  const bool clocked = !schema_.lists[scopes_.back().list].clock.empty();
  close();
  if (clocked && r_.chance(55)) {
    out.pattern += "once per " +
                   r_.of({"7 days", "1 day", "12 hours", "1 month", "2 quarters", "1 year", "calendar day",
                          "calendar week", "calendar month", "calendar quarter", "calendar year"}) +
                   " ";
  }
  if (clocked && r_.chance(50))
    out.pattern += "halving every " + r_.of({"14 days", "1 day", "7 days", "90 minutes"}) + " ";
  if (r_.chance(40)) out.pattern += "up to " + r_.of({"5", "12", "0.5", "0"});
  out.pattern += because(40);
  return out;
}

}  // namespace rubric::test
