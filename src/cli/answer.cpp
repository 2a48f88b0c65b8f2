#include "cli/answer.hpp"

#include "cli/value_text.hpp"

namespace rubric::cli {

namespace {

Answer::Field field_of(const data::Layout& layout, std::uint32_t slot) {
  return {layout.slots[slot].name, slot, layout.slots[slot].kind};
}

}  // namespace

std::string_view kind_word(data::OutcomeKind kind) {
  switch (kind) {
    case data::OutcomeKind::rule: return "rule";
    case data::OutcomeKind::choice: return "choice";
    case data::OutcomeKind::table: return "table";
    case data::OutcomeKind::lifecycle: return "lifecycle";
    case data::OutcomeKind::score:
    case data::OutcomeKind::ledger:
    case data::OutcomeKind::total: break;
  }
  return "score";
}

Answer answer_of(const engine::Program& program, bool key_asked) {
  Answer out;
  const data::Layout& layout = program.layout();
  out.key_asked = key_asked;
  if (layout.key) out.key = field_of(layout, *layout.key);
  for (const std::uint32_t slot : layout.shown) out.fields.push_back(field_of(layout, slot));
  const auto& outcomes = program.outcomes();
  for (std::uint32_t i = 0; i < outcomes.size(); ++i) {
    switch (outcomes[i].kind) {
      case data::OutcomeKind::rule: out.rules.push_back(i); break;
      case data::OutcomeKind::score: out.scores.push_back(i); break;
      case data::OutcomeKind::total: out.total = i; break;
      case data::OutcomeKind::choice: out.choices.push_back(i); break;
      case data::OutcomeKind::table: out.tables.push_back(i); break;
      case data::OutcomeKind::lifecycle: out.lifecycles.push_back(i); break;
      case data::OutcomeKind::ledger: out.ledger = true; break;
    }
    for (const bytecode::Reason& reason : outcomes[i].reasons) out.reasons = out.reasons || !reason.text.empty();
  }
  for (const auto* some : {&out.choices, &out.tables, &out.lifecycles}) {
    out.values.insert(out.values.end(), some->begin(), some->end());
  }
  return out;
}

void append_id_json(std::string& out, const Answer& answer, engine::Evaluator& lead, std::uint64_t record) {
  const bool named = answer.key && !data::is_missing(answer.key->kind, lead.slots()[answer.key->slot]);
  if (named || answer.key_asked) {
    append_json(out, answer.key->kind, lead.slots()[answer.key->slot]);
  } else {
    out += std::to_string(record);
  }
}

void append_id_plain(std::string& out, const Answer& answer, engine::Evaluator& lead, std::uint64_t record) {
  const bool named = answer.key && !data::is_missing(answer.key->kind, lead.slots()[answer.key->slot]);
  if (named || answer.key_asked) {
    append_plain(out, answer.key->kind, lead.slots()[answer.key->slot]);
  } else {
    out += std::to_string(record);
  }
}

}  // namespace rubric::cli
