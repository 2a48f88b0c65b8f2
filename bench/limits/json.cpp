// The limit of JSON lines: simdjson's on-demand parser, the wanted values taken on the way, every record read
// to its end.
//
// On-demand parsing passes over values that nobody asks for without looking at them. Rubric rejects a record
// for what it holds and never for what a program reads, so the limit looks at every value too. It takes
// one liberty: keys are compared as they stand, so that a key with an escape is another key.
#include <simdjson.h>

#include <cmath>

#include "base/time_text.hpp"
#include "limits/blocks.hpp"
#include "limits/limits.hpp"
#include "limits/scoring.hpp"

namespace rubric::bench::limits {

namespace {

using simdjson::ondemand::json_type;
using simdjson::ondemand::raw_json_string;
using Value = simdjson::ondemand::value;
using Object = simdjson::ondemand::object;

// A record at hand. Without a backslash in it every text is what stands between its quotes.
class Look {
 public:
  explicit Look(bool escapes) : escapes_(escapes) {}

  [[nodiscard]] double number(Value value) const {
    std::int64_t whole = 0;
    if (value.get_int64().get(whole) == simdjson::SUCCESS) return static_cast<double>(whole);
    if (value.is_null()) return std::nan("");
    return value.get_double();
  }

  /// Missing for null. The parser has seen to it that a text has an end and no control character.
  [[nodiscard]] std::string_view text(Value value) const {
    const std::string_view token = value.raw_json_token();
    if (token[0] == '"' && !escapes_) {
      const char* const end = static_cast<const char*>(memrchr(token.data(), '"', token.size()));
      return {token.data() + 1, static_cast<std::size_t>(end - token.data()) - 1};
    }
    if (value.is_null()) return {};
    return value.get_string();
  }

  /// Looks at a value that nobody wants.
  void over(Value value) const {
    switch (value.type()) {
      case json_type::string:
        if (escapes_) (void)value.get_string().value();
        break;
      case json_type::number: over_number(value); break;
      case json_type::object:
        for (auto field : value.get_object()) over(field.value());
        break;
      case json_type::array:
        for (Value element : value.get_array()) over(element);
        break;
      case json_type::boolean: (void)value.get_bool().value(); break;
      case json_type::null:
        if (!value.is_null()) throw std::runtime_error("a value that begins like `null`");
        break;
    }
  }

  /// Each member goes to `take`, which says whether it wanted it.
  template <class Take>
  [[gnu::always_inline]] void members(Object object, const Take& take) const {
    for (auto field : object) {
      const raw_json_string key = field.key();
      Value value = field.value();
      if (!take(key, value)) over(value);
    }
  }
  template <class Take>
  [[gnu::always_inline]] void members(Value value, const Take& take) const {
    if (value.type() == json_type::object) {
      members(value.get_object().value(), take);
    } else {
      over(value);
    }
  }

 private:
  static void over_number(Value value) {
    std::int64_t whole = 0;
    if (value.get_int64().get(whole) != simdjson::SUCCESS) (void)value.get_double().value();
  }

  bool escapes_;
};

// The size is known when this is compiled, which makes it one or two comparisons of whole words.
template <std::size_t kSize>
[[gnu::always_inline]] inline bool is(raw_json_string key, const char (&name)[kSize]) {
  return std::memcmp(key.raw(), name, kSize - 1) == 0 && key.raw()[kSize - 1] == '"';
}

// Later members of the same name replace earlier ones: the last one counts.
struct Fields {
  bool id = false;
  std::array<std::string_view, kTextFields> texts{};
  std::array<double, kNumberFields> numbers{};
  std::string_view created_at;
  unsigned visits = 0;
  bool attended = false;

  Fields() { numbers.fill(std::nan("")); }
};

template <Workload kWhich>
class Taker {
 public:
  Taker(Fields& out, Look look) : out_(out), look_(look) {}

  void record(Object object) {
    look_.members(object, [this](raw_json_string key, Value value) { return top(key, value); });
  }

 private:
  template <std::size_t kSize>
  [[gnu::always_inline]] bool text(raw_json_string key, const char (&name)[kSize], TextField field, Value value) {
    if (!is(key, name)) return false;
    out_.texts[field] = look_.text(value);
    return true;
  }
  template <std::size_t kSize>
  [[gnu::always_inline]] bool number(raw_json_string key, const char (&name)[kSize], NumberField field, Value value) {
    if (!is(key, name)) return false;
    out_.numbers[field] = look_.number(value);
    return true;
  }

