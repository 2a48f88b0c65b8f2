// What the answer for a lead consists of, and where each piece of it stands in the evaluator.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "engine/engine.hpp"

namespace rubric::cli {

struct Answer {
  struct Field {
    std::string name;
    std::uint32_t slot = 0;
    data::Kind kind = data::Kind::text;
  };
  std::optional<Field> key;
  bool key_asked = false;     ///< by --key: a lead without it is then nameless, not numbered
  std::vector<Field> fields;  ///< of --fields
  /// Indices of outcomes, each list in the order of the file.
  std::vector<std::uint32_t> rules, scores, choices, tables, lifecycles;
  /// Choices, outputs of tables and states of lifecycles: what is told by how often each value comes.
  std::vector<std::uint32_t> values;
  std::optional<std::uint32_t> total;
  bool reasons = false;                 ///< the file has a `because`
  bool ledger = false;                  ///< of --ledger
  std::optional<std::int64_t> explain;  ///< of --explain: the instant of the decisions
};

/// "rule", "score", "choice", …: as the JSON of reasons has it.
[[nodiscard]] std::string_view kind_word(data::OutcomeKind kind);

[[nodiscard]] Answer answer_of(const engine::Program& program, bool key_asked);

/// Fields of the record that stand before the outcomes, as the writers need them.
void append_id_json(std::string& out, const Answer& answer, engine::Evaluator& lead, std::uint64_t record);
void append_id_plain(std::string& out, const Answer& answer, engine::Evaluator& lead, std::uint64_t record);

}  // namespace rubric::cli
