#include <fmt/core.h>

#include "base/json_writer.hpp"
#include "base/time_text.hpp"
#include "base/utf8.hpp"
#include "explain/text.hpp"
#include "explain/words.hpp"
#include "ruletest/report.hpp"

namespace rubric::ruletest {

namespace {

using base::JsonWriter;

void counts(JsonWriter& json, const Covered& c) {
  json.key("line").whole(c.line).key("of").text(c.subject).key("text").text(c.text);
  json.key("yes").whole(c.yes);
  json.key("no");
  c.can_be_no ? json.whole(c.no) : json.null();
  json.key("unknown");
  c.can_be_unknown ? json.whole(c.unknown) : json.null();
}

void test(JsonWriter& json, const Result& r) {
  json.object().key("title").text(r.title).key("line").whole(r.line).key("passed").flag(r.passed());
  if (r.as_of) json.key("as_of").text(base::time_text(*r.as_of));
  if (!r.error.empty()) json.key("error").text(r.error);
  json.key("seconds").number(r.seconds);
  json.key("expectations").array();
  for (const Expectation& e : r.expectations) {
    json.object().key("line").whole(e.line).key("text").text(e.clause.text);
    json.key("verdict").text(explain::word(e.clause.verdict)).key("met").flag(e.met());
    if (!e.because.empty()) json.key("because").text(e.because);
    json.end();
  }
  json.end().end();
}

void file(JsonWriter& json, const FileResult& f) {
  json.object().key("file").text(f.name).key("compiled").flag(f.compiled);
  json.key("passed").whole(f.tests.size() - f.failed()).key("failed").whole(f.failed());
  json.key("left_out").whole(f.left_out);
  json.key("tests").array();
  for (const Result& r : f.tests) test(json, r);
  json.end();
  json.key("coverage").object().key("share").number(coverage(f.coverage)).key("parts").array();
  for (const Covered& c : f.coverage) {
    json.object();
    counts(json, c);
    json.end();
  }
  json.end().end().end();
}

// What XML has no place for becomes U+FFFD: control characters but for line ends and tabs, U+FFFE, U+FFFF, and
// bytes that are no UTF-8, which a file's name may hold.
std::string xml(std::string_view text) {
  std::string out;
  for (std::size_t at = 0; at < text.size();) {
    const base::CodePoint c = base::decode_utf8(text, at);
    at += c.size;
    switch (c.value) {
      case '&': out += "&amp;"; continue;
      case '<': out += "&lt;"; continue;
      case '>': out += "&gt;"; continue;
      case '"': out += "&quot;"; continue;
      default: break;
    }
    const bool control = c.value < 0x20 && c.value != '\n' && c.value != '\t';
    base::append_utf8(control || c.value == 0xFFFE || c.value == 0xFFFF ? 0xFFFD : c.value, out);
  }
  return out;
}

std::string first_failure(const Result& r) {
  if (!r.error.empty()) return r.error;
  for (const Expectation& e : r.expectations) {
    if (e.met()) continue;
    if (!e.has_reason) return fmt::format("line {}: {}: {}", e.line, e.clause.text, e.shortfall());
    return fmt::format("line {}: expected {}, which is {}", e.line, e.clause.text, explain::word(e.clause.verdict));
  }
  return "";
}

std::string details(const Result& r) {
  std::string out;
  for (const Expectation& e : r.expectations) {
    if (e.met() || !r.explanation) continue;
    out += fmt::format("line {}: {}\n", e.line, e.shortfall());
    out += explain::render_clause(*r.explanation, e.clause, 2, {});
  }
  return out;
}

std::string junit_suite(const FileResult& f) {
  double seconds = 0;
  for (const Result& r : f.tests) seconds += r.seconds;
  const std::uint64_t errors = f.compiled ? 0 : 1;
  std::string out = fmt::format(R"(  <testsuite name="{}" tests="{}" failures="{}" errors="{}" time="{:.6f}">)",
                                xml(f.name), f.tests.size() + errors, f.failed(), errors, seconds) +
                    "\n";
  if (!f.compiled) {
    out += fmt::format(
        "    <testcase name=\"compiles\" classname=\"{}\">\n      <error message=\"the criteria have "
        "errors\"/>\n    </testcase>\n",
        xml(f.name));
  }
  for (const Result& r : f.tests) {
    out += fmt::format(R"(    <testcase name="{}" classname="{}" file="{}" line="{}" time="{:.6f}")", xml(r.title),
                       xml(f.name), xml(f.name), r.line, r.seconds);
    if (r.passed()) {
      out += "/>\n";
    } else {
      out += fmt::format(">\n      <failure message=\"{}\">{}</failure>\n    </testcase>\n", xml(first_failure(r)),
                         xml(details(r)));
    }
  }
  return out + "  </testsuite>\n";
}

}  // namespace

std::string json_report(const std::vector<FileResult>& files) {
  const Totals t = totals(files);
  JsonWriter json;
  json.object().key("version").whole(1).key("passed").whole(t.passed).key("failed").whole(t.failed);
  json.key("left_out").whole(t.left_out).key("broken_files").whole(t.broken_files).key("files").array();
  for (const FileResult& f : files) file(json, f);
  json.end().end();
  return json.take();
}

std::string junit_report(const std::vector<FileResult>& files) {
  const Totals t = totals(files);
  std::string out = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n";
  out += fmt::format("<testsuites name=\"rubric\" tests=\"{}\" failures=\"{}\" errors=\"{}\">\n",
                     t.passed + t.failed + t.broken_files, t.failed, t.broken_files);
  for (const FileResult& f : files) out += junit_suite(f);
  return out + "</testsuites>\n";
}

}  // namespace rubric::ruletest
