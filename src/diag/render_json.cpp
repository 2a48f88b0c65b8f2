#include "diag/render_json.hpp"

#include <nlohmann/json.hpp>

#include "diag/render_style.hpp"

namespace rubric::diag {

namespace {

using Json = nlohmann::ordered_json;
using base::SourceMap;

constexpr int kVersion = 1;

Json point(const base::Source& source, std::uint32_t offset) {
  const base::Position at = source.position(offset);
  return {{"offset", offset}, {"line", at.line}, {"column", at.column}};
}

Json place(const SourceMap& sources, Span span) {
  if (span.source >= sources.size()) return nullptr;
  const base::Source& source = sources[span.source];
  return {{"file", source.name()}, {"begin", point(source, span.begin)}, {"end", point(source, span.end)}};
}

template <typename Item>
Json placed_texts(const SourceMap& sources, const std::vector<Item>& items) {
  Json out = Json::array();
  for (const Item& item : items) out.push_back({{"place", place(sources, item.span)}, {"text", item.text}});
  return out;
}

Json fixes(const SourceMap& sources, const std::vector<Fix>& all) {
  Json out = Json::array();
  for (const Fix& fix : all) {
    out.push_back({{"title", fix.title}, {"safe", fix.safe}, {"edits", placed_texts(sources, fix.edits)}});
  }
  return out;
}

Json diagnostic(const SourceMap& sources, const Diagnostic& d) {
  Json arguments = Json::object();
  for (const auto& [name, value] : d.arguments) arguments[name] = value;
  return {{"code", d.code},
          {"severity", word_of(d.severity)},
          {"message", d.message},
          {"arguments", std::move(arguments)},
          {"place", place(sources, d.span)},
          {"label", d.label},
          {"labels", placed_texts(sources, d.labels)},
          {"notes", d.notes},
          {"helps", d.helps},
          {"fixes", fixes(sources, d.fixes)}};
}

}  // namespace

std::string render_json(const SourceMap& sources, const Sink& sink) {
  Json list = Json::array();
  for (const Diagnostic& d : sink.diagnostics()) list.push_back(diagnostic(sources, d));
  const Json all = {{"version", kVersion},
                    {"errors", sink.errors()},
                    {"warnings", sink.warnings()},
                    {"dropped", sink.dropped()},
                    {"diagnostics", std::move(list)}};
  return all.dump(-1, ' ', false, Json::error_handler_t::replace) + '\n';
}

}  // namespace rubric::diag
