// Results as JSON: written after a run, read to compare two.
#include <fstream>
#include <nlohmann/json.hpp>
#include <stdexcept>

#include "base/json_writer.hpp"
#include "measure.hpp"

namespace rubric::bench {

std::string json_text(const Results& results) {
  base::JsonWriter out;
  out.object().key("version").whole(1).key("label").text(results.label).key("machine").text(results.machine);
  out.key("leads").whole(results.leads).key("series").object();
  for (const auto& [distribution, all] : results.series) {
    out.key(distribution).object();
    for (const auto& [name, values] : all) {
      out.key(name).array();
      for (const double value : values) out.number(value);
      out.end();
    }
    out.end();
  }
  out.end().end();
  return out.take();
}

Results read_results(const std::string& path) try {
  std::ifstream in(path);
  if (!in) throw std::runtime_error("cannot read " + path);
  const auto json = nlohmann::json::parse(in);
  if (json.at("version") != 1) throw std::runtime_error(path + " is of another version");
  Results out;
  out.label = json.at("label");
  out.machine = json.at("machine");
  out.leads = json.at("leads");
  out.series = json.at("series").get<decltype(out.series)>();
  return out;
} catch (const nlohmann::json::exception& error) {
  throw std::runtime_error(path + " is no result of this program: " + error.what());
}

}  // namespace rubric::bench
