// Small programs with an outline, and leads for them.
#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "engine/engine.hpp"
#include "explain/explanation.hpp"

namespace rubric::test {

/// 2026-11-01, midnight.
inline constexpr std::int64_t kFirstOfNovember = 1'793'491'200'000'000;

class Explained {
 public:
  /// A program that does not compile ends the test program with what is wrong with it.
  explicit Explained(const std::string& criteria);

  /// Of one lead, as JSON.
  [[nodiscard]] explain::Explanation of(const std::string& lead, std::int64_t as_of = kFirstOfNovember);
  /// Of what stands in the slots.
  [[nodiscard]] explain::Explanation now();
  void decide();

  [[nodiscard]] engine::Evaluator& lead() { return *lead_; }
  [[nodiscard]] const engine::Program& program() const { return *program_; }
  /// The slot of a field; it must be there.
  [[nodiscard]] std::uint32_t slot(std::string_view name) const;
  /// The value of an outcome that was decided.
  [[nodiscard]] const data::Cell& value(std::string_view outcome) const;

 private:
  std::shared_ptr<const engine::Program> program_;
  std::unique_ptr<engine::Evaluator> lead_;
};

/// The subject of that name; it must be there.
[[nodiscard]] const explain::Subject& subject(const explain::Explanation& e, std::string_view name);

}  // namespace rubric::test
