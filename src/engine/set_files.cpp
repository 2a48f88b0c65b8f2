#include "engine/set_files.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <cstring>

#include "base/utf8.hpp"
#include "records/reader.hpp"

namespace rubric::engine {

namespace {

using check::SetFile;

std::string_view trimmed(std::string_view text) {
  constexpr std::string_view kBlank = " \t\r\f\v";
  const std::size_t first = text.find_first_not_of(kBlank);
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(kBlank) - first + 1);
}

SetFile failed(std::string why) {
  SetFile out;
  out.error = std::move(why);
  return out;
}

SetFile lines(std::string_view text) {
  constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";
  if (text.starts_with(kByteOrderMark)) text.remove_prefix(kByteOrderMark.size());
  SetFile out;
  for (std::uint64_t line = 1; !text.empty(); ++line) {
    const std::size_t end = std::min(text.find('\n'), text.size());
    const std::string_view member = trimmed(text.substr(0, end));
    text.remove_prefix(std::min(end + 1, text.size()));
    if (member.empty() || member.front() == '#') continue;
    if (base::find_invalid_utf8(member)) return failed(fmt::format("line {} is not UTF-8", line));
    out.members.push_back({std::string(member), line});
  }
  return out;
}

data::Layout one_column(const std::string& column) {
  data::Slot slot;
  slot.path = {column};
  slot.name = column;
  slot.heading = column;
  slot.kind = data::Kind::text;
  slot.trimmed = true;
  data::Layout layout;
  layout.slots.push_back(std::move(slot));
  return layout;
}

records::ByteSource bytes_of(std::string_view text) {
  return [text](char* buffer, std::size_t size) mutable {
    size = std::min(size, text.size());
    if (size > 0) std::memcpy(buffer, text.data(), size);
    text.remove_prefix(size);
    return size;
  };
}

SetFile column_of(std::string_view text, const std::string& column) {
  const data::Layout layout = one_column(column);
  records::Options options;
  options.format = records::Format::csv;
  const auto reader = records::open_reader(bytes_of(text), layout, std::move(options));
  SetFile out;
  data::Cell cell;
  for (;;) {
    const records::Step step = reader->next({&cell, 1});
    if (step == records::Step::end) return out;
    if (step == records::Step::rejected) {
      return failed(fmt::format("line {}: {}", reader->rejection().line, reader->rejection().message));
    }
    if (!data::is_missing(cell.text)) out.members.push_back({std::string(data::view(cell.text)), reader->line()});
  }
}

}  // namespace

SetFile parse_set_file(std::string_view text, const std::optional<std::string>& column) {
  if (!column) return lines(text);
  try {
    return column_of(text, *column);
  } catch (const records::ReadError& error) {
    std::string why = error.line == 0 ? error.message : fmt::format("line {}: {}", error.line, error.message);
    if (!error.helps.empty()) why += fmt::format(" ({})", error.helps.front());
    return failed(std::move(why));
  }
}

}  // namespace rubric::engine
