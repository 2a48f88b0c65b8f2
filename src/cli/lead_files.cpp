#include "cli/lead_files.hpp"

#include <fmt/core.h>
#include <unistd.h>

#include <chrono>

#include "base/time_text.hpp"
#include "cli/failure.hpp"
#include "cli/output.hpp"
#include "cli/terminal.hpp"

namespace rubric::cli {

namespace {

Failure unreadable(const std::string& file, const records::ReadError& error) {
  return {kUnusable, fmt::format("{}: {}", place_text(file, error.line), error.message), error.helps,
          std::string(error.code)};
}

}  // namespace

bool LeadFiles::next_file() {
  if (next_ == options_.records.size()) return false;
  bytes_before_ = bytes_read();
  reader_.reset();
  const std::string& path = options_.records[next_++];
  const bool typed_in = path == "-" && is_terminal(STDIN_FILENO) && !options_.quiet;
  if (typed_in) say("reading records from the terminal; Ctrl-D on a line of its own ends them\n");
  input_.emplace(path, RecordInput::Options{format_of(path), options_.stdin_filename});
  return true;
}

void LeadFiles::decide(engine::Deciders& deciders, engine::Receiver& receiver) try {
  engine::Stream stream;
  stream.bytes = input_->bytes();
  stream.options = reader_options();
  stream.position = [this] { return bytes_read(); };
  stream.stop = [this] { input_->stop(); };
  stream.around = [this](std::unique_ptr<records::Reader> reader) { return joins_.over(std::move(reader)); };
  deciders.decide(stream, receiver);
} catch (const records::ReadError& error) {
  throw unreadable(file(), error);
}

bool LeadFiles::open() {
  if (!next_file()) return false;
  try {
    reader_ = joins_.over(records::open_reader(input_->bytes(), program_.layout(), reader_options()));
  } catch (const records::ReadError& error) {
    throw unreadable(file(), error);
  }
  return true;
}

records::Step LeadFiles::next(std::span<data::Cell> cells) try {
  return reader_->next(cells);
} catch (const records::ReadError& error) {
  throw unreadable(file(), error);
}

// Columns without a heading row are a matter of CSV; a name that says JSON is refused later.
std::optional<records::Format> LeadFiles::format_of(const std::string& path) const {
  const bool named = format_by_name(path == "-" ? options_.stdin_filename : path).has_value();
  if (options_.input_format || options_.columns.empty() || named) return options_.input_format;
  return records::Format::csv;
}

records::Options LeadFiles::reader_options() const {
  if (!options_.columns.empty() && input_->format() == records::Format::json) {
    throw unusable(fmt::format("`--columns` names the columns of CSV files, and `{}` is JSON", file()));
  }
  records::Options out;
  out.format = input_->format();
  out.source_name = file();
  out.columns = options_.columns;
  out.allow_missing_columns = options_.allow_missing_columns;
  out.join_keys = records::join_keys(program_.layout());
  return out;
}

std::int64_t present() {
  const auto since = std::chrono::system_clock::now().time_since_epoch();
  return std::chrono::duration_cast<std::chrono::seconds>(since).count() * base::kMicrosPerSecond;
}

void keep_inputs(const RecordOptions& options, const std::string& output) {
  if (output.empty()) return;
  std::vector<std::string> inputs = options.records;
  inputs.push_back(options.criteria);
  for (const JoinOption& join : options.joins) inputs.push_back(join.file);
  for (const std::string& input : inputs) {
    if (!same_file(output, input)) continue;
    throw unusable(fmt::format("`{}` is read: it cannot be the output too", output), {"name another file"});
  }
}

}  // namespace rubric::cli
