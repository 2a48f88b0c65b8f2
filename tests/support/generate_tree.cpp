#include "support/generate_tree.hpp"

#include <fmt/core.h>

namespace rubric::test {

namespace {

void write(const Tree& tree, std::string& out) {
  if (tree.parts.empty()) {
    out += tree.pattern;
    return;
  }
  std::size_t part = 0;
  for (const char c : tree.pattern) {
    if (c != '$' && c != '~') {
      out += c;
      continue;
    }
    const Tree& inner = tree.parts[part++];
    const bool enclosed = c == '$' && !inner.atomic();
    if (enclosed) out += '(';
    write(inner, out);
    if (enclosed) out += ')';
  }
}

void write(const Json& json, std::string& out) {
  if (!json.list && !json.object) {
    out += json.scalar;
    return;
  }
  out += json.list ? '[' : '{';
  bool first = true;
  for (const auto& [name, value] : json.members) {
    if (!first) out += ',';
    first = false;
    if (json.object) out += json_text(name) + ":";
    write(value, out);
  }
  out += json.list ? ']' : '}';
}

}  // namespace

std::string text_of(const Tree& tree) {
  std::string out;
  write(tree, out);
  return out;
}

std::string text_of(const Json& json) {
  std::string out;
  write(json, out);
  return out;
}

std::string json_text(std::string_view text) {
  std::string out = "\"";
  for (const char c : text) {
    if (c == '"' || c == '\\') {
      (out += '\\') += c;
    } else if (static_cast<unsigned char>(c) < 0x20U) {
      out += fmt::format("\\u{:04x}", static_cast<unsigned>(c));
    } else {
      out += c;
    }
  }
  return out + '"';
}

}  // namespace rubric::test
