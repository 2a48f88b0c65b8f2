// The texts of one compilation, and where an offset is in them.
#pragma once

#include <cstdint>
#include <deque>
#include <string>
#include <string_view>
#include <vector>

#include "base/span.hpp"

namespace rubric::base {

/// A place for people: both count from 1; `column` counts code points, not bytes.
struct Position {
  std::uint32_t line = 1;
  std::uint32_t column = 1;
};

class Source {
 public:
  Source(std::string name, std::string text) : name_(std::move(name)), text_(std::move(text)) {}

  [[nodiscard]] const std::string& name() const { return name_; }
  [[nodiscard]] std::string_view text() const { return text_; }
  [[nodiscard]] Position position(std::uint32_t offset) const;
  /// The line (from 1) without its line end; empty past the last one.
  [[nodiscard]] std::string_view line(std::uint32_t number) const;
  [[nodiscard]] std::uint32_t line_count() const;
  /// Offset of the first byte of a line (from 1).
  [[nodiscard]] std::uint32_t line_start(std::uint32_t number) const;

 private:
  const std::vector<std::uint32_t>& line_starts() const;

  std::string name_;
  std::string text_;
  // Built when the first position is asked for, which is when the first error is rendered.
  mutable std::vector<std::uint32_t> line_starts_;
  struct Counted {
    std::uint32_t line_start = 0;
    std::uint32_t offset = 0;
    std::uint32_t column = 1;
  };
  mutable Counted counted_;  // so one thread at a time asks a source for positions
};

/// Owns the sources; references stay valid as more are added.
class SourceMap {
 public:
  /// Returns the index that spans carry in `Span::source`.
  std::uint32_t add(std::string name, std::string text);
  [[nodiscard]] const Source& operator[](std::uint32_t index) const { return sources_[index]; }
  [[nodiscard]] std::uint32_t size() const { return static_cast<std::uint32_t>(sources_.size()); }
  [[nodiscard]] std::string_view text(Span span) const {
    return sources_[span.source].text().substr(span.begin, span.end - span.begin);
  }

 private:
  std::deque<Source> sources_;
};

}  // namespace rubric::base
