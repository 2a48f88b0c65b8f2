// Explanations for programs and as a page: well-formed, whole, and safe with texts that mean harm.
#include <doctest/doctest.h>

#include <nlohmann/json.hpp>

#include "explain/html.hpp"
#include "explain/json.hpp"
#include "support/explained.hpp"

using namespace rubric;
using namespace rubric::test;
using nlohmann::json;

namespace {

constexpr const char* kCriteria = R"(criteria "B2B <&> \"x\"" {
  version "7"
}
param least = 20
let asked = seen default false
score fit max 30 {
  +25 when industry == "a" because "<script>alert(1)</script>"
  +(bonus) when asked
  +3 for each of events where n > 1 up to 5
}
mql when at least 2 of {
  score >= least because "enough"
  asked
  not poor
} unless poor
poor when industry in { "b" }
choose stage {
  "x" when mql
  else "y"
}
table place {
  industry => region | desk
  "a" => "north" | 1
  * => "south" | 2
}
lifecycle life from now {
  start new
  new -> old when asked
}
)";

constexpr const char* kHostile =
    R"({"id": "</script><b onload='x'>&amp;\u202e\u0007", "industry": "\"><img src=x onerror=alert(1)>", "seen": true, "events": [{"n": 2}, {"n": 3}, {"n": 1}]})";

json document(const char* lead, const std::vector<std::string>& only = {}) {
  Explained lab(kCriteria);
  const explain::Explanation e = lab.of(lead);
  const json all = json::parse(explain::json_document({&e}, only));
  REQUIRE(all.size() == 1);
  return all[0];
}

json subject_of(const json& e, const std::string& name) {
  for (const json& s : e["subjects"]) {
    if (s["name"] == name) return s;
  }
  return nullptr;
}

std::size_t count(const std::string& text, std::string_view piece) {
  std::size_t out = 0;
  for (std::size_t at = text.find(piece); at != std::string::npos; at = text.find(piece, at + 1)) ++out;
  return out;
}

}  // namespace

TEST_SUITE("explain/json") {
  TEST_CASE("who, by what, when, and everything that the file names") {
    const json e = document(R"({"id": "a1", "industry": "a", "events": [{"n": 2}, {"n": 3}]})");
    CHECK(e["version"] == 1);
    CHECK(e["criteria"] == json{{"title", "B2B <&> \"x\""}, {"version", "7"}});
    CHECK(e["lead"] == json{{"id", "a1"}});
    CHECK(e["as_of"] == "2026-11-01T00:00:00Z");
    std::string kinds;
    for (const json& s : e["subjects"]) kinds += s["kind"].get<std::string>() + " ";
    CHECK(kinds == "let total score rule rule choice table lifecycle ");
  }

  TEST_CASE("the ledger, the range, the clauses, and what is in the way") {
    const json e = document(R"({"id": "a1", "industry": "c", "events": [{"n": 2}, {"n": 3}]})");
    const json fit = subject_of(e, "fit");
    CHECK(fit["value"] == 5);
    CHECK(fit["lines"][2]["points"] == 5);
    CHECK(fit["lines"][2]["capped_from"] == 6);
    CHECK(fit["lines"][2]["elements"] == json{{"chosen", 2}, {"of", 2}});
    CHECK(fit["range"] == json{{"low", 5}, {"high", 5}, {"open", true}});
    const json mql = subject_of(e, "mql");
    CHECK(mql["value"] == false);
    CHECK(mql["could_turn"] == true);
    CHECK(mql["clause"]["joined"] == "all of");
    const json block = mql["clause"]["parts"][0];
    CHECK(block["joined"] == "at least");
    CHECK(block["count"] == 2);
    CHECK(block["parts"][0]["short_by"] == 15);
    CHECK(block["parts"][0]["seen"][0] == json{{"text", "score"}, {"value", 5}, {"names", "score"}});
    CHECK(block["parts"][0]["seen"][1] == json{{"text", "least"}, {"value", 20}, {"param", true}});
    const json first = mql["in_the_way"][0];
    CHECK(first["text"] == "score >= least");
    CHECK(first["short_by"] == 15);
    CHECK(first["cost"] == 1.5);
    CHECK(first["others"] == 1);
    CHECK(first["lines"] == json{"+25 when industry == \"a\""});
  }

  TEST_CASE("arms, rows with several outputs, and states") {
    const json e = document(R"({"id": "a1", "industry": "a", "seen": true, "now": "new", "bonus": 1})");
    CHECK(subject_of(e, "stage")["value"] == "x");
    CHECK(subject_of(e, "stage")["branches"][0]["taken"] == true);
    CHECK(subject_of(e, "place")["value"] == json{{"region", "north"}, {"desk", 1}});
    CHECK(subject_of(e, "place")["branches"][1]["value"] == json{{"region", "south"}, {"desk", 2}});
    CHECK(subject_of(e, "life")["value"] == "old");
    CHECK(subject_of(e, "life")["moved"] == true);
    CHECK(subject_of(e, "fit")["reasons"][0]["text"] == "<script>alert(1)</script>");
  }

  TEST_CASE("an unknown verdict is null") {
    CHECK(subject_of(document(R"({"id": "a1"})"), "poor")["value"].is_null());
    CHECK(subject_of(document(R"({"id": "a1"})"), "poor")["clause"]["verdict"].is_null());
  }

  TEST_CASE("on one line it is the same value") {
    Explained lab(kCriteria);
    explain::Explanation e = lab.of(kHostile);
    e.file = "leads \xFF.csv";
    e.record = 3;
    e.line = 4;
    const std::string line = explain::json_value(e);
    CHECK(line.find('\n') == std::string::npos);
    CHECK(json::parse(line) == json::parse(explain::json_document({&e}, {}))[0]);
    CHECK(json::parse(line)["lead"]["record"] == 3);
    CHECK(json::parse(line)["lead"]["line"] == 4);
  }

  TEST_CASE("only what was asked for, with what it looks at; no lead is an empty list") {
    const json e = document(R"({"id": "a1"})", {"life"});
    CHECK(e["subjects"].size() == 2);
    CHECK(e["subjects"][0]["name"] == "life");
    CHECK(e["subjects"][1]["name"] == "asked");
    CHECK(json::parse(explain::json_document({}, {})).empty());
  }
}

