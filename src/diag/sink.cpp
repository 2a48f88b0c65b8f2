#include "diag/sink.hpp"

#include <algorithm>
#include <cassert>
#include <tuple>

namespace rubric::diag {

std::string fill(std::string_view message, const std::vector<Arg>& arguments) {
  std::string out;
  for (std::size_t i = 0; i < message.size();) {
    if (message.substr(i, 2) == "{{" || message.substr(i, 2) == "}}") {
      out += message[i];
      i += 2;
      continue;
    }
    if (message[i] != '{') {
      out += message[i++];
      continue;
    }
    const std::size_t end = message.find('}', i);
    const std::string_view name = message.substr(i + 1, end - i - 1);
    const auto found = std::find_if(arguments.begin(), arguments.end(), [&](const Arg& a) { return a.name == name; });
    assert(found != arguments.end() && "a placeholder of the message has no argument");
    if (found != arguments.end()) out += found->value;
    i = end + 1;
  }
  return out;
}

Builder& Builder::label(std::string text) {
  if (diagnostic_ != nullptr) diagnostic_->label = std::move(text);
  return *this;
}

Builder& Builder::label(Span span, std::string text) {
  if (diagnostic_ != nullptr) diagnostic_->labels.push_back({span, std::move(text)});
  return *this;
}

Builder& Builder::note(std::string text) {
  if (diagnostic_ != nullptr) diagnostic_->notes.push_back(std::move(text));
  return *this;
}

Builder& Builder::help(std::string text) {
  if (diagnostic_ != nullptr) diagnostic_->helps.push_back(std::move(text));
  return *this;
}

Builder& Builder::fix(std::string title, Span span, std::string text, bool safe) {
  if (diagnostic_ != nullptr) diagnostic_->fixes.push_back({std::move(title), {{span, std::move(text)}}, safe});
  return *this;
}

Builder Sink::report(Kind kind, Span span, std::vector<Arg> arguments) {
  const KindInfo& table = info(kind);
  if (table.severity == Severity::error) ++errors_;
  if (table.severity == Severity::warning) ++warnings_;
  if (diagnostics_.size() >= limit_) {
    ++dropped_;
    return Builder(nullptr);
  }
  Diagnostic& d = diagnostics_.emplace_back();
  d.code = table.code;
  d.severity = table.severity;
  d.span = span;
  d.message = fill(table.message, arguments);
  for (Arg& a : arguments) d.arguments.emplace_back(std::string(a.name), std::move(a.value));
  return Builder(&d);
}

void Sink::sort() {
  std::stable_sort(diagnostics_.begin(), diagnostics_.end(), [](const Diagnostic& a, const Diagnostic& b) {
    return std::tie(a.span.source, a.span.begin) < std::tie(b.span.source, b.span.begin);
  });
}

void Sink::truncate(std::size_t size) {
  if (size >= diagnostics_.size()) return;
  diagnostics_.resize(size);
  // Nothing is dropped before the sink is full, so all that was dropped came after the mark.
  dropped_ = 0;
  const auto kept = [&](Severity s) {
    return static_cast<std::size_t>(
        std::count_if(diagnostics_.begin(), diagnostics_.end(), [&](const Diagnostic& d) { return d.severity == s; }));
  };
  errors_ = kept(Severity::error);
  warnings_ = kept(Severity::warning);
}

}  // namespace rubric::diag
