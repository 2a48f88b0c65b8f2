// Rubric, as it is measured: criteria compiled, then asked over records in memory or over a file.
//
// Another machine is measured by adding what it answers to `subjects` (subjects.hpp); nothing else knows how many there
// are.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "answer.hpp"
#include "data.hpp"
#include "engine/engine.hpp"
#include "records/reader.hpp"

namespace rubric::bench {

inline constexpr std::int64_t kAsOf = kAsOfSeconds * 1'000'000;

/// Throws std::runtime_error with the findings.
[[nodiscard]] std::shared_ptr<const engine::Program> compile(const std::string& name, std::string text);

/// One decoded record after the other, as a host would do it that embeds the engine: which value goes to which
/// slot is settled once, then each record's values are filled in, decided, and every outcome is read. The
/// events are lent as the cells that they are held in.
class OneRecordMachine {
 public:
  explicit OneRecordMachine(std::shared_ptr<const engine::Program> program);
  [[nodiscard]] Answer answer(std::span<const Record> records);
  /// Decides all of them; `decided` sees the evaluator after each.
  template <class Decided>
  void each(std::span<const Record> records, Decided decided) {
    for (const Record& record : records) {
      fill(record);
      decide();
      decided(evaluator_);
    }
  }

 private:
  struct Binding {
    std::uint32_t slot;
    std::uint32_t field;
  };
  void bind(std::uint32_t slot);
  void fill(const Record& record);
  void decide();

  engine::Evaluator evaluator_;
  std::vector<Binding> texts_;
  std::vector<Binding> numbers_;
  std::vector<std::uint32_t> times_;
  std::vector<std::uint32_t> ids_;
  std::vector<std::uint32_t> events_;
};

/// A file to decisions and counts, as `rubric run --format none --threads N` does it.
[[nodiscard]] Answer answer_file(const std::shared_ptr<const engine::Program>& program, const std::string& path,
                                 records::Format format, std::size_t threads = 1);

/// The same on one thread, with a call a lead.
void each_of_file(const std::shared_ptr<const engine::Program>& program, const std::string& path,
                  records::Format format, const std::function<void(const engine::Evaluator&)>& decided);

}  // namespace rubric::bench
