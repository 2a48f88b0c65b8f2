// Explanations as people read them. The whole ones are read by people before they are changed.
#include <doctest/doctest.h>

#include "explain/text.hpp"
#include "support/explained.hpp"

using namespace rubric;
using namespace rubric::test;

namespace {

constexpr const char* kCriteria = R"(criteria "B2B" {
  version "7"
}
record lead {
  id text required
  email text
  title text
  asked_at time
  employees number
  industry text
  budget number
  country text
  events list dated by at {
    kind text
    at time
  }
}
param least = 40
let asked = (asked_at in the last 30 days) default false
score fit max 40 {
  +25 when industry in { "software", "fintech" }  because "industry is in the ICP"
  +20 when employees between 50 and 5000
  -30 when email is missing                       because "nobody to write to"
}
score engagement {
  +3 for each of events where kind == "open" up to 6
  +10 when asked
}
mql when any of {
  score >= least  because "enough points"
  asked
} unless embargoed
sql when all of {
  mql
  at least 2 of {
    budget >= 10k
    title contains any word of { "vp", "head" }
    any(events where kind == "demo")
  }
}
embargoed when country in { "KP" }
choose stage {
  "sql" when sql
  "mql" when mql
  else "lead"
}
)";

std::string text_of(const char* lead, explain::TextOptions options = {}) {
  Explained lab(kCriteria);
  return explain::render_text(lab.of(lead), options);
}

std::size_t widest(const std::string& text) {
  std::size_t out = 0;
  for (std::size_t from = 0; from < text.size();) {
    const std::size_t end = text.find('\n', from);
    out = std::max(out, end - from);
    from = end + 1;
  }
  return out;
}

constexpr const char* kGood =
    R"({"id": "a1", "email": "a@x.io", "title": "VP Sales", "employees": 400, "industry": "fintech", "budget": 20000, "country": "DE",)"
    R"( "events": [{"kind": "open", "at": "2026-10-01"}, {"kind": "open", "at": "2026-10-02"}, {"kind": "open", "at": "2026-10-03"}]})";
constexpr const char* kPoor = R"({"id": "a2", "industry": "software", "budget": 500})";

}  // namespace

