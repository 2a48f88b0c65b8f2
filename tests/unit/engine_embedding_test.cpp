// include/rubric/engine.hpp, as somebody uses it who has nothing else.
#include "rubric/engine.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <limits>

namespace {

using namespace rubric;

constexpr Micros kDay = 86'400'000'000;
constexpr Micros kNow = 1'793'491'200'000'000;  // 2026-11-01

Criteria compiled(std::string_view text, const CompileOptions& options = {}) {
  const Compiled out = compile(text, options);
  INFO((out.findings.empty() ? "" : out.findings.front().text));
  REQUIRE(out.criteria.has_value());
  return *out.criteria;
}

constexpr std::string_view kCriteria = R"(
criteria "Leads" { version "3" }
record lead {
  id text required
  score_given number missing if -1
  fit { country text trimmed ignoring case one of "DE", "FR"
        employees number
        tier number one of 1, 2, 3 }
  name text
  opted bool
  created time
  born time format "%d/%m/%Y"
  answered_after duration
  events list dated by at { kind text
                            at time
                            points number }
  tags list of text
}
set Known = { "ann", "bob" }
large when fit.employees >= 100
near when fit.country == "de"
known when name in Known
fresh when created in the last 30 days
old_lead when born < 2000-01-01
quick when answered_after < 2 days
permitted when opted
tiered when fit.tier == 2
named when name is present
liked when "vip" in tags
score fit {
  +20.5 when large because "large"
  +10 when near
}
score interest { +5 for each of events where kind == "visit" because "visits" }
mql when score >= 30
choose stage { "hot" when mql because "enough points"
  else "cold" }
choose share { score / fit.employees when large }
choose newest { max(at of events) when any(events) }
)";

struct Filled {
  Filled() : criteria(compiled(kCriteria)), decider(criteria) {}

  Verdict verdict(std::string_view rule) {
    REQUIRE(decider.decide(kNow) == Status::decided);
    const auto id = criteria.rule(rule);
    REQUIRE(id.has_value());
    return decider.verdict(*id);
  }

  Criteria criteria;
  Decider decider;
};

}  // namespace

