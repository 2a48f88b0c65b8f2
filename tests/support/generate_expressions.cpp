// Values: every form of expression and every built-in, by type.
#include <algorithm>

#include "support/generate_program.hpp"
#include "support/generate_values.hpp"

namespace rubric::test {

std::string_view type_word(Tree::Sort sort) {
  switch (sort) {
    case Tree::Sort::boolean: return "bool";
    case Tree::Sort::number: return "number";
    case Tree::Sort::time: return "time";
    case Tree::Sort::duration: return "duration";
    default: return "text";
  }
}

std::string quoted(std::string_view text) {
  std::string out = "\"";
  for (const char c : text) {
    if (c == '\n') {
      out += "\\n";
    } else {
      if (c == '"' || c == '\\') out += '\\';
      out += c;
    }
  }
  return out + '"';
}

std::string Generator::literal(Sort sort) {
  switch (sort) {
    case Sort::boolean: return r_.of({"true", "false"});
    case Sort::number: return r_.chance(10) ? "-" + r_.of(kNumbers) : r_.of(kNumbers);
    case Sort::text: return quoted(r_.of(r_.chance(60) ? kTexts : kParts));
    case Sort::time: return r_.of(kTimes);
    default: return r_.of(kDurations);
  }
}

// The fields of a sort that can be named here.
std::vector<std::string> Generator::fields_of(Sort sort) const {
  std::vector<std::string> out;
  const auto plain = [](const GeneratedField& f) { return f.one_of ? "trim(" + f.name + ")" : f.name; };
  const auto of_element = [&](const Scope& s, bool by_alias) {
    const GeneratedList& l = schema_.lists[s.list];
    for (const GeneratedField& f : l.fields) {
      if (f.sort != sort || (by_alias && (s.alias.empty() || l.scalars))) continue;
      GeneratedField named = f;
      if (l.scalars) named.name = "it";
      if (by_alias || (!s.alias.empty() && !l.scalars)) named.name = s.alias + "." + f.name;
      // The element's own fields are what an aggregate is about.
      for (int i = 0; i < 3; ++i) out.push_back(plain(named));
    }
  };
  if (!scopes_.empty()) {
    of_element(scopes_.back(), false);
    if (scopes_.back().outer != kNone) of_element(scopes_[scopes_.back().outer], true);
  }
  if (!schema_.declared && !scopes_.empty()) return out;  // undeclared names are the element's there
  for (const GeneratedField& f : schema_.fields) {
    if (f.sort != sort) continue;
    out.push_back(plain(f));
    if (scopes_.empty() || f.one_of) continue;
    out.push_back("lead." + f.name);  // the long way out
  }
  return out;
}

std::vector<std::string> Generator::names_of(Sort sort) const {
  std::vector<std::string> out;
  for (const Named& n : named_) {
    if (n.sort != sort) continue;
    // Compared with a text that it never gives, a choice among literals is refused: it must not be bare.
    const bool limited = sort == Sort::text && n.what == Named::What::choice;
    out.push_back(limited ? "trim(" + n.name + ")" : n.name);
  }
  if (sort == Sort::number && total_known_) out.emplace_back("score");
  return out;
}

Tree Generator::leaf(Sort sort) {
  const auto fields = fields_of(sort);
  const auto names = names_of(sort);
  const std::size_t roll = r_.below(100);
  if (roll < 70 && !fields.empty()) return word(sort, r_.of(fields));
  if (roll < 80 && !names.empty()) return word(sort, r_.of(names));
  if (sort == Sort::time && roll < 86) return word(sort, "as_of");
  if (sort == Sort::boolean && !fields.empty()) return word(sort, r_.of(fields));
  return word(sort, literal(sort));
}

Tree Generator::any_of(Sort sort, int depth) {
  switch (sort) {
    case Sort::boolean: return boolean(depth);
    case Sort::number: return number(depth);
    case Sort::text: return text(depth);
    case Sort::time: return time(depth);
    default: return duration(depth);
  }
}

// Forms that every type has.
Tree Generator::common(Sort sort, int depth) {
  if (r_.chance(30)) {
    if (auto called = function_call(sort, depth)) return *called;
  }
  const auto value = [&] { return any_of(sort, depth - 1); };
  switch (r_.below(4)) {
    case 0: return make(sort, "$ default $", {value(), value()});
    case 1: return make(sort, "$ default missing", {value()});
    case 2: return make(sort, "if $ then $ else $", {boolean(depth - 1), value(), value()});
    default:
      return make(sort, r_.of({"if $ then $ else missing", "if $ then missing else $"}), {boolean(depth - 1), value()});
  }
}

// What a function asks of lists may not speak of several elements round it, so it is asked outside.
std::optional<Tree> Generator::function_call(Sort sort, int depth) {
  std::vector<const Function*> fit;
  for (const Function& f : functions_) {
    if (f.sort == sort && !(f.asks_lists && (lists_closed_ || !scopes_.empty()))) fit.push_back(&f);
  }
  if (fit.empty()) return std::nullopt;
  const Function& f = *r_.of(fit);
  Tree out = make(sort, f.name + "(");
  for (std::size_t i = 0; i < f.parameters.size(); ++i) {
    out.pattern += i > 0 ? ", ~" : "~";
    const auto [of, list] = f.parameters[i];
    out.parts.push_back(list ? list_argument(of, depth - 1) : any_of(of, depth - 1));
  }
  out.pattern += ")";
  return out;
}

std::vector<Generator::Source> Generator::scalar_sources(Sort sort) const {
  std::vector<Source> out;
  for (const Source& s : sources_) {
    const GeneratedList& l = schema_.lists[s.list];
    if (l.scalars && l.fields[0].sort == sort) out.push_back(s);
  }
  return out;
}

// A list of single values, some of them, or a value of each element of any list.
Tree Generator::list_argument(Sort sort, int depth) {
  const Source source = r_.of(scalar_sources(sort));
  const std::size_t roll = r_.below(5);
  if (roll == 0) return word(Sort::item, source.name);
  if (roll == 1) {
    scopes_.push_back({source.list, {}, kNone});
    Tree out = make(Sort::item, source.name + r_.of({" where ~", " as e where ~"}), {where(depth)});
    scopes_.pop_back();
    return out;
  }
  const Opened list = open();
  if (!list.open) return word(Sort::item, source.name);
  Tree out = make(Sort::item, "$ of " + list.text, {any_of(sort, std::min(depth, 2))});
  if (r_.chance(50)) {
    out.pattern += "where ~";
    out.parts.push_back(where(depth));
  }
  close();
  if (r_.chance(20)) out.pattern = "(" + out.pattern + ")";
  return out;
}

Tree Generator::element_value(Sort sort, std::string_view question, int depth) {
  const Opened list = open();
  if (!list.open) return leaf(sort);
  Tree out = make(sort, std::string(question) + "($ of " + list.text, {any_of(sort, std::min(depth - 1, 1))});
  if (r_.chance(50)) {
    out.pattern += "where ~";
    out.parts.push_back(where(depth - 1));
  }
  out.pattern += ")";
  close();
  return out;
}

Tree Generator::number_aggregate(int depth) {
  const std::string question = r_.of({"count", "sum", "avg", "min", "max", "first", "last", "distinct"});
  if (question != "count" && question != "distinct") return element_value(Sort::number, question, depth);
  if (question == "distinct") {
    const Sort sort = std::vector{Sort::boolean, Sort::number, Sort::text, Sort::time, Sort::duration}[r_.below(5)];
    Tree out = element_value(sort, "distinct", depth);
    if (out.parts.empty()) return leaf(Sort::number);
    out.sort = Sort::number;
    out.label.clear();
    return out;
  }
  const Opened list = open();
  if (!list.open) return leaf(Sort::number);
  Tree out = make(Sort::number, "count(" + list.text + "where ~)", {where(depth - 1)});
  close();
  return out;
}

Tree Generator::number_call(int depth) {
  const auto n = [&] { return number(depth - 1); };
  const auto t = [&] { return text(depth - 1); };
  switch (r_.below(13)) {
    case 0: return make(Sort::number, r_.of({"abs(~)", "round(~)", "floor(~)", "ceil(~)"}), {n()});
    case 1: return make(Sort::number, r_.of({"min(~, ~)", "max(~, ~)"}), {n(), n()});
    case 2: return make(Sort::number, r_.of({"min(~, ~, ~)", "max(~, ~, ~)", "clamp(~, ~, ~)"}), {n(), n(), n()});
    case 3:
    case 4: return make(Sort::number, "length(~)", {t()});
    case 5:
    case 6: return make(Sort::number, r_.of({"week_day(~)", "hour_of(~)"}), {time(depth - 1)});
    case 7:
    case 8: return make(Sort::number, "number(~)", {t()});
    case 9: return make(Sort::number, "clamp(~, ~, ~)", {n(), n(), n()});
    case 10:
    case 11: return make(Sort::number, "$ / $", {duration(depth - 1), duration(depth - 1)});
    default: return make(Sort::number, "bucket(~, ~, ~)", {t(), t(), r_.chance(50) ? n() : word(Sort::number, "10")});
  }
}

Tree Generator::number(int depth) {
  if (depth <= 0) return leaf(Sort::number);
  const auto n = [&] { return number(depth - 1); };
  switch (r_.below(12)) {
    case 0:
    case 1: return make(Sort::number, r_.of({"$ + $", "$ - $", "$ * $", "$ / $"}), {n(), n()});
    case 2: return make(Sort::number, "-$", {n()});
    case 3: return common(Sort::number, depth);
    case 4:
    case 5: return number_aggregate(depth);
    case 6:
    case 7:
    case 8: return number_call(depth);
    default: return leaf(Sort::number);
  }
}

Tree Generator::text(int depth) {
  if (depth <= 0) return leaf(Sort::text);
  const auto t = [&] { return text(depth - 1); };
  switch (r_.below(12)) {
    case 0: return make(Sort::text, "$ + $", {t(), t()});
    case 1: return make(Sort::text, r_.of({"lower(~)", "upper(~)", "trim(~)"}), {t()});
    case 2:
      return make(Sort::text, "replace(~, ~, ~)",
                  {t(), r_.chance(60) ? word(Sort::text, quoted(r_.of(kParts))) : t(), t()});
    case 3: {
      Tree n = r_.chance(60) ? word(Sort::number, r_.of({"1", "2", "-1", "-2", "0", "3"})) : number(depth - 1);
      Tree by = r_.chance(60) ? word(Sort::text, r_.of({"\",\"", "\" \"", "\"/\"", "\"a\""})) : t();
      return make(Sort::text, "split_part(~, ~, ~)", {t(), std::move(by), std::move(n)});
    }
    case 4: return make(Sort::text, "text(~)", {number(depth - 1)});
    case 5: return common(Sort::text, depth);
    case 6: return element_value(Sort::text, r_.of({"first", "last"}), depth);
    default: return leaf(Sort::text);
  }
}

Tree Generator::time(int depth) {
  if (depth <= 0) return leaf(Sort::time);
  const auto t = [&] { return time(depth - 1); };
  switch (r_.below(13)) {
    case 0:
    case 1: return make(Sort::time, r_.of({"$ + $", "$ - $"}), {t(), duration(depth - 1)});
    case 2: return make(Sort::time, "$ + $", {duration(depth - 1), t()});
    case 3:
      return make(Sort::time, r_.of({"$ + 1 month", "$ - 3 months", "$ + 1 year", "$ - 1 quarter", "$ + 13 months"}),
                  {t()});
    case 4:
      return make(Sort::time,
                  r_.of({"start_of_day(~)", "start_of_week(~)", "start_of_month(~)", "start_of_quarter(~)",
                         "start_of_year(~)"}),
                  {t()});
    case 5: return make(Sort::time, r_.of({"min(~, ~)", "max(~, ~)"}), {t(), t()});
    case 6: return make(Sort::time, "time(~)", {text(depth - 1)});
    case 7: return common(Sort::time, depth);
    case 8:
    case 9: return element_value(Sort::time, r_.of({"min", "max", "first", "last"}), depth);
    default: return leaf(Sort::time);
  }
}

Tree Generator::duration(int depth) {
  if (depth <= 0) {
    const auto names = names_of(Sort::duration);
    if (!names.empty() && r_.chance(20)) return word(Sort::duration, r_.of(names));
    if (r_.chance(50)) return word(Sort::duration, literal(Sort::duration));
    return make(Sort::duration, "age(~)", {leaf(Sort::time)});
  }
  const auto d = [&] { return duration(depth - 1); };
  switch (r_.below(11)) {
    case 0:
    case 1: return make(Sort::duration, "age(~)", {time(depth - 1)});
    case 2: return make(Sort::duration, "$ - $", {time(depth - 1), time(depth - 1)});
    case 3: return make(Sort::duration, r_.of({"$ + $", "$ - $"}), {d(), d()});
    case 4: return make(Sort::duration, r_.of({"$ * $", "$ / $"}), {d(), number(depth - 1)});
    case 5: return make(Sort::duration, "$ * $", {number(depth - 1), d()});
    case 6: return make(Sort::duration, "-$", {d()});
    case 7: return make(Sort::duration, "abs(~)", {d()});
    case 8: return make(Sort::duration, r_.of({"min(~, ~)", "max(~, ~)", "max(~, ~)"}), {d(), d()});
    case 9: return common(Sort::duration, depth);
    default: return duration(0);
  }
}

}  // namespace rubric::test
