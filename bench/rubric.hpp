// Rubric, as it is measured: criteria compiled, then asked over records in memory or over a file.
//
// Another machine is measured by adding what it answers to `subjects` (subjects.hpp); nothing else knows how many there
// are.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "answer.hpp"
#include "data.hpp"
#include "engine/engine.hpp"
#include "records/reader.hpp"
#include "rubric/engine.hpp"

namespace rubric::bench {

inline constexpr std::int64_t kAsOf = kAsOfSeconds * 1'000'000;

/// Throws std::runtime_error with the findings.
[[nodiscard]] std::shared_ptr<const engine::Program> compile(const std::string& name, std::string text,
                                                             const engine::CompileOptions& options = {});

/// One decoded record after the other, as a host does it that embeds the engine by its public header: which value
/// goes to which slot is settled once, then each record's values are filled in, decided, and every verdict and the
/// score are read. The events are lent as the rows that they are held in.
class OneRecordMachine {
 public:
  /// Throws std::runtime_error with the findings.
  OneRecordMachine(const std::string& name, const std::string& criteria);
  [[nodiscard]] Answer answer(std::span<const Record> records);
  /// Fills in and decides. Throws std::runtime_error for a record that is not decided.
  void decide(const Record& record);

 private:
  OneRecordMachine(const Criteria& criteria);

  template <typename Slot>
  struct Binding {
    Slot slot;
    std::size_t field;
  };
  void bind(const Criteria& criteria, const FieldInfo& field);

  Decider decider_;
  std::vector<Binding<TextSlot>> texts_;
  std::vector<Binding<NumberSlot>> numbers_;
  std::vector<TimeSlot> times_;
  std::vector<TextSlot> ids_;
  std::vector<ListSlot> events_;
  std::vector<RuleId> rules_;  // empty where they are many, which are counted at once
  std::optional<ScoreId> score_;
};

/// A file to decisions and counts, as `rubric run --format none --threads N` does it.
[[nodiscard]] Answer answer_file(const std::shared_ptr<const engine::Program>& program, const std::string& path,
                                 records::Format format, std::size_t threads = 1);

/// The same on one thread, with a call a lead.
void each_of_file(const std::shared_ptr<const engine::Program>& program, const std::string& path,
                  records::Format format, const std::function<void(const engine::Evaluator&)>& decided);

}  // namespace rubric::bench