  bool top(raw_json_string key, Value value) {
    if (is(key, "id")) {
      out_.id = !look_.text(value).empty();
      return true;
    }
    if constexpr (kWhich == Workload::w3) {
      if (!is(key, "events")) return false;
      events(value);
      return true;
    } else if constexpr (kWhich == Workload::w1) {
      return number(key, "score", kScore, value) || within_fit(key, value);
    } else {
      return text(key, "email", kEmail, value) || text(key, "source", kSource, value) || created(key, value) ||
             within_fit(key, value) || within_engagement(key, value);
    }
  }

  bool created(raw_json_string key, Value value) {
    if (!is(key, "created_at")) return false;
    out_.created_at = look_.text(value);
    return true;
  }

  bool within_fit(raw_json_string key, Value value) {
    if (!is(key, "fit")) return false;
    look_.members(value, [this](raw_json_string k, Value v) {
      if (text(k, "industry", kIndustry, v) || number(k, "employees", kEmployees, v)) return true;
      if constexpr (kWhich == Workload::w1) return false;
      return text(k, "country", kCountry, v) || number(k, "revenue", kRevenue, v) || text(k, "title", kTitle, v);
    });
    return true;
  }

  bool within_engagement(raw_json_string key, Value value) {
    if (!is(key, "engagement")) return false;
    look_.members(value, [this](raw_json_string k, Value v) {
      return number(k, "page_views", kPageViews, v) || number(k, "email_opens", kEmailOpens, v) ||
             number(k, "email_clicks", kEmailClicks, v) || number(k, "form_fills", kFormFills, v) ||
             number(k, "demo_requests", kDemoRequests, v) || number(k, "sessions", kSessions, v) ||
             number(k, "days_inactive", kDaysInactive, v);
    });
    return true;
  }

  void events(Value value) {
    out_.visits = 0;
    out_.attended = false;
    for (Value element : value.get_array()) {
      std::string_view kind;
      std::string_view path;
      std::string_view at;
      look_.members(element, [&](raw_json_string k, Value v) {
        std::string_view* const wanted = is(k, "kind") ? &kind : is(k, "path") ? &path : is(k, "at") ? &at : nullptr;
        if (wanted != nullptr) *wanted = look_.text(v);
        return wanted != nullptr;
      });
      if (at.empty()) continue;
      if (kind == "page_view" && path.starts_with("/pricing") && at >= kWindowText) ++out_.visits;
      out_.attended = out_.attended || kind == "webinar_attended";
    }
  }

  Fields& out_;
  Look look_;
};

template <Workload kWhich>
void decide(const Fields& f, Answer& out) {
  Verdict verdict{};
  if constexpr (kWhich == Workload::w1) {
    verdict = w1(f.numbers[kScore], f.numbers[kEmployees], f.texts[kIndustry], true);
  } else if constexpr (kWhich == Workload::w2) {
    const int points = w2(f.texts, f.numbers, f.created_at >= kRecentText);
    out.points += points;
    verdict = {points >= kThreshold, points >= kThreshold};
  } else {
    const bool yes = f.visits >= 3 && f.attended;
    verdict = {yes, yes};
  }
  ++out.leads;
  out.yes += verdict.yes ? 1 : 0;
  out.unknown += verdict.maybe && !verdict.yes ? 1 : 0;
}

template <Workload kWhich>
Answer read(const std::string& path) {
  Answer out;
  simdjson::ondemand::parser parser;
  Blocks blocks(path);
  for (std::string_view lines = blocks.next(); !lines.empty(); lines = blocks.next()) {
    while (!lines.empty()) {
      const std::size_t size = lines.find('\n');
      const auto room = static_cast<std::size_t>(blocks.limit() - lines.data());
      simdjson::ondemand::document document = parser.iterate(lines.data(), size, room);
      const bool escapes = std::memchr(lines.data(), '\\', size) != nullptr;
      Fields fields;
      Taker<kWhich>(fields, Look(escapes)).record(document.get_object());
      if (document.current_location().error() == simdjson::SUCCESS)
        throw std::runtime_error("something behind a record");
      if (!fields.id) throw std::runtime_error("a record without `id`");
      decide<kWhich>(fields, out);
      lines.remove_prefix(size + 1);
    }
  }
  out.no = out.leads - out.yes - out.unknown;
  return out;
}

}  // namespace

Answer json_lines(Workload workload, const std::string& path) {
  if (workload == Workload::w1) return read<Workload::w1>(path);
  return workload == Workload::w2 ? read<Workload::w2>(path) : read<Workload::w3>(path);
}

}  // namespace rubric::bench::limits
