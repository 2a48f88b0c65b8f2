#include "cli/value_text.hpp"

#include <fmt/core.h>

#include "base/json_text.hpp"
#include "base/number_text.hpp"
#include "base/time_text.hpp"

namespace rubric::cli {

namespace {

using base::append_json_string;
using data::Kind;

}  // namespace

void append_json(std::string& out, Kind kind, const data::Cell& cell) {
  if (data::is_missing(kind, cell)) {
    out += "null";
  } else if (kind == Kind::boolean || kind == Kind::number) {
    append_plain(out, kind, cell);
  } else if (kind == Kind::text) {
    append_json_string(out, data::view(cell.text));
  } else {
    out += '"';
    append_plain(out, kind, cell);
    out += '"';
  }
}

void append_plain(std::string& out, Kind kind, const data::Cell& cell) {
  if (data::is_missing(kind, cell)) return;
  switch (kind) {
    case Kind::boolean: out += cell.tri == data::Tri::yes ? "true" : "false"; break;
    case Kind::number: base::append_number(out, cell.number); break;
    case Kind::text: out += data::view(cell.text); break;
    case Kind::time: base::append_time(out, cell.ticks); break;
    case Kind::duration: out += base::duration_text(cell.ticks); break;
    default: break;  // the layout has no lists among the fields that are shown
  }
}

void quote_csv(std::string& out, std::size_t from) {
  const std::string_view text = std::string_view(out).substr(from);
  const bool padded = !text.empty() && (text.front() == ' ' || text.back() == ' ');
  if (!padded && text.find_first_of(",\"\r\n") == std::string_view::npos) return;
  const std::string plain(text);
  out.resize(from);
  out += '"';
  for (const char c : plain) {
    if (c == '"') out += '"';
    out += c;
  }
  out += '"';
}

void append_csv(std::string& out, std::string_view text) {
  const std::size_t from = out.size();
  out += text;
  quote_csv(out, from);
}

std::string grouped(std::uint64_t number) {
  std::string out = std::to_string(number);
  for (std::size_t at = out.size(); at > 3;) {
    at -= 3;
    out.insert(at, 1, ',');
  }
  return out;
}

std::string counted(std::uint64_t number, std::string_view noun) {
  return fmt::format("{} {}{}", grouped(number), noun, number == 1 ? "" : "s");
}

}  // namespace rubric::cli
