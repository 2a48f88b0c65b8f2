// The values that fields have: few enough that comparisons hit, with the borders among them.
#include "support/generate.hpp"
#include "support/generate_values.hpp"

namespace rubric::test {

namespace {

std::string number(Random& r) {
  if (r.chance(4)) {
    return r.of({"1e308", "-1e308", "9007199254740992", "1e-320", "0.1", "1e9", "1000000000.5", "999999999999999",
                 "1000000000000000", "-0", "4294967296"});
  }
  return r.of({"-7", "-1", "-0.5", "0", "0.5", "1", "1.5", "2", "2.5", "3", "4", "5", "10", "50", "100", "1000"});
}

std::string time(const GeneratedField& f, Random& r) {
  if (f.day_first)
    return r.of({"\"01/11/2026\"", "\"31/10/2026\"", "\"29/02/2024\"", "\"01/01/2026\"", "\"15/12/2026\""});
  if (r.chance(4)) return r.of({"\"0001-01-01\"", "\"9999-12-31T23:59:59.999999Z\"", "\"0001-01-03T12:00:00Z\""});
  return json_text(r.of(kTimes));
}

Json scalar(std::string text) {
  return {std::move(text), false, false, {}};
}

Json value(const GeneratedField& f, Random& r) {
  if (!f.placeholders.empty() && r.chance(15)) return scalar(r.of(f.placeholders));
  if (r.chance(1)) return scalar(r.of({"{\"a\":1}", "true", "\"?\"", "[1]", "12"}));  // of a wrong type
  switch (f.sort) {
    case Tree::Sort::boolean: return scalar(r.of({"true", "false"}));
    case Tree::Sort::number: return scalar(number(r));
    case Tree::Sort::time: return scalar(time(f, r));
    default: break;
  }
  if (f.one_of && r.chance(95)) return scalar(json_text(r.of(kAllowed)));
  return scalar(json_text(r.of(kTexts)));
}

void put(Json& into, const GeneratedField& f, Random& r) {
  const bool missing = r.chance(f.required ? 1 : 14);
  if (missing && r.chance(50)) return;
  Json* object = &into;
  if (!f.group.empty()) {
    for (auto& [name, inner] : into.members) {
      if (name == f.group) object = &inner;
    }
    if (object == &into) {
      into.members.emplace_back(f.group, Json{"", false, true, {}});
      object = &into.members.back().second;
    }
  }
  object->members.emplace_back(f.key, missing ? scalar(r.of({"null", "\"\""})) : value(f, r));
}

Json list(const GeneratedList& l, Random& r) {
  Json out{"", true, false, {}};
  const std::size_t count = r.chance(15) ? 0 : r.chance(8) ? 4 + r.below(9) : 1 + r.below(4);
  for (std::size_t i = 0; i < count; ++i) {
    Json element{"", false, true, {}};
    if (l.scalars) {
      element = r.chance(8) ? scalar("null") : value(l.fields[0], r);
    } else {
      for (const GeneratedField& f : l.fields) put(element, f, r);
    }
    out.members.emplace_back("", std::move(element));
  }
  return out;
}

}  // namespace

Json generate_record(const Schema& schema, Random& r) {
  Json out{"", false, true, {}};
  for (const GeneratedField& f : schema.fields) put(out, f, r);
  for (const GeneratedList& l : schema.lists) {
    if (!r.chance(6)) out.members.emplace_back(l.name, list(l, r));
  }
  return out;
}

}  // namespace rubric::test