TEST_SUITE("explain/text") {
  TEST_CASE("a whole explanation of a lead that qualifies") {
    CHECK(text_of(kGood) == R"(a1 by B2B 7, as of 2026-11-01

score      46  fit 40, engagement 6 (46 to 56 once what is missing is known)
mql        yes  enough points
sql        no
embargoed  no
stage      "mql"

score.fit is 40  (its lines give 45, and it is at most 40)
   +25  when industry in { "software", "fintech" }  "industry is in the ICP"; industry is "fintech"
   +20  when employees between 50 and 5000        employees is 400
     0  -30 when email is missing                 email is "a@x.io"

score.engagement is 6  (6 to 16 once what is missing is known)
    +6  +3 for each of events where kind == "open" up to 6  3 of 3 elements; 9 without its cap
     0  +10 when asked                            asked is no (asked_at is missing)

mql is yes
  yes  any of                                     1 yes, 1 no
       yes  score >= least                        score is 46, least is 40; "enough points"
       no   asked                                 asked is no (asked_at is missing)
  yes  unless embargoed                           embargoed is no

sql is no
  yes  mql                                        mql is yes
  no   at least 2 of                              1 yes, 2 no
       yes  budget >= 10k                         budget is 20000
       no   title contains any word of { "vp", "head" }  title is "VP Sales"
       no   any(events where kind == "demo")      0 of 3 events
  in the way
    1. title contains any word of { "vp", "head" }  title is "VP Sales"; or 1 other would do

embargoed is no
  no   country in { "KP" }                        country is "DE"

stage is "mql"
  no   "sql" when sql                             sql is no
  yes  "mql" when mql                             taken; mql is yes
       1 more below was not asked
)");
  }

  TEST_CASE("a whole explanation of a lead of which little is known") {
    CHECK(text_of(kPoor) == R"(a2 by B2B 7, as of 2026-11-01

score      -5  fit -5, engagement 0 (-5 to 50 once what is missing is known)
mql        no
sql        no
embargoed  unknown
stage      "lead"

score.fit is -5  (of at most 40; -5 to 40 once what is missing is known)
   +25  when industry in { "software", "fintech" }  "industry is in the ICP"; industry is "software"
     ?  +20 when employees between 50 and 5000    employees is missing
   -30  when email is missing                     "nobody to write to"; email is missing

score.engagement is 0  (0 to 10 once what is missing is known)
     0  +3 for each of events where kind == "open" up to 6  0 of 0 elements
     0  +10 when asked                            asked is no (asked_at is missing)

mql is no  (what is missing could still turn it)
  no   any of                                     2 no
       no   score >= least
              score is -5, least is 40, 45 short; could still turn
       no   asked                                 asked is no (asked_at is missing)
  yes  unless embargoed                           embargoed is unknown, which holds nothing back
  in the way
    1. score >= least
         score is -5, least is 40, 45 short; or 1 other would do
       not earned yet: +20 when employees between 50 and 5000 or +10 when asked

sql is no
  no   mql                                        mql is no; could still turn
  no   at least 2 of                              2 no, 1 unknown
       no   budget >= 10k                         budget is 500, 9500 short
       ?    title contains any word of { "vp", "head" }  title is missing
       no   any(events where kind == "demo")      0 of 0 events
  in the way, easiest first
    1. title contains any word of { "vp", "head" }  find out title; or 1 other would do
    2. score >= least  (in mql)
         score is -5, least is 40, 45 short; or 1 other would do
       not earned yet: +20 when employees between 50 and 5000 or +10 when asked
    3. budget >= 10k                              budget is 500, 9500 short; or 1 other would do

embargoed is unknown
  ?    country in { "KP" }                        country is missing

stage is "lead"  (what is missing could still change it)
  no   "sql" when sql                             sql is no
  no   "mql" when mql                             mql is no
  yes  else "lead"                                taken
)");
  }

  TEST_CASE("what is asked for, and what it looks at, and no more") {
    const std::string out = text_of(kPoor, {false, 100, {"embargoed"}});
    CHECK(out ==
          "a2 by B2B 7, as of 2026-11-01\n\n"
          "embargoed is unknown\n"
          "  ?    country in { \"KP\" }                        country is missing\n");
    CHECK(text_of(kPoor, {false, 100, {"asked"}}).find("asked is no") != std::string::npos);
  }

  TEST_CASE("no line is wider than the screen") {
    for (const unsigned width : {60U, 80U, 120U}) {
      CHECK(widest(text_of(kGood, {false, width, {}})) <= width);
      CHECK(widest(text_of(kPoor, {false, width, {}})) <= width);
    }
  }

  TEST_CASE("colour changes no letter") {
    std::string coloured = text_of(kPoor, {true, 100, {}});
    CHECK(coloured.find('\x1b') != std::string::npos);
    for (std::size_t at = coloured.find('\x1b'); at != std::string::npos; at = coloured.find('\x1b'))
      coloured.erase(at, coloured.find('m', at) + 1 - at);
    CHECK(coloured == text_of(kPoor));
  }

  TEST_CASE("what a terminal would obey is written out") {
    Explained lab("r when a == \"x\"\n");
    const std::string out = explain::render_text(lab.of("{\"id\": \"\\u001b[31m\", \"a\": \"\\u001b[2J\\n\"}"), {});
    CHECK(out.find('\x1b') == std::string::npos);
    CHECK(out.find("a is \"") != std::string::npos);
  }

  TEST_CASE("values that were none are noted, and where the lead was read") {
    Explained lab("r when n > 3\n");
    explain::Explanation e = lab.of("{}");
    e.file = "leads.csv";
    e.record = 4;
    e.line = 5;
    e.notes.push_back(explain::note_of_invalid("n", "\"many\"", "not a number"));
    e.notes.push_back(explain::note_of_invalid("m", "", "not a number"));
    const std::string out = explain::render_text(e, {});
    CHECK(
        out.starts_with("record 4, as of 2026-11-01  leads.csv:5\n"
                        "note: `n` counts as missing: `\"many\"` is not a number\n"
                        "note: `m` counts as missing: what the data has there is not a number\n"));
  }
}
