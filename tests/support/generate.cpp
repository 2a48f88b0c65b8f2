// Declarations: a schema, and rules, choices and scores over it. Each may use what was declared before
// it; the order in which they are written is shuffled now and then, for it means nothing.
#include "support/generate.hpp"

#include <algorithm>

#include "support/generate_program.hpp"
#include "support/generate_values.hpp"

namespace rubric::test {

namespace {

constexpr int kDepth = 3;

std::string_view type_word(Tree::Sort sort) {
  switch (sort) {
    case Tree::Sort::boolean: return "bool";
    case Tree::Sort::number: return "number";
    case Tree::Sort::time: return "time";
    case Tree::Sort::duration: return "duration";
    default: return "text";
  }
}

}  // namespace

GeneratedProgram generate_program(Random& random) {
  return Generator(random).run();
}

GeneratedProgram Generator::run() {
  schema_.declared = r_.chance(85);
  schema();
  if (schema_.declared) {
    declare(record());
  } else {
    pins();
  }
  params();
  sets();
  const std::size_t functions = r_.below(4);
  for (std::size_t i = 0; i < functions; ++i) function();
  lets();
  const std::size_t scores = r_.below(3);
  for (std::size_t i = 0; i < scores; ++i) {
    rule();
    score(i);
  }
  if (scores > 0) {
    if (r_.chance(50)) declare(word(Sort::item, r_.of({"score max 60", "score min -20 max 40", "score min 0"})));
    total_known_ = true;
  }
  const std::size_t rules = 5 + r_.below(5);
  for (std::size_t i = 0; i < rules; ++i) r_.chance(15) ? choose() : rule();
  choose();
  if (r_.chance(60)) table();
  if (r_.chance(40)) lifecycle();
  // Without a record the uses that leave no doubt stay first: what a name is follows from them.
  if (schema_.declared && r_.chance(30)) {
    for (std::size_t i = declarations_.size(); i > 1; --i) std::swap(declarations_[i - 1], declarations_[r_.below(i)]);
  }
  GeneratedProgram out{std::move(schema_), {}, {}, {}};
  for (std::size_t i = 0; i < declarations_.size(); ++i) out.source.pattern += "~\n";
  out.source.parts = std::move(declarations_);
  out.as_of = r_.of({"2026-11-01", "2026-11-01", "2026-10-31T15:30:00Z", "2026-03-31", "2024-02-29T23:59:59.999999Z"});
  return out;
}

// --- the record ---

GeneratedField Generator::field(Sort sort, const std::string& name, bool element) {
  GeneratedField f;
  f.sort = sort;
  f.name = name;
  f.key = name;
  if (!schema_.declared) return f;
  if (r_.chance(element ? 4 : 8)) {
    f.required = true;
    f.modifiers += " required";
  }
  if (r_.chance(10)) {
    f.key = "The " + name;
    f.modifiers += " from " + quoted(f.key);
  }
  if (sort == Sort::text) {
    if (r_.chance(25)) f.modifiers += " trimmed";
    if (r_.chance(30)) f.modifiers += " ignoring case";
    if (r_.chance(15)) {
      f.modifiers += " missing if \"Select\", \"unknown\"";
      f.placeholders = {"\"Select\"", "\"unknown\"", "\" unknown\""};
    }
  }
  if (sort == Sort::number && r_.chance(20)) {
    f.modifiers += " missing if -1, 99";
    f.placeholders = {"-1", "99"};
  }
  if (sort == Sort::time && !element && r_.chance(10)) {
    f.modifiers += " format \"%d/%m/%Y\"";
    f.day_first = true;
  }
  return f;
}

void Generator::schema() {
  const auto add = [&](Sort sort, const std::string& name) { schema_.fields.push_back(field(sort, name, false)); };
  for (const char* name : {"size", "visits"}) add(Sort::number, name);
  for (const char* name : {"title", "path"}) add(Sort::text, name);
  for (const char* name : {"created", "seen"}) add(Sort::time, name);
  for (const char* name : {"opted", "paying"}) add(Sort::boolean, name);
  if (schema_.declared) {
    GeneratedField source = field(Sort::text, "source", false);
    source.modifiers += " one of \"web\", \"event\", \"Ads\"";
    source.one_of = true;
    schema_.fields.push_back(std::move(source));
  }
  for (const Sort sort : {Sort::number, Sort::text}) {
    GeneratedField f = field(sort, sort == Sort::number ? "budget" : "industry", false);
    f.name = "fit." + f.name;
    f.group = "fit";
    schema_.fields.push_back(std::move(f));
  }
  const auto fields = [&](const std::string& end) {
    std::vector<GeneratedField> out;
    out.push_back(field(Sort::text, "kind" + end, true));
    out.push_back(field(Sort::number, "amount" + end, true));
    out.push_back(field(Sort::time, "at" + end, true));
    out.push_back(field(Sort::boolean, "won" + end, true));
    return out;
  };
  schema_.lists.push_back({"events", schema_.declared ? "at_e" : "", false, fields("_e")});
  schema_.lists.push_back({"deals", "", false, fields("_d")});
  const auto scalars = [&](const char* name, Sort sort) {
    GeneratedField f;
    f.sort = sort;
    f.name = "it";
    schema_.lists.push_back({name, "", true, {f}});
  };
  scalars("tags", Sort::text);
  scalars("amounts", Sort::number);
  if (r_.chance(50)) scalars("days", Sort::time);
  if (r_.chance(50)) scalars("flags", Sort::boolean);
  for (std::size_t i = 0; i < schema_.lists.size(); ++i) sources_.push_back({schema_.lists[i].name, i});
}

std::string Generator::field_text(const GeneratedField& f) const {
  const std::size_t dot = f.name.find('.');
  return f.name.substr(dot == f.name.npos ? 0 : dot + 1) + " " + std::string(type_word(f.sort)) + f.modifiers + "\n";
}

Tree Generator::record() const {
  std::string text = "record lead {\n";
  std::string group = "  fit {\n";
  for (const GeneratedField& f : schema_.fields) (f.group.empty() ? text : group) += "  " + field_text(f);
  text += group + "  }\n";
  for (const GeneratedList& l : schema_.lists) {
    text += "  " + l.name + " list ";
    if (l.scalars) {
      text += "of " + std::string(type_word(l.fields[0].sort)) + "\n";
      continue;
    }
    if (!l.clock.empty()) text += "dated by " + l.clock + " ";
    text += "{\n";
    for (const GeneratedField& f : l.fields) text += "    " + field_text(f);
    text += "  }\n";
  }
  return word(Sort::item, text + "}");
}

// Without a record each field gets its type from a use that leaves no doubt.
void Generator::pins() {
  const auto use = [](Sort sort, const std::string& name) {
    switch (sort) {
      case Sort::boolean: return "not " + name;
      case Sort::number: return name + " > 1";
      case Sort::time: return name + " > 2026-01-01";
      default: return name + " contains \"a\"";
    }
  };
  for (const GeneratedField& f : schema_.fields)
    declare(word(Sort::item, fresh("pin") + " when " + use(f.sort, f.name)));
  for (const GeneratedList& l : schema_.lists) {
    for (const GeneratedField& f : l.fields)
      declare(word(Sort::item, fresh("pin") + " when any(" + l.name + " where " + use(f.sort, f.name) + ")"));
  }
}

// --- names ---

void Generator::params() {
  for (const Sort sort : {Sort::number, Sort::text, Sort::time, Sort::duration, Sort::boolean}) {
    if (r_.chance(50)) continue;
    const std::string name = fresh("p");
    std::string value = literal(sort);
    if (sort == Sort::duration) value = r_.of({"7 days", "30 days", "36 hours"});
    declare(word(Sort::item, "param " + name + " = " + value));
    named_.push_back({sort, name, Named::What::param});
  }
}

void Generator::sets() {
  for (const Sort sort : {Sort::number, Sort::text, Sort::time}) {
    if (r_.chance(30)) continue;
    const std::string name = fresh("S");
    std::string members;
    for (std::size_t i = 0; i < 4; ++i) members += (i > 0 ? ", " : "") + literal(sort);
    std::string text = "set " + name + " = { " + members + " }";
    if (r_.chance(40)) text += " + { " + literal(sort) + " } - { " + literal(sort) + " }";
    declare(word(Sort::item, text));
    sets_.emplace_back(sort, name);
  }
}

void Generator::lets() {
  const std::size_t count = r_.below(5);
  for (std::size_t i = 0; i < count; ++i) {
    const Sort sort = std::vector{Sort::boolean, Sort::number, Sort::text, Sort::time, Sort::duration}[r_.below(5)];
    const std::string name = fresh("v");
    declare(make(Sort::item, "let " + name + " = ~", {any_of(sort, kDepth)}));
    named_.push_back({sort, name, Named::What::let});
  }
  const std::size_t lists = r_.below(3);
  for (std::size_t i = 0; i < lists; ++i) {
    const std::string name = fresh("l");
    const Source source = r_.of(sources_);
    scopes_.push_back({source.list, {}, kNone});
    declare(make(Sort::item, "let " + name + " = " + source.name + " where ~", {boolean(1)}));
    scopes_.pop_back();
    sources_.push_back({name, source.list});
  }
}

std::string Generator::because(unsigned percent) {
  return r_.chance(percent) ? " because \"w" + std::to_string(r_.below(6)) + "\"" : "";
}

// --- outcomes ---

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
  std::string parameters;
  const std::size_t count = 1 + r_.below(3);
  for (std::size_t i = 0; i < count; ++i) {
    f.parameters.push_back(sort());
    const std::string parameter = fresh("x");
    parameters += (i > 0 ? ", " : "") + parameter + " " + std::string(type_word(f.parameters.back()));
    // Often, for else the body would hardly speak of them.
    for (int k = 0; k < 4; ++k) named_.push_back({f.parameters.back(), parameter, Named::What::parameter});
  }
  lists_closed_ = !f.asks_lists;
  declare(make(Sort::item, "let " + name + "(" + parameters + ") = ~", {any_of(f.sort, 2)}));
  lists_closed_ = false;
  named_.resize(known);
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
