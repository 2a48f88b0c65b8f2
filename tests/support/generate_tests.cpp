// Tests: every construct that gives yes, no or unknown.
#include <algorithm>

#include "support/generate_program.hpp"
#include "support/generate_values.hpp"

namespace rubric::test {

Tree Generator::boolean(int depth) {
  if (depth <= 0) return r_.chance(50) ? leaf(Sort::boolean) : compare(0);
  using Maker = Tree (Generator::*)(int);
  static constexpr std::pair<const char*, Maker> kTests[] = {
      {"compare", &Generator::compare},
      {"between", &Generator::between},
      {"date", &Generator::date},
      {"in", &Generator::membership},
      {"text", &Generator::text_test},
      {"words", &Generator::word_test},
      {"matches", &Generator::matches},
      {"state", &Generator::state},
      {"unknown", &Generator::unknown},
      {"window", &Generator::window},
      {"calendar", &Generator::calendar_window},
      {"connective", &Generator::connective},
      {"block", &Generator::block},
      {"aggregate", &Generator::aggregate},
      {"listtest", &Generator::list_test},
      {"oneof", &Generator::one_of},
      {"choice", nullptr},
      {"not", nullptr},
      {"compare", &Generator::compare},
      {"connective", &Generator::connective},
  };
  const auto& [label, maker] = kTests[r_.below(std::size(kTests))];
  Tree out;
  if (maker != nullptr) {
    out = (this->*maker)(depth);
  } else if (label[0] == 'c') {
    out = common(Sort::boolean, depth);
  } else {
    out = make(Sort::boolean, "not $", {boolean(depth - 1)});
  }
  out.label = label;
  return out;
}

Tree Generator::compare(int depth) {
  const Sort sort = std::vector{
      Sort::number, Sort::number, Sort::text, Sort::time, Sort::duration, Sort::boolean}[r_.below(depth > 0 ? 6 : 2)];
  std::string sign = sort == Sort::boolean ? r_.of({"==", "!="}) : r_.of({"==", "!=", "<", "<=", ">", ">="});
  Tree a = any_of(sort, depth - 1);
  Tree b = r_.chance(50) ? leaf(sort) : any_of(sort, depth - 1);
  return make(Sort::boolean, "$ " + sign + " $", {std::move(a), std::move(b)});
}

namespace {

// Literals, params and what is made of them: a range between such ends is refused when it is empty.
bool constant(const Tree& tree) {
  if (!tree.parts.empty()) return std::ranges::all_of(tree.parts, constant);
  return tree.pattern.find_first_of("0123456789\"-") == 0 || tree.pattern.starts_with("p_");
}

}  // namespace

Tree Generator::between(int depth) {
  const Sort sort = std::vector{Sort::number, Sort::text, Sort::time, Sort::duration}[r_.below(4)];
  Tree x = r_.chance(60) ? leaf(sort) : any_of(sort, depth - 1);
  if (r_.chance(50) && sort == Sort::number)
    return make(Sort::boolean,
                "$ " + r_.of({"", "", "not "}) + "between " + r_.of({"1 and 10", "0 and 3", "2 and 100"}),
                {std::move(x)});
  Tree low = any_of(sort, depth - 1);
  Tree high = any_of(sort, depth - 1);
  if (constant(low) && constant(high)) low = make(sort, "$ default $", {low, leaf(sort)});
  return make(Sort::boolean, "$ " + r_.of({"", "", "not "}) + "between $ and $",
              {std::move(x), std::move(low), std::move(high)});
}

// A date literal is its whole day.
Tree Generator::date(int depth) {
  const std::string day = r_.of({"2026-11-01", "2026-10-31", "2026-10-25", "2026-10-18", "2026-01-01", "2024-02-29"});
  Tree t = r_.chance(60) ? leaf(Sort::time) : time(depth - 1);
  if (t.parts.empty() && t.pattern[0] == '2') t = word(Sort::time, "as_of");
  switch (r_.below(3)) {
    case 0: return make(Sort::boolean, "$ " + r_.of({"==", "!=", "<", "<=", ">", ">="}) + " " + day, {std::move(t)});
    case 1: return make(Sort::boolean, day + " " + r_.of({"==", "!=", "<", "<=", ">", ">="}) + " $", {std::move(t)});
    default: return make(Sort::boolean, "$ between 2024-01-01 and " + day, {std::move(t)});
  }
}

Tree Generator::member_set(Sort sort, int depth) {
  std::vector<std::string> named;
  for (const auto& [of, name] : sets_) {
    if (of == sort) named.push_back(name);
  }
  if (!named.empty() && r_.chance(40)) return word(Sort::item, r_.of(named));
  Tree out = make(Sort::item, "{ ");
  const std::size_t count = 2 + r_.below(5);
  for (std::size_t i = 0; i < count; ++i) {
    if (i > 0) out.pattern += ", ";
    const std::size_t roll = r_.below(100);
    if (roll < 12) {
      out.pattern += "$";
      out.parts.push_back(any_of(sort, depth - 1));
    } else {
      out.pattern += roll < 15 ? "missing" : literal(sort);
    }
  }
  out.pattern += " }";
  return out;
}

Tree Generator::membership(int depth) {
  const Sort sort = std::vector{Sort::number, Sort::text, Sort::time, Sort::duration, Sort::boolean}[r_.below(5)];
  const std::string in = r_.chance(70) ? " in " : " not in ";
  Tree x = r_.chance(70) ? leaf(sort) : any_of(sort, depth - 1);
  return make(Sort::boolean, "$" + in + "~" + (sort == Sort::text && r_.chance(30) ? " ignoring case" : ""),
              {std::move(x), member_set(sort, depth)});
}

Tree Generator::text_test(int depth) {
  const std::string how = r_.of({"contains", "contains", "starts with", "ends with"});
  const std::string end = r_.chance(30) ? " ignoring case" : "";
  Tree x = r_.chance(70) ? leaf(Sort::text) : text(depth - 1);
  if (r_.chance(40)) {
    const std::string each = how == "contains" ? r_.of({" any of ", " all of "}) : " any of ";
    Tree set = member_set(Sort::text, depth);
    if (r_.chance(60)) {
      set = make(Sort::item, "{ " + quoted(r_.of(kParts)) + ", " + quoted(r_.of(kParts)) + " }");
    }
    return make(Sort::boolean, "$ " + how + each + "~" + end, {std::move(x), std::move(set)});
  }
  Tree what = r_.chance(70) ? word(Sort::text, quoted(r_.of(kParts))) : text(depth - 1);
  return make(Sort::boolean, "$ " + how + " $" + end, {std::move(x), std::move(what)});
}

Tree Generator::word_test(int depth) {
  const std::string end = r_.chance(60) ? " ignoring case" : "";
  Tree x = r_.chance(70) ? leaf(Sort::text) : text(depth - 1);
  if (r_.chance(50)) {
    std::string set;
    for (std::size_t i = 0; i < 4; ++i) set += (i > 0 ? ", " : "") + quoted(r_.of(kWords));
    return make(Sort::boolean, "$ contains any word of { " + set + " }" + end, {std::move(x)});
  }
  Tree what = r_.chance(70) ? word(Sort::text, quoted(r_.of(kWords))) : text(depth - 1);
  return make(Sort::boolean, "$ contains word $" + end, {std::move(x), std::move(what)});
}

Tree Generator::matches(int depth) {
  const std::string pattern = r_.of({"/^[a-m]/i", "/s$/i", "/\\d+/", "/^\\/pricing/", "/sales|soft/i", "/^(?s).$/",
                                     "/(?s)a.b/", "/(?m)^b/", "/[^a-z]/", "/\\bvp\\b/i", "/e/i", "/\\pL{3}/", "/o+f/"});
  Tree x = r_.chance(70) ? leaf(Sort::text) : text(depth - 1);
  return make(Sort::boolean, "$ matches ~", {std::move(x), word(Sort::item, pattern)});
}

Tree Generator::state(int depth) {
  const std::string is = r_.of({" is missing", " is present"});
  const Sort sort = std::vector{Sort::number, Sort::text, Sort::time, Sort::duration}[r_.below(4)];
  if (r_.chance(15) && scopes_.empty()) {
    const auto fields = fields_of(Sort::boolean);
    if (!fields.empty()) return make(Sort::boolean, "$" + is, {word(Sort::boolean, r_.of(fields))});
  }
  // Deep enough that the answer varies.
  return make(Sort::boolean, "$" + is, {any_of(sort, depth)});
}

Tree Generator::unknown(int depth) {
  return make(Sort::boolean, "$" + r_.of({" is unknown", " is known"}), {boolean(std::max(depth - 1, 1))});
}

Tree Generator::window(int depth) {
  Tree t = r_.chance(75) ? leaf(Sort::time) : time(depth - 1);
  std::string length = r_.of({"30 days", "14 days", "3 months", "90 days", "1 year", "36 hours", "1 week"});
  std::vector<Tree> parts{std::move(t)};
  if (const auto names = names_of(Sort::duration); !names.empty() && r_.chance(20)) {
    length = r_.of(names);
  } else if (r_.chance(10)) {
    length = "$";
    parts.push_back(make(Sort::duration, "$ + $", {duration(0), duration(depth - 1)}));
  }
  switch (r_.below(4)) {
    case 0:
    case 1: return make(Sort::boolean, "$ in the last " + length, std::move(parts));
    case 2: return make(Sort::boolean, "$ in the next " + length, std::move(parts));
    default: break;
  }
  parts.push_back(time(depth - 1));
  return make(Sort::boolean, "$ within " + length + r_.of({" after $", " before $"}), std::move(parts));
}

Tree Generator::calendar_window(int depth) {
  Tree t = r_.chance(75) ? leaf(Sort::time) : time(depth - 1);
  return make(
      Sort::boolean,
      "$ in the " + r_.of({"last ", "last ", "next "}) +
          r_.of({"14 calendar days", "2 calendar weeks", "1 calendar month", "2 calendar quarters", "2 calendar years",
                 "1 calendar week", "3 calendar months", "calendar week", "calendar quarter"}),
      {std::move(t)});
}

Tree Generator::connective(int depth) {
  const std::string word = r_.of({" and ", " or "});
  Tree out = make(Sort::boolean, "$", {boolean(depth - 1)});
  const std::size_t count = 1 + r_.below(3);
  const Tree again = leaf(Sort::text);
  for (std::size_t i = 0; i < count; ++i) {
    out.pattern += word + "$";
    // Several comparisons of one value, for what joins them.
    if (r_.chance(20)) {
      out.parts.push_back(make(Sort::boolean, word == " or " ? "$ == $" : "$ != $",
                               {again, this->word(Sort::text, literal(Sort::text))}));
    } else {
      out.parts.push_back(boolean(depth - 1));
    }
  }
  return out;
}

Tree Generator::block(int depth) {
  const std::size_t count = 1 + r_.below(4);
  std::string head = r_.of({"all of", "any of", "none of", "at least", "at most", "exactly"});
  if (head[0] == 'e' || head.starts_with("at")) head += " " + std::to_string(r_.below(count + 1)) + " of";
  Tree out = make(Sort::boolean, head + " {");
  for (std::size_t i = 0; i < count; ++i) {
    out.pattern += "~";
    Tree item = make(Sort::item, "\n  ~" + because(40), {boolean(depth - 1)});
    out.parts.push_back(std::move(item));
  }
  out.pattern += "\n}";
  return out;
}

Generator::Opened Generator::open(bool clock_wanted) {
  // Undeclared names in an aggregate are its element's: lists too.
  if (!schema_.declared && !scopes_.empty()) return {};
  if (scopes_.size() >= 3 || lists_closed_) return {};
  std::vector<Source> fit;
  for (const Source& s : sources_) {
    if (!clock_wanted || !schema_.lists[s.list].clock.empty()) fit.push_back(s);
  }
  const Source source = r_.of(fit);
  Scope scope{source.list, {}, kNone};
  Opened out{source.name + " ", true};
  if (r_.chance(40)) {
    scope.alias = "e" + std::to_string(scopes_.size());
    out.text += "as " + scope.alias + " ";
  }
  if (!scopes_.empty()) scope.outer = r_.below(scopes_.size());
  scopes_.push_back(std::move(scope));
  return out;
}

Tree Generator::where(int depth) {
  return boolean(std::min(depth, 2));
}

Tree Generator::aggregate(int depth) {
  const std::string question = r_.of({"any", "none"});
  const Opened list = open();
  if (!list.open) return compare(depth);
  if (r_.chance(20)) {
    close();
    return element_value(Sort::boolean, r_.of({"first", "last"}), depth);
  }
  Tree out = make(Sort::boolean, question + "(" + list.text + "where ~", {where(depth - 1)});
  if (r_.chance(15)) {
    out.pattern += " unless ~";
    out.parts.push_back(where(1));
  }
  out.pattern += ")";
  close();
  return out;
}

// `"vip" in tags`, `tags contains any of { … }`: of lists of single values.
Tree Generator::list_test(int depth) {
  if (!schema_.declared && !scopes_.empty()) return compare(depth);
  std::vector<const GeneratedList*> scalars;
  for (const GeneratedList& l : schema_.lists) {
    if (l.scalars) scalars.push_back(&l);
  }
  if (scalars.empty()) return compare(depth);
  const GeneratedList& l = *r_.of(scalars);
  const Sort sort = l.fields[0].sort;
  switch (r_.below(3)) {
    case 0: return make(Sort::boolean, "$" + r_.of({" in ", " not in "}) + l.name, {any_of(sort, depth - 1)});
    case 1: return make(Sort::boolean, l.name + " contains $", {any_of(sort, depth - 1)});
    default: break;
  }
  if (sort == Sort::boolean) return make(Sort::boolean, l.name + " contains $", {any_of(sort, depth - 1)});
  return make(Sort::boolean, l.name + r_.of({" contains any of ", " contains any of ", " contains all of "}) + "~",
              {member_set(sort, depth)});
}

Tree Generator::one_of(int depth) {
  std::vector<std::string> names;
  if (scopes_.empty()) {
    for (const GeneratedField& f : schema_.fields) {
      if (f.one_of) names.push_back(f.name);
    }
  }
  if (names.empty()) return compare(depth);
  const std::string name = r_.of(names);
  switch (r_.below(3)) {
    case 0: return word(Sort::boolean, name + r_.of({" == ", " != "}) + quoted(r_.of(kAllowed)));
    case 1: return word(Sort::boolean, name + r_.of({" in ", " not in "}) + "{ \"web\", \"event\" }");
    default:
      return word(Sort::boolean,
                  name + " == \"web\" or " + name + " == \"event\" or " + name + " == " + quoted(r_.of(kAllowed)));
  }
}

}  // namespace rubric::test
