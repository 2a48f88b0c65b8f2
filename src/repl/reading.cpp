#include "repl/reading.hpp"

#include <algorithm>
#include <array>

namespace rubric::repl {

namespace {

constexpr std::array<std::string_view, 11> kDeclarations{"criteria", "from",   "record", "param",     "set", "let",
                                                         "score",    "choose", "table",  "lifecycle", "test"};

bool is_blank(char c) {
  return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

std::string_view trimmed(std::string_view text) {
  while (!text.empty() && is_blank(text.front())) text.remove_prefix(1);
  while (!text.empty() && is_blank(text.back())) text.remove_suffix(1);
  return text;
}

bool in_name(char c) {
  const bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
  return letter || c == '_' || c == '.' || static_cast<unsigned char>(c) >= 0x80;
}

// A dotted path, back-quoted pieces included.
std::string_view take_path(std::string_view& text) {
  std::size_t size = 0;
  while (size < text.size() && (in_name(text[size]) || text[size] == '`')) {
    if (text[size] == '`') size = std::min(text.find('`', size + 1), text.size() - 1);
    ++size;
  }
  const std::string_view path = text.substr(0, size);
  text = trimmed(text.substr(size));
  return path;
}

}  // namespace

int open_brackets(std::string_view text) {
  int open = 0;
  bool quoted = false;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    if (quoted) {
      if (c == '\\') ++i;
      if (c == '"') quoted = false;
    } else if (c == '"') {
      quoted = true;
    } else if (c == '#') {
      i = std::min(text.find('\n', i), text.size());
    } else {
      open += c == '{' || c == '(' || c == '[' ? 1 : c == '}' || c == ')' || c == ']' ? -1 : 0;
    }
  }
  return open;
}

Reading read_line(std::string_view line) {
  using Kind = Reading::Kind;
  const std::string_view text = trimmed(line);
  if (text.empty() || text.front() == '#') return {};
  std::string_view rest = text;
  if (text.front() == ':') {
    const std::size_t end = std::min(text.find_first_of(" \t"), text.size());
    return {Kind::command, std::string(text.substr(1, end - 1)), std::string(trimmed(text.substr(end)))};
  }
  const std::string_view first = take_path(rest);
  if (first.empty()) return {Kind::expression, "", std::string(text)};
  const bool equals = rest.starts_with('=') && !rest.starts_with("==");
  if (equals) return {Kind::assignment, std::string(first), std::string(trimmed(rest.substr(1)))};
  std::string_view behind = rest;
  const std::string_view second = take_path(behind);
  if (second == "when" || second == "unless") return {Kind::declaration, std::string(first), std::string(text)};
  const bool word = std::ranges::find(kDeclarations, first) != kDeclarations.end();
  const bool named = !second.empty() && second != "in" && second != "is" && second != "and" && second != "or" &&
                     second != "between" && second != "contains" && second != "starts" && second != "ends" &&
                     second != "matches" && second != "not" && second != "default" && second != "within";
  const bool titled = rest.starts_with('"') || (first == "record" && rest.starts_with('{'));
  // One module may be imported from several times: an import has no name that a later one would take.
  const std::string_view name = first == "from" ? std::string_view{} : second;
  if (word && (named || titled)) return {Kind::declaration, std::string(name), std::string(text)};
  return {Kind::expression, "", std::string(text)};
}

}  // namespace rubric::repl
