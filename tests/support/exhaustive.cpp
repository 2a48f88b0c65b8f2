#include "support/exhaustive.hpp"

#include <map>
#include <string_view>

#include "builtins/table.hpp"

namespace rubric::test {

namespace {

// `1`, `2`, `3` behind a `$` stand for the operands, whose types are one letter each.
struct Form {
  std::string text;
  std::string operands;
  bool fields_only = false;  ///< constants would be refused
};

std::vector<Form> forms() {
  std::vector<Form> out = {
      {"not $1", "b"},
      {"$1 and $2", "bb"},
      {"$1 or $2", "bb"},
      {"$1 and $2 and $3", "bbb"},
      {"$1 or $2 or $3", "bbb"},
      {"($1 and $2) or $3", "bbb"},
      {"($1 or $2) and not $3", "bbb"},
      {"$1 is unknown", "b"},
      {"$1 is known", "b"},
      {"if $1 then $2 else $3", "bbb"},
      {"if $1 then $2 else $3", "bnn"},
      {"if $1 then $2 else $3", "btt"},
      {"if $1 then $2 else missing", "bi"},
      {"$1 - $2", "ii"},
      {"$1 + $2", "id"},
      {"$1 - $2", "id"},
      {"$2 + $1", "id"},
      {"$1 + 1 month", "i"},
      {"$1 - 13 months", "i"},
      {"$1 + 1 year", "i"},
      {"age($1)", "i"},
      {"$1 == 2026-11-01", "i"},
      {"$1 < 2026-11-01", "i"},
      {"$1 > 2026-11-01", "i"},
      {"2026-11-01 >= $1", "i"},
      {"$1 between 2026-10-31 and 2026-11-01", "i"},
      {"$1 in the last 1 day", "i"},
      {"$1 in the next 3 months", "i"},
      {"$1 in the last 2 calendar weeks", "i"},
      {"$1 in the next 1 calendar quarter", "i"},
      {"$1 in the last 20000 calendar years", "i"},
      {"$1 within 7 days after $2", "ii"},
      {"$1 within 1 year before $2", "ii"},
      {"-$1", "d"},
      {"$1 + $2", "dd"},
      {"$1 - $2", "dd"},
      {"$1 / $2", "dd"},
      {"$1 * $2", "dn"},
      {"$1 / $2", "dn"},
      {"$2 * $1", "dn"},
      {"-$1", "n"},
      {"$1 + $2", "nn"},
      {"$1 - $2", "nn"},
      {"$1 * $2", "nn"},
      {"$1 / $2", "nn"},
      {"$1 + $2", "tt"},
      {"$1 contains $2", "tt"},
      {"$1 contains $2 ignoring case", "tt"},
      {"$1 starts with $2", "tt"},
      {"$1 ends with $2", "tt"},
      {"$1 contains word $2", "tt"},
      {"$1 contains any of { $2, \"q\" }", "tt"},
      {"$1 contains all of { $2, \"a\" }", "tt"},
      {"$1 starts with any of { \"a\", \"\u00df\" }", "t"},
      {"$1 contains any word of { \"a\", \"b\" } ignoring case", "t"},
      {"$1 matches /^a/i", "t"},
      {"$1 in { $2, $3 }", "nnn"},
      {"$1 not in { $2, $3 }", "ttt"},
      {"$1 in { $2, true }", "bb"},
      {"$1 in { 2026-11-01, $2 }", "ii"},
      {"$1 in { 1 day, $2 }", "dd"},
      {"$1 == $2 or $1 == 2 or $1 in { 0, 1 }", "nn"},
      {"$1 != $2 and $1 != \"a\" and $1 not in { \"A b\" }", "tt"},
  };
  for (const char* letter : {"b", "n", "t", "i", "d"}) {
    const std::string two = std::string(letter) + letter;
    for (const char* text : {"$1 == $2", "$1 != $2", "$1 default $2"}) out.push_back({text, two});
    out.push_back({"$1 default missing", letter});
    out.push_back({"if $1 == $2 then $1 else $2", two});
    if (letter[0] == 'b') continue;
    for (const char* text : {"$1 < $2", "$1 <= $2", "$1 > $2", "$1 >= $2"}) out.push_back({text, two});
    out.push_back({"$1 between $2 and $3", two + letter, true});
    out.push_back({"$1 is missing", letter});
    out.push_back({"$1 is present", letter});
  }
  for (const char* block : {"all of", "any of", "none of", "at least 0 of", "at least 2 of", "at most 1 of",
                            "exactly 2 of", "exactly 0 of"})
    out.push_back({std::string(block) + " { $1, $2, $3 }", "bbb"});
  return out;
}

char letter_of(data::Kind kind) {
  switch (kind) {
    case data::Kind::boolean: return 'b';
    case data::Kind::number: return 'n';
    case data::Kind::time: return 'i';
    case data::Kind::duration: return 'd';
    default: return 't';
  }
}

void add_built_ins(std::vector<Form>& out) {
  for (const builtins::Signature& s : builtins::signatures()) {
    std::vector<data::Kind> kinds = s.parameters;
    if (s.variadic) kinds.push_back(kinds.back());
    Form form{std::string(s.name) + "(", "", false};
    for (const data::Kind kind : kinds) {
      form.text += (form.operands.empty() ? "$" : ", $") + std::to_string(form.operands.size() + 1);
      form.operands += letter_of(kind);
    }
    form.text += ")";
    out.push_back(std::move(form));
  }
}

// As JSON and as a constant. Durations are held as the time so much behind 2026-01-01.
struct Given {
  std::string json;
  std::string constant;
};

const std::vector<Given>& values(char letter) {
  static const std::map<char, std::vector<Given>> kValues = {
      {'b', {{"null", "(if false then true else missing)"}, {"true", "true"}, {"false", "false"}}},
      {'n',
       {{"null", "(if false then 0 else missing)"},
        {"-1", "(-1)"},
        {"0", "0"},
        {"0.5", "0.5"},
        {"2", "2"},
        {"1e308", "(10000000000 * 10000000000 * 10000000000)"}}},
      {'t',
       {{"null", "(if false then \"\" else missing)"},
        {"\"a\"", "\"a\""},
        {"\"A b\"", "\"A b\""},
        {"\" 12 \"", "\" 12 \""},
        {"\"2026-11-01\"", "\"2026-11-01\""},
        {"\"\u00df\"", "\"\u00df\""}}},
      {'i',
       {{"null", "(if false then as_of else missing)"},
        {"\"2026-11-01\"", "2026-11-01T00:00:00Z"},
        {"\"2026-10-31T23:59:59.999999Z\"", "2026-10-31T23:59:59.999999Z"},
        {"\"2024-02-29\"", "2024-02-29"},
        {"\"0001-01-01\"", "0001-01-01"},
        {"\"9999-12-31T23:00:00Z\"", "9999-12-31T23:00:00Z"}}},
      {'d',
       {{"null", "(if false then 1 day else missing)"},
        {"\"2026-01-01\"", "(0 days)"},
        {"\"2026-01-02\"", "(1 day)"},
        {"\"2025-12-30\"", "(-(2 days))"},
        {"\"9999-12-31\"", "(9999-12-31 - 2026-01-01)"}}},
  };
  return kValues.at(letter);
}

// Every choice of one value an operand.
std::vector<std::vector<Given>> combinations(const std::string& letters) {
  std::vector<std::vector<Given>> out(1);
  for (const char letter : letters) {
    std::vector<std::vector<Given>> longer;
    for (const auto& begun : out) {
      for (const Given& value : values(letter)) {
        longer.push_back(begun);
        longer.back().push_back(value);
      }
    }
    out = std::move(longer);
  }
  return out;
}

std::string filled(const Form& form, const std::vector<std::string>& operands) {
  std::string out;
  for (std::size_t i = 0; i < form.text.size(); ++i) {
    if (form.text[i] == '$') {
      out += operands[static_cast<std::size_t>(form.text[++i] - '1')];
    } else {
      out += form.text[i];
    }
  }
  return out;
}

std::string choice(std::size_t number, const std::string& value) {
  return "choose c" + std::to_string(number) + " { " + value + " when true }\n";
}

std::string record(const std::string& letters) {
  std::string out = "record lead {\n";
  for (std::size_t i = 0; i < letters.size(); ++i) {
    const char* type = letters[i] == 'b' ? "bool" : letters[i] == 'n' ? "number" : letters[i] == 't' ? "text" : "time";
    out += "  f" + std::to_string(i + 1) + " " + type + "\n";
  }
  return out + "}\n";
}

TinyProgram in_fields(const std::string& letters, const std::vector<Form>& all) {
  TinyProgram out{record(letters), {}};
  std::vector<std::string> names;
  for (std::size_t i = 0; i < letters.size(); ++i) {
    const std::string name = "f" + std::to_string(i + 1);
    names.push_back(letters[i] == 'd' ? "(" + name + " - 2026-01-01)" : name);
  }
  std::size_t number = 0;
  for (const Form& form : all) {
    if (form.operands == letters) out.source += choice(++number, filled(form, names));
  }
  for (const auto& given : combinations(letters)) {
    std::string line = "{";
    for (std::size_t i = 0; i < given.size(); ++i)
      line += (i > 0 ? ",\"f" : "\"f") + std::to_string(i + 1) + "\":" + given[i].json;
    out.records.push_back(line + "}");
  }
  return out;
}

void as_constants(const std::vector<Form>& all, std::vector<TinyProgram>& out) {
  constexpr std::size_t kChoices = 200;  // in one program
  std::string source;
  std::size_t number = 0;
  const auto finish = [&] {
    if (!source.empty()) out.push_back({std::move(source), {"{}"}});
    source.clear();
  };
  for (const Form& form : all) {
    if (form.fields_only) continue;
    for (const auto& given : combinations(form.operands)) {
      std::vector<std::string> constants;
      for (const Given& g : given) constants.push_back(g.constant);
      source += choice(++number, filled(form, constants));
      if (number % kChoices == 0) finish();
    }
  }
  finish();
}

}  // namespace

std::vector<TinyProgram> tiny_programs() {
  std::vector<Form> all = forms();
  add_built_ins(all);
  std::map<std::string, bool> done;
  std::vector<TinyProgram> out;
  for (const Form& form : all) {
    if (done.emplace(form.operands, true).second) out.push_back(in_fields(form.operands, all));
  }
  as_constants(all, out);
  return out;
}

}  // namespace rubric::test
