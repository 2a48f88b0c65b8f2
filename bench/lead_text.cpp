#include "lead_text.hpp"

#include <fmt/format.h>

#include <iterator>

#include "base/json_text.hpp"
#include "base/time_text.hpp"

namespace rubric::bench {

namespace {

// The members of one object, with commas where they belong.
class Members {
 public:
  Members(std::string& out, bool null) : out_(out), null_(null) { out_ += '{'; }

  Members& text(std::string_view key, const std::optional<std::string>& value) {
    if (!value) return missing(key);
    begin(key);
    base::append_json_string(out_, *value);
    return *this;
  }
  Members& number(std::string_view key, std::int64_t value) {
    if (value == kNoValue) return missing(key);
    begin(key);
    fmt::format_to(std::back_inserter(out_), "{}", value);
    return *this;
  }
  Members& time(std::string_view key, std::int64_t seconds) {
    if (seconds == kNoValue) return missing(key);
    begin(key);
    out_ += '"';
    append_time(out_, seconds);
    out_ += '"';
    return *this;
  }
  void begin(std::string_view key) {
    if (!first_) out_ += ',';
    first_ = false;
    fmt::format_to(std::back_inserter(out_), "\"{}\":", key);
  }
  void end() { out_ += '}'; }

 private:
  Members& missing(std::string_view key) {
    if (!null_) return *this;
    begin(key);
    out_ += "null";
    return *this;
  }

  std::string& out_;
  bool null_;
  bool first_ = true;
};

std::string_view last_name(std::string_view path) {
  return path.substr(path.find('.') == std::string_view::npos ? 0 : path.find('.') + 1);
}

void append_texts(std::string& out, const std::vector<std::string>& texts) {
  out += '[';
  for (std::size_t i = 0; i < texts.size(); ++i) {
    if (i > 0) out += ',';
    base::append_json_string(out, texts[i]);
  }
  out += ']';
}

void append_events(std::string& out, const std::vector<Event>& events) {
  out += '[';
  for (std::size_t i = 0; i < events.size(); ++i) {
    if (i > 0) out += ',';
    const Event& e = events[i];
    Members(out, e.null).text("kind", e.kind).text("path", e.path).time("at", e.at).end();
  }
  out += ']';
}

void append_csv_text(std::string& out, std::string_view text) {
  if (text.find_first_of(",\"\n") == std::string_view::npos) {
    out += text;
    return;
  }
  out += '"';
  for (const char c : text) {
    if (c == '"') out += '"';
    out += c;
  }
  out += '"';
}

}  // namespace

void append_time(std::string& out, std::int64_t seconds) {
  out += base::time_text(seconds * base::kMicrosPerSecond);
}

void append_json(std::string& out, const Lead& lead) {
  Members top(out, lead.null);
  top.text("id", lead.id).text("email", lead.texts[kEmail]).text("source", lead.texts[kSource]);
  top.time("created_at", lead.created_at).number("score", lead.numbers[kScore]);
  top.begin("company");
  Members(out, true).text("name", lead.company).text("domain", lead.domain).text("description", lead.description).end();
  top.begin("fit");
  Members fit(out, lead.null);
  fit.text("industry", lead.texts[kIndustry]).number("employees", lead.numbers[kEmployees]);
  fit.text("country", lead.texts[kCountry]).number("revenue", lead.numbers[kRevenue]);
  fit.text("title", lead.texts[kTitle]).end();
  top.text("phone", lead.phone);
  top.begin("consent");
  out += lead.null ? R"({"email":true,"sms":false})" : R"({"email":false,"sms":false})";
  top.begin("utm");
  Members(out, true).text("source", lead.texts[kSource]).text("medium", "cpc").text("campaign", lead.campaign).end();
  top.begin("tags");
  append_texts(out, lead.tags);
  top.begin("engagement");
  Members engagement(out, lead.null);
  for (std::size_t i = kPageViews; i < kNumberFields; ++i) {
    engagement.number(last_name(kNumberNames[i]), lead.numbers[i]);
  }
  engagement.end();
  top.begin("events");
  append_events(out, lead.events);
  top.end();
  out += '\n';
}

void append_csv_heading(std::string& out) {
  out += "id,created_at";
  for (const std::string_view name : kTextNames) fmt::format_to(std::back_inserter(out), ",{}", name);
  for (const std::string_view name : kNumberNames) fmt::format_to(std::back_inserter(out), ",{}", name);
  out += '\n';
}

void append_csv(std::string& out, const Lead& lead) {
  out += lead.id;
  out += ',';
  append_time(out, lead.created_at);
  for (const auto& text : lead.texts) {
    out += ',';
    if (text) append_csv_text(out, *text);
  }
  for (const std::int64_t number : lead.numbers) {
    out += ',';
    if (number != kNoValue) fmt::format_to(std::back_inserter(out), "{}", number);
  }
  out += '\n';
}

}  // namespace rubric::bench
