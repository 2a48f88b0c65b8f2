// The lead of a session, as JSON: what a file gave, and what the person changed since.
#pragma once

#include <string>

namespace rubric::repl {

class Lead {
 public:
  /// Takes the first object of a JSON document or of JSON lines. Says what is wrong; empty when it was taken.
  [[nodiscard]] std::string load(const std::string& text);
  /// Puts the fields of a JSON object in the place of those that are there; groups are merged, `null` takes a
  /// field away. The text comes from the compiler and is well-formed.
  void change(const std::string& object);
  void clear() { text_ = "{}"; }

  /// One line of JSON.
  [[nodiscard]] const std::string& json() const { return text_; }
  /// For people: indented.
  [[nodiscard]] std::string shown() const;

 private:
  std::string text_ = "{}";
};

}  // namespace rubric::repl
