// Declarations: a schema, and rules, choices and scores over it. Each may use what was declared before
// it; the order in which they are written is shuffled now and then, for it means nothing.
#include "support/generate.hpp"

#include <algorithm>

#include "support/generate_program.hpp"
#include "support/generate_values.hpp"

namespace rubric::test {

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
  for (std::size_t i = 0; i < functions; ++i) r_.chance(30) ? table_function() : function();
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

}  // namespace rubric::test
