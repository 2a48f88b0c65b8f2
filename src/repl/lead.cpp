#include "repl/lead.hpp"

#include <nlohmann/json.hpp>

namespace rubric::repl {

namespace {

// Fields stay in the order in which they came.
using Json = nlohmann::ordered_json;

}  // namespace

std::string Lead::load(const std::string& text) {
  Json document = Json::parse(text, nullptr, false);
  if (document.is_discarded()) document = Json::parse(text.substr(0, text.find('\n')), nullptr, false);
  if (document.is_array() && !document.empty()) document = document[0];
  if (document.is_discarded()) return "it is not JSON";
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