TEST_SUITE("engine/embedding") {
  TEST_CASE("what is wrong comes with its place, and nothing is thrown") {
    CompileOptions options;
    options.name = "leads.rubric";
    const Compiled out = compile("record lead {\n  size number\n}\nlarge when sise > 3\n", options);
    CHECK_FALSE(out.criteria.has_value());
    REQUIRE(out.findings.size() == 1);
    const Finding& f = out.findings[0];
    CHECK(f.code == "unknown-field");
    CHECK(f.severity == Severity::error);
    CHECK(f.source == "leads.rubric");
    CHECK(f.line == 4);
    CHECK(f.column == 12);
    CHECK(f.text.find("leads.rubric:4:12") != std::string::npos);
    for (const std::string_view text : {"", "\xff\xfe", "a when", "when when when"}) CHECK_NOTHROW((void)compile(text));
  }

  TEST_CASE("params and files come from the host") {
    CompileOptions options;
    options.params = {{"least", "50"}};
    options.files = [](const std::string& from, const std::string& path) {
      CHECK(from.empty());
      if (path != "known.txt") return File{};
      return File{true, "ann\nbob\n", path, path, ""};
    };
    const Criteria criteria =
        compiled("param least = 10\nset Known from \"known.txt\"\na when size >= least and name in Known\n", options);
    Decider decider(criteria);
    decider.set(criteria.text_slot("name"), "bob");
    decider.set(criteria.number_slot("size"), 20);
    REQUIRE(decider.decide(kNow) == Status::decided);
    CHECK(decider.verdict(*criteria.rule("a")) == Verdict::no);
    decider.set(criteria.number_slot("size"), 50);
    REQUIRE(decider.decide(kNow) == Status::decided);
    CHECK(decider.verdict(*criteria.rule("a")) == Verdict::yes);
    const Compiled lacking = compile("set Known from \"other.txt\"\na when name in Known\n", options);
    CHECK_FALSE(lacking.criteria.has_value());
    CHECK_FALSE(compile("set Known from \"known.txt\"\na when name in Known\n").criteria.has_value());
  }

  TEST_CASE("names") {
    const Criteria criteria = compiled(kCriteria);
    CHECK(criteria.title() == "Leads");
    CHECK(criteria.version() == "3");
    CHECK(criteria.rule_count() == 11);
    CHECK(criteria.rule_name(0) == "large");
    CHECK(criteria.rule("near")->number == 1);
    CHECK_FALSE(criteria.rule("nearby").has_value());
    CHECK(criteria.scores() == std::vector<std::string_view>{"fit", "interest"});
    CHECK(criteria.answers() == std::vector<std::string_view>{"stage", "share", "newest"});
    CHECK(criteria.number_slot("fit.employees").use == Use::read);
    CHECK(criteria.number_slot("fit.country").use == Use::other_type);
    CHECK(criteria.number_slot("fit.nothing").use == Use::not_read);
    CHECK(criteria.number_slot("score_given").use == Use::not_read);
    CHECK(criteria.list_slot("name").use == Use::other_type);
    const auto fields = criteria.fields();
    const auto required = std::ranges::find(fields, "id", &FieldInfo::name);
    REQUIRE(required != fields.end());
    CHECK(required->required);
    CHECK(criteria.fields(criteria.list_slot("tags")).front().name == "it");
    CHECK(criteria.fields(criteria.list_slot("nothing")).empty());
    const ListSlot events = criteria.list_slot("events");
    CHECK(criteria.text_field(events, "kind").use == Use::read);
    CHECK(criteria.number_field(events, "kind").use == Use::other_type);
    CHECK(criteria.number_field(events, "points").use == Use::not_read);
  }

  TEST_CASE("everything is missing at first, and after clear") {
    Filled f;
    for (const std::string_view rule : {"large", "near", "known", "fresh", "old_lead", "quick", "permitted", "tiered"})
      CHECK(f.verdict(rule) == Verdict::unknown);
    CHECK(f.verdict("named") == Verdict::no);
    CHECK(f.verdict("liked") == Verdict::no);
    f.decider.set(f.criteria.number_slot("fit.employees"), 200);
    CHECK(f.verdict("large") == Verdict::yes);
    CHECK(f.verdict("large") == Verdict::yes);
    f.decider.clear();
    CHECK(f.verdict("large") == Verdict::unknown);
  }

  TEST_CASE("a value of every type") {
    Filled f;
    f.decider.set(f.criteria.number_slot("fit.employees"), 100);
    f.decider.set(f.criteria.text_slot("name"), "ann");
    f.decider.set(f.criteria.time_slot("created"), kNow - 3 * kDay);
    f.decider.set(f.criteria.duration_slot("answered_after"), kDay);
    f.decider.set(f.criteria.bool_slot("opted"), true);
    for (const std::string_view rule : {"large", "known", "fresh", "quick", "permitted", "named"})
      CHECK(f.verdict(rule) == Verdict::yes);
    f.decider.set(f.criteria.bool_slot("opted"), false);
    CHECK(f.verdict("permitted") == Verdict::no);
    f.decider.set_missing(f.criteria.bool_slot("opted"));
    CHECK(f.verdict("permitted") == Verdict::unknown);
    f.decider.set_missing(f.criteria.text_slot("name"));
    CHECK(f.verdict("known") == Verdict::unknown);
    f.decider.set_missing(f.criteria.time_slot("created"));
    CHECK(f.verdict("fresh") == Verdict::unknown);
    f.decider.set_missing(f.criteria.number_slot("fit.employees"));
    CHECK(f.verdict("large") == Verdict::unknown);
  }

  TEST_CASE("numbers that are none, and the empty text, are missing") {
    Filled f;
    const NumberSlot employees = f.criteria.number_slot("fit.employees");
    for (const double none :
         {std::nan(""), std::numeric_limits<double>::infinity(), -std::numeric_limits<double>::infinity()}) {
      f.decider.set(employees, none);
      CHECK(f.verdict("large") == Verdict::unknown);
    }
    f.decider.set(f.criteria.text_slot("name"), "");
    CHECK(f.verdict("known") == Verdict::unknown);
  }

  TEST_CASE("a field's own conversions are made") {
    Filled f;
    const TextSlot country = f.criteria.text_slot("fit.country");
    CHECK(f.decider.set(country, "  De "));
    CHECK(f.verdict("near") == Verdict::yes);
    CHECK_FALSE(f.decider.set(country, "US"));
    CHECK(f.verdict("near") == Verdict::unknown);
    CHECK(f.decider.set(country, " "));
    CHECK(f.verdict("near") == Verdict::unknown);
    const NumberSlot tier = f.criteria.number_slot("fit.tier");
    CHECK(f.decider.set(tier, 2));
    CHECK(f.verdict("tiered") == Verdict::yes);
    CHECK_FALSE(f.decider.set(tier, 9));
    CHECK(f.verdict("tiered") == Verdict::unknown);
    const Criteria given = compiled("record lead {\n  id text\n  n number missing if -1\n}\na when n < 5\n");
    Decider decider(given);
    CHECK(decider.set(given.number_slot("n"), -1));
    REQUIRE(decider.decide(kNow) == Status::decided);
    CHECK(decider.verdict(*given.rule("a")) == Verdict::unknown);
  }

  TEST_CASE("texts as a file has them") {
    Filled f;
    CHECK(f.decider.set_from_text(f.criteria.number_slot("fit.employees"), "100"));
    CHECK(f.decider.set_from_text(f.criteria.time_slot("created"), "2026-10-30"));
    CHECK(f.decider.set_from_text(f.criteria.time_slot("born"), "31/12/1999"));
    CHECK(f.decider.set_from_text(f.criteria.bool_slot("opted"), "yes"));
    CHECK(f.decider.set_from_text(f.criteria.duration_slot("answered_after"), "30 hours"));
    for (const std::string_view rule : {"large", "fresh", "old_lead", "permitted", "quick"})
      CHECK(f.verdict(rule) == Verdict::yes);
    CHECK_FALSE(f.decider.set_from_text(f.criteria.number_slot("fit.employees"), "many"));
    CHECK(f.verdict("large") == Verdict::unknown);
    CHECK(f.decider.set_from_text(f.criteria.number_slot("nothing"), "many"));
  }

  TEST_CASE("what nobody reads may be set") {
    Filled f;
    f.decider.set(f.criteria.number_slot("nothing"), 1);
    f.decider.set(f.criteria.text_slot("fit.employees"), "not a number's place");
    f.decider.set(f.criteria.number_slot("name"), 5);
    f.decider.set_missing(f.criteria.list_slot("nothing"));
    Rows rows(f.criteria.list_slot("nothing"));
    rows.add();
    rows.set(f.criteria.text_field(rows.list(), "kind"), "visit");
    f.decider.set(rows);
    CHECK(f.verdict("large") == Verdict::unknown);
    CHECK(f.verdict("fresh") == Verdict::unknown);
    f.decider.set(f.criteria.time_slot("created"), kNow);
    CHECK(f.verdict("fresh") == Verdict::yes);
  }

  TEST_CASE("lists, scores, answers and reasons") {
    Filled f;
    const ListSlot events = f.criteria.list_slot("events");
    Rows rows(events);
    for (int i = 0; i < 3; ++i) {
      rows.add();
      rows.set(f.criteria.text_field(events, "kind"), i == 1 ? "open" : "visit");
      if (i != 2) rows.set(f.criteria.time_field(events, "at"), kNow - (i + 1) * kDay);
      rows.set(f.criteria.number_field(events, "points"), 7);
    }
    f.decider.set(rows);
    CHECK(rows.count() == 2);  // one had no time
    f.decider.set(f.criteria.number_slot("fit.employees"), 100);
    f.decider.set(f.criteria.text_slot("fit.country"), "DE");
    REQUIRE(f.decider.decide(kNow) == Status::decided);
    CHECK(f.decider.score(*f.criteria.score()) == 35.5);
    CHECK(f.decider.score(*f.criteria.score("fit")) == 30.5);
    CHECK(f.decider.score(*f.criteria.score("interest")) == 5);
    CHECK_FALSE(f.criteria.score("nothing").has_value());
    const Answer stage = f.decider.answer(*f.criteria.answer("stage"));
    CHECK(stage.type == Type::text);
    CHECK_FALSE(stage.missing);
    CHECK(stage.text == "hot");
    CHECK(f.decider.answer(*f.criteria.answer("share")).number == 0.355);
    CHECK(f.decider.answer(*f.criteria.answer("newest")).micros == kNow - kDay);
    const auto reasons = f.decider.reasons();
    REQUIRE(reasons.size() == 3);
    CHECK(reasons[0].outcome == "fit");
    CHECK(reasons[0].text == "large");
    CHECK(reasons[0].points == 20.5);
    CHECK(reasons[1].text == "visits");
    CHECK(reasons[2].outcome == "stage");
    CHECK_FALSE(reasons[2].points.has_value());
    rows.clear();
    f.decider.set(rows);
    f.decider.set(f.criteria.number_slot("fit.employees"), 10);
    REQUIRE(f.decider.decide(kNow) == Status::decided);
    CHECK(f.decider.score(*f.criteria.score("interest")) == 0);
    CHECK(f.decider.answer(*f.criteria.answer("share")).missing);
    CHECK(f.decider.answer(*f.criteria.answer("newest")).missing);
  }

  TEST_CASE("rows that the host holds, and lists of single values") {
    Filled f;
    const Value tags[] = {Value::text("new"), Value::text("vip")};
    f.decider.set(f.criteria.list_slot("tags"), tags, 1);
    CHECK(f.verdict("liked") == Verdict::no);
    f.decider.set(f.criteria.list_slot("tags"), tags, 2);
    CHECK(f.verdict("liked") == Verdict::yes);
    f.decider.set_missing(f.criteria.list_slot("tags"));
    CHECK(f.verdict("liked") == Verdict::no);
    Rows rows(f.criteria.list_slot("tags"));
    rows.add();
    rows.set(f.criteria.text_field(rows.list(), "it"), "vip");
    f.decider.set(rows);
    CHECK(f.verdict("liked") == Verdict::yes);
  }

  TEST_CASE("verdicts in bulk, with and without an index") {
    for (const int count : {10, 1000}) {
      std::string text;
      for (int i = 0; i < count; ++i)
        text += "r" + std::to_string(i) + " when size >= " + std::to_string(i) + " and place == \"x\"\n";
      const Criteria criteria = compiled(text);
      Decider decider(criteria);
      decider.set(criteria.number_slot("size"), count / 2 - 1);
      decider.set(criteria.text_slot("place"), "x");
      const auto half = static_cast<std::uint64_t>(count) / 2;
      const auto list = [&](Verdict verdict) {
        const auto numbers = decider.rules(verdict);
        std::vector<std::uint32_t> out(numbers.begin(), numbers.end());
        std::ranges::sort(out);
        return out;
      };
      REQUIRE(decider.decide(kNow) == Status::decided);
      CHECK(decider.counts().yes == half);
      CHECK(decider.counts().no == half);
      CHECK(decider.counts().unknown == 0);
      CHECK(list(Verdict::yes).size() == half);
      CHECK(list(Verdict::yes).back() == half - 1);
      CHECK(list(Verdict::unknown).empty());
      CHECK(decider.verdict(*criteria.rule("r0")) == Verdict::yes);
      CHECK(decider.verdict(*criteria.rule("r" + std::to_string(half))) == Verdict::no);
      decider.set_missing(criteria.text_slot("place"));
      REQUIRE(decider.decide(kNow) == Status::decided);
      CHECK(decider.counts().yes == 0);
      CHECK(decider.counts().unknown == half);
      CHECK(list(Verdict::unknown).size() == half);
      CHECK(decider.verdict(*criteria.rule("r0")) == Verdict::unknown);
      CHECK(criteria.rule_name(list(Verdict::unknown)[1]) == "r1");
    }
  }

  TEST_CASE("a lead past the limits is not decided, the next one is") {
    const Criteria criteria = compiled("choose v { name + \"x\" when true }\na when any(tags)\n");
    Decider decider(criteria, {64, 2});
    const std::string long_name(100, 'n');
    decider.set(criteria.text_slot("name"), long_name);
    CHECK(decider.decide(kNow) == Status::too_much_text);
    decider.set(criteria.text_slot("name"), "n");
    CHECK(decider.decide(kNow) == Status::decided);
    CHECK(decider.answer(*criteria.answer("v")).text == "nx");
    const std::vector<Value> many(3, Value::missing(Type::text));
    decider.set(criteria.list_slot("tags"), many.data(), 3);
    CHECK(decider.decide(kNow) == Status::lists_too_long);
    decider.set(criteria.list_slot("tags"), many.data(), 1);
    CHECK(decider.decide(kNow) == Status::decided);
  }

  TEST_CASE("a decider keeps its criteria, and can be moved") {
    std::optional<Decider> moved;
    RuleId rule;
    NumberSlot size;
    {
      const Criteria criteria = compiled("large when size > 3\n");
      rule = *criteria.rule("large");
      size = criteria.number_slot("size");
      Decider first(criteria);
      first.set(size, 4);
      moved.emplace(std::move(first));
    }
    REQUIRE(moved->decide(kNow) == Status::decided);
    CHECK(moved->verdict(rule) == Verdict::yes);
    CHECK(micros(std::chrono::sys_days{std::chrono::year{2026} / 11 / 1}) == kNow);
  }
}
