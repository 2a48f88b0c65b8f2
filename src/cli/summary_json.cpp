#include "base/json_writer.hpp"
#include "base/time_text.hpp"
#include "cli/summary.hpp"
#include "data/cell.hpp"

namespace rubric::cli {

namespace {

using base::JsonWriter;

void text_or_null(JsonWriter& json, std::string_view text) {
  if (text.empty()) {
    json.null();
  } else {
    json.text(text);
  }
}

void whole_or_null(JsonWriter& json, std::uint64_t number) {
  if (number == 0) {
    json.null();
  } else {
    json.whole(number);
  }
}

void figures(JsonWriter& json, const Distribution::Figures& f) {
  json.object();
  for (const auto& [name, value] : {std::pair("min", f.min), {"median", f.median}, {"max", f.max}}) {
    json.key(name);
    if (f.count == 0) {
      json.null();
    } else {
      json.number(value);
    }
  }
  json.key("exact").flag(f.exact).end();
}

void rules(JsonWriter& json, const Summary& s) {
  json.key("rules").object();
  for (const Summary::Rule& r : s.rules) {
    const auto count = [&](data::Tri value) { return r.counts[static_cast<std::size_t>(value)]; };
    json.key(r.name).object();
    json.key("yes").whole(count(data::Tri::yes));
    json.key("no").whole(count(data::Tri::no));
    json.key("unknown").whole(count(data::Tri::unknown)).end();
  }
  json.end();
}

void scores(JsonWriter& json, const Summary& s) {
  for (const Summary::Score& score : s.scores) {
    if (!score.name.empty()) continue;
    json.key("score");
    figures(json, score.figures);
  }
  json.key("scores").object();
  for (const Summary::Score& score : s.scores) {
    if (score.name.empty()) continue;
    json.key(score.name);
    figures(json, score.figures);
  }
  json.end();
}

void choices(JsonWriter& json, const Summary& s) {
  json.key("choices").object();
  for (const Summary::Choice& c : s.choices) {
    json.key(c.name).object().key("values").array();
    for (const ValueCounts::Entry& e : c.figures.top) {
      json.object().key("value").raw(e.json).key("leads").whole(e.count).end();
    }
    json.end().key("others").object();
    json.key("values").whole(c.figures.other_values);
    json.key("values_exact").flag(c.figures.other_values_exact);
    json.key("leads").whole(c.figures.other_count).end().end();
  }
  json.end();
}

void invalid(JsonWriter& json, const Summary& s) {
  json.key("invalid").array();
  for (const Summary::Invalid& v : s.invalid) {
    json.object().key("field").text(v.field).key("count").whole(v.count);
    json.key("example").text(v.example).key("reason").text(v.reason).key("file").text(v.file).key("line");
    whole_or_null(json, v.line);
    json.end();
  }
  json.end();
}

void rejected(JsonWriter& json, const std::map<std::string, std::uint64_t>& by_code,
              const std::vector<Summary::Rejected>& first) {
  json.key("rejected_by_code").object();
  for (const auto& [code, count] : by_code) json.key(code).whole(count);
  json.end().key("first_rejected").array();
  for (const Summary::Rejected& r : first) {
    json.object().key("file").text(r.file).key("record").whole(r.record).key("line");
    whole_or_null(json, r.line);
    json.key("column");
    whole_or_null(json, r.column);
    json.key("code").text(r.code).key("message").text(r.message).end();
  }
  json.end();
}

void joins(JsonWriter& json, const Summary& s) {
  json.key("joins").array();
  for (const Summary::Join& j : s.joins) {
    const records::ChildCounts& c = j.counts;
    json.object().key("list").text(j.list).key("file").text(j.file);
    json.key("on").object().key("lead").text(j.key).key("row").text(j.other).end();
    json.key("rows").object().key("read").whole(c.read).key("attached").whole(c.attached);
    json.key("without_parent").whole(c.without_parent).key("rejected").whole(c.rejected).end();
    json.key("rows_without_key").whole(c.without_key).key("leads_without_key").whole(c.records_without_key);
    rejected(json, j.rejected_by_code, j.first_rejected);
    json.end();
  }
  json.end();
}

}  // namespace

std::string summary_json(const Summary& s) {
  JsonWriter json;
  json.object().key("version").whole(kSummaryVersion);
  json.key("criteria").object().key("file").text(s.criteria).key("title");
  text_or_null(json, s.title);
  json.key("version");
  text_or_null(json, s.version);
  json.end().key("as_of").text(base::time_text(s.as_of)).key("inputs").array();
  for (const std::string& input : s.inputs) json.text(input);
  json.end().key("records").object();
  json.key("read").whole(s.read).key("decided").whole(s.decided).key("rejected").whole(s.rejected);
  json.key("written").whole(s.written).end().key("only");
  text_or_null(json, s.only);
  rules(json, s);
  scores(json, s);
  choices(json, s);
  invalid(json, s);
  rejected(json, s.rejected_by_code, s.first_rejected);
  json.key("undated").object();
  for (const Summary::Undated& u : s.undated) json.key(u.list).whole(u.count);
  json.end();
  joins(json, s);
  json.key("never_present").array();
  for (const std::string& field : s.never_present) json.text(field);
  json.end().end();
  return json.take();
}

}  // namespace rubric::cli
