// A JSON document, put together piece by piece: indented, or on one line.
#pragma once

#include <concepts>
#include <cstdint>
#include <string>
#include <string_view>

namespace rubric::base {

/// Commas, indents and escapes are right by themselves; that keys stand in objects only is the
/// caller's care.
class JsonWriter {
 public:
  enum class Layout : bool { indented, one_line };
  explicit JsonWriter(Layout layout = Layout::indented) : indented_(layout == Layout::indented) {}

  JsonWriter& object() { return open('{'); }
  JsonWriter& array() { return open('['); }
  /// Ends the innermost object or array.
  JsonWriter& end();
  JsonWriter& key(std::string_view name);

  JsonWriter& text(std::string_view value);
  JsonWriter& number(double value);
  JsonWriter& flag(bool value);
  JsonWriter& whole(std::uint64_t value);
  JsonWriter& null();
  /// A value that is JSON already.
  JsonWriter& raw(std::string_view value);

  /// The document; an indented one with a line end.
  [[nodiscard]] std::string take();

 private:
  JsonWriter& open(char bracket);
  void next();
  void line();

  std::string out_;
  std::string open_;  // the brackets that are open
  bool indented_;
  bool first_ = true;  // of the innermost
  bool after_key_ = false;
};

}  // namespace rubric::base
