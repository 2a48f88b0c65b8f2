#include <string_view>
#include <vector>

#include "base/json_text.hpp"
#include "base/number_text.hpp"
#include "cli/lead_writer.hpp"
#include "cli/value_text.hpp"
#include "explain/json.hpp"

namespace rubric::cli {

namespace {

using base::append_json_string;

// Keys are the same for every lead: they are put together once, with their commas.
struct Member {
  std::string key;  // `,"mql":`
  std::uint32_t index;
  data::Kind kind;
};

std::string key_text(bool first, std::string_view name) {
  std::string out = first ? "" : ",";
  append_json_string(out, name);
  return out += ':';
}

class JsonlWriter : public LeadWriter {
 public:
  JsonlWriter(const engine::Program& program, const Answer& answer) : answer_(answer), program_(program) {
    for (const Answer::Field& f : answer.fields) {
      fields_.push_back({key_text(fields_.empty(), f.name), f.slot, f.kind});
    }
    rules_ = members(answer.rules);
    scores_ = members(answer.scores);
    choices_ = members(answer.choices);
    tables_ = members(answer.tables);
    lifecycles_ = members(answer.lifecycles);
    for (const auto& outcome : program.outcomes()) reason_heads_.push_back(reason_head(outcome));
  }

  void lead(std::string& out, engine::Evaluator& evaluator, std::uint64_t record) const override {
    out += "{\"id\":";
    append_id_json(out, answer_, evaluator, record);
    group(out, "fields", fields_, [&](const Member& m) { append_json(out, m.kind, evaluator.slots()[m.index]); });
    group(out, "rules", rules_, [&](const Member& m) { append_json(out, m.kind, evaluator.value(m.index)); });
    if (answer_.total) {
      out += ",\"score\":";
      base::append_number(out, evaluator.value(*answer_.total).number);
    }
    group(out, "scores", scores_, [&](const Member& m) { append_json(out, m.kind, evaluator.value(m.index)); });
    group(out, "choices", choices_, [&](const Member& m) { append_json(out, m.kind, evaluator.value(m.index)); });
    group(out, "tables", tables_, [&](const Member& m) { append_json(out, m.kind, evaluator.value(m.index)); });
    group(out, "lifecycles", lifecycles_, [&](const Member& m) { append_json(out, m.kind, evaluator.value(m.index)); });
    if (answer_.reasons) reasons(out, evaluator);
    if (answer_.ledger) ledger(out, evaluator);
    if (answer_.explain) explanation(out, evaluator, record);
    out += "}\n";
  }

 private:
  void explanation(std::string& out, engine::Evaluator& evaluator, std::uint64_t record) const {
    explain::Explanation e = explain::explain(evaluator, *answer_.explain);
    e.record = record;
    out += ",\"explanation\":";
    out += explain::json_value(e);
  }

  static void ledger(std::string& out, engine::Evaluator& evaluator) {
    out += ",\"ledger\":[";
    const auto& entries = evaluator.ledger();
    for (std::size_t i = 0; i < entries.size(); ++i) {
      out += i == 0 ? "{\"score\":" : ",{\"score\":";
      append_json_string(out, entries[i].score);
      out += ",\"points\":";
      base::append_number(out, entries[i].points);
      out += entries[i].bound ? ",\"bound\":" : ",\"line\":";
      append_json_string(out, entries[i].text);
      out += '}';
    }
    out += ']';
  }

  std::vector<Member> members(const std::vector<std::uint32_t>& indices) const {
    std::vector<Member> out;
    for (const std::uint32_t i : indices) {
      out.push_back({key_text(out.empty(), program_.outcomes()[i].name), i, program_.outcomes()[i].type});
    }
    return out;
  }

  // `{"rule":"mql"`
  static std::string reason_head(const bytecode::Outcome& outcome) {
    std::string out = "{\"" + std::string(kind_word(outcome.kind)) + "\":";
    append_json_string(out, outcome.name);
    return out;
  }

  template <typename Value>
  static void group(std::string& out, std::string_view name, const std::vector<Member>& members, Value value) {
    if (members.empty()) return;
    out += ",\"";
    out += name;
    out += "\":{";
    for (const Member& m : members) {
      out += m.key;
      value(m);
    }
    out += '}';
  }

  void reasons(std::string& out, engine::Evaluator& evaluator) const {
    out += ",\"reasons\":[";
    bool first = true;
    for (const engine::Reason& reason : evaluator.reasons()) {
      if (!first) out += ',';
      first = false;
      out += reason_heads_[reason.outcome];
      if (reason.points) {
        out += ",\"points\":";
        base::append_number(out, *reason.points);
      }
      out += ",\"text\":";
      append_json_string(out, reason.text);
      out += '}';
    }
    out += ']';
  }

  const Answer& answer_;
  const engine::Program& program_;
  std::vector<Member> fields_, rules_, scores_, choices_, tables_, lifecycles_;
  std::vector<std::string> reason_heads_;  // by outcome
};

}  // namespace

std::unique_ptr<LeadWriter> jsonl_writer(const engine::Program& program, const Answer& answer) {
  return std::make_unique<JsonlWriter>(program, answer);
}

}  // namespace rubric::cli