TEST_SUITE("explain/html") {
  TEST_CASE("texts of the file and of the lead stay texts") {
    Explained lab(kCriteria);
    explain::Explanation e = lab.of(kHostile);
    e.file = "<x>.csv";
    e.notes.emplace_back("\"<note>\"");
    const std::string page = explain::html_page({&e}, {});
    CHECK(page.find("<script") == std::string::npos);
    CHECK(page.find("<img") == std::string::npos);
    CHECK(page.find("<b ") == std::string::npos);
    CHECK(page.find("<x>") == std::string::npos);
    CHECK(page.find("<note>") == std::string::npos);
    CHECK(page.find("\xE2\x80\xAE") == std::string::npos);  // turns the direction of what follows
    CHECK(page.find('\a') == std::string::npos);
    CHECK(page.find("&lt;img src=x onerror=alert(1)&gt;") != std::string::npos);
  }

  TEST_CASE("what is opened is closed, and nothing is loaded") {
    Explained lab(kCriteria);
    const explain::Explanation one = lab.of(kHostile);
    const explain::Explanation two = lab.of(R"({"id": "a2"})");
    const std::string page = explain::html_page({&one, &two}, {});
    for (const std::string tag :
         {"article", "details", "summary", "table", "tr", "td", "ul", "li", "ol", "span", "code", "p", "h1", "h2"}) {
      CAPTURE(tag);
      CHECK(count(page, "<" + tag + ">") + count(page, "<" + tag + " ") == count(page, "</" + tag + ">"));
    }
    CHECK(count(page, "<article>") == 2);
    CHECK(page.starts_with("<!doctype html>"));
    for (const char* loads : {"http:", "https:", "src=\"", "href", "@import", "url("})
      CHECK(page.find(loads) == std::string::npos);
    CHECK(page.find("prefers-color-scheme: dark") != std::string::npos);
    CHECK(page.find("@media print") != std::string::npos);
  }

  TEST_CASE("quotes and control characters") {
    CHECK(explain::html_text("a<b>&\"c'\n") == "a&lt;b&gt;&amp;&quot;c&#39;" + explain::html_text("\n"));
    CHECK(explain::html_text("\x1b").find('\x1b') == std::string::npos);
  }
}
