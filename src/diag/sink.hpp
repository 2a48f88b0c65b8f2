// Where the steps of the compiler put what they find. They never print, never throw and never stop
// at the first finding; the sink counts, bounds and keeps.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

#include "base/span.hpp"
#include "rubric/diagnostic.hpp"

namespace rubric::diag {

using base::Span;

/// For findings about what the file was asked to do, not about a place in it.
inline constexpr Span kNoPlace{UINT32_MAX, 0, 0};

enum class Kind : std::uint16_t {
#define RUBRIC_DIAGNOSTIC(name, severity, code, message) name,
#include "diag/diagnostics.def"
#undef RUBRIC_DIAGNOSTIC
};

struct KindInfo {
  std::string_view name;
  Severity severity;
  std::string_view code;
  std::string_view message;
};

/// The whole table, in the order of diagnostics.def.
inline constexpr KindInfo kKinds[] = {
#define RUBRIC_DIAGNOSTIC(name, severity, code, message) {#name, Severity::severity, code, message},
#include "diag/diagnostics.def"
#undef RUBRIC_DIAGNOSTIC
};

[[nodiscard]] constexpr const KindInfo& info(Kind kind) {
  return kKinds[static_cast<std::size_t>(kind)];
}

/// A named argument of a message: arg("name", value). Values are texts or whole numbers.
struct Arg {
  std::string_view name;
  std::string value;

  Arg(std::string_view n, std::string_view v) : name(n), value(v) {}
  Arg(std::string_view n, const std::string& v) : name(n), value(v) {}
  Arg(std::string_view n, const char* v) : name(n), value(v) {}
  template <typename T>
  requires std::is_integral_v<T> Arg(std::string_view n, T v) : name(n), value(std::to_string(v)) {}
};

/// The message with its arguments in the places of `{name}`; `{{` and `}}` are single braces. Only plain
/// named placeholders, so that other tools can fill the same messages.
[[nodiscard]] std::string fill(std::string_view message, const std::vector<Arg>& arguments);

/// Adds to a diagnostic that a sink holds. Used at once, in one expression; not kept.
class Builder {
 public:
  explicit Builder(Diagnostic* diagnostic) : diagnostic_(diagnostic) {}

  Builder& label(std::string text);
  Builder& label(Span span, std::string text);
  Builder& note(std::string text);
  Builder& help(std::string text);
  /// A fix of one edit; `safe` when no correct file changes its meaning by it.
  Builder& fix(std::string title, Span span, std::string text, bool safe = false);

 private:
  Diagnostic* diagnostic_;  // null past the limit: the words are dropped
};

class Sink {
 public:
  /// Findings past `limit` are counted, not kept.
  explicit Sink(std::size_t limit = 1000) : limit_(limit) {}

  /// `report(Kind::unknown_field, span, {{"field", name}, {"record", "lead"}}).label("not in `record lead`");`
  /// Every placeholder of the kind's message must have an argument.
  Builder report(Kind kind, Span span, std::vector<Arg> arguments = {});

  [[nodiscard]] const std::vector<Diagnostic>& diagnostics() const { return diagnostics_; }
  [[nodiscard]] std::size_t errors() const { return errors_; }
  [[nodiscard]] std::size_t warnings() const { return warnings_; }
  [[nodiscard]] std::size_t dropped() const { return dropped_; }
  /// By source, then place; causes that stand at one place keep their order.
  void sort();
  /// Drops what was reported after the mark (see `size`): for an attempt that is made anew.
  [[nodiscard]] std::size_t size() const { return diagnostics_.size(); }
  void truncate(std::size_t size);

 private:
  std::size_t limit_;
  std::size_t errors_ = 0;
  std::size_t warnings_ = 0;
  std::size_t dropped_ = 0;
  std::vector<Diagnostic> diagnostics_;
};

}  // namespace rubric::diag
