#include "repl/lead.hpp"

#include <algorithm>
#include <nlohmann/json.hpp>
#include <string_view>

namespace rubric::repl {

namespace {

// Fields stay in the order in which they came.
using Json = nlohmann::ordered_json;

// The library writes and merges by recursion. A record may be nested 64 deep; its reader says so.
constexpr std::size_t kDepth = 200;

std::size_t depth(std::string_view text) {
  std::size_t open = 0;
  std::size_t deepest = 0;
  bool quoted = false;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    if (c == '"') {
      quoted = !quoted;
    } else if (quoted) {
      if (c == '\\') ++i;
    } else if (c == '{' || c == '[') {
      deepest = std::max(deepest, ++open);
    } else if ((c == '}' || c == ']') && open > 0) {
      --open;
    }
  }
  return deepest;
}

Json parsed(std::string_view text) {
  return depth(text) > kDepth ? Json(Json::value_t::discarded) : Json::parse(text, nullptr, false);
}

}  // namespace

std::string Lead::load(const std::string& text) {
  const std::string_view whole =
      std::string_view(text).substr(std::min(text.find_first_not_of(" \t\r\n"), text.size()));
  const std::string_view first = whole.substr(0, whole.find('\n'));
  Json document = parsed(whole);
  if (document.is_discarded()) document = parsed(first);
  if (document.is_array() && !document.empty()) document = document[0];
  if (document.is_discarded()) return depth(first) > kDepth ? "it is nested too deeply" : "it is not JSON";
  if (!document.is_object()) return "it holds no lead: a lead is an object, `{ \"id\": \"a1\", … }`";
  text_ = document.dump();
  return "";
}

void Lead::change(const std::string& object) {
  Json lead = Json::parse(text_);
  lead.merge_patch(Json::parse(object));
  text_ = lead.dump();
}

std::string Lead::shown() const {
  return Json::parse(text_).dump(2) + "\n";
}

}  // namespace rubric::repl
