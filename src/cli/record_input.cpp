#include "cli/record_input.hpp"

#include <fmt/core.h>
#include <poll.h>
#include <sys/eventfd.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>

#include "cli/options.hpp"
#include "cli/text_file.hpp"
#include "records/compressed.hpp"

namespace rubric::cli {

namespace {

constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";

std::string name_of(const std::string& path, const RecordInput::Options& options) {
  if (path != "-") return path;
  return options.stdin_filename.empty() ? "standard input" : options.stdin_filename;
}

// The export of a CRM is often a workbook; its bytes would only look like some archive.
void refuse_workbook(const std::string& path) {
  const std::string ending = ending_of(path);
  for (const std::string_view workbook : {"xlsx", "xls", "xlsm", "ods", "numbers"}) {
    if (ending != workbook) continue;
    throw unusable(fmt::format("`{}` is a workbook, not text", path),
                   {"open it and save the sheet with the leads as CSV (UTF-8)"});
  }
}

// Pipes, terminals and the like: their reader may have to wait.
bool keeps_waiting(int descriptor) {
  struct stat found {};
  return fstat(descriptor, &found) == 0 && !S_ISREG(found.st_mode);
}

}  // namespace

std::optional<records::Format> format_by_name(std::string_view path) {
  std::string ending = ending_of(path);
  for (const std::string_view packed : {"gz", "zst"}) {
    if (ending != packed) continue;
    path.remove_suffix(packed.size() + 1);
    ending = ending_of(path);
    break;
  }
  if (ending == "jsonl" || ending == "ndjson" || ending == "json") return records::Format::json;
  if (ending == "csv" || ending == "tsv") return records::Format::csv;
  return std::nullopt;
}

records::Format format_by_text(std::string_view text) {
  if (text.starts_with(kByteOrderMark)) text.remove_prefix(kByteOrderMark.size());
  const std::size_t first = text.find_first_not_of(" \t\r\n");
  const bool json = first != std::string_view::npos && (text[first] == '{' || text[first] == '[');
  return json ? records::Format::json : records::Format::csv;
}

RecordInput::RecordInput(const std::string& path, const Options& options)
    : file_{open_to_read(path)},
      stop_{keeps_waiting(file_.descriptor) ? eventfd(0, EFD_CLOEXEC) : -1},
      name_(name_of(path, options)),
      unpacked_(records::unpacked([this](char* buffer, std::size_t size) { return read_some(buffer, size); })) {
  if (const auto known = options.format ? options.format : format_by_name(name_)) {
    format_ = *known;
  } else {
    refuse_workbook(name_);
    look();
  }
}

RecordInput::File::~File() {
  if (descriptor > STDIN_FILENO) close(descriptor);
}

void RecordInput::stop() {
  if (stop_.descriptor >= 0) eventfd_write(stop_.descriptor, 1);
}

// False: `stop` was called. A pipe can keep its reader waiting for as long as it likes, and a run that has failed
// already should not wait for it.
bool RecordInput::wait() {
  if (stop_.descriptor < 0) return true;
  std::array<pollfd, 2> both{pollfd{file_.descriptor, POLLIN, 0}, pollfd{stop_.descriptor, POLLIN, 0}};
  while (poll(both.data(), both.size(), -1) < 0 && errno == EINTR) {
  }
  return both[1].revents == 0;
}

std::size_t RecordInput::read_some(char* buffer, std::size_t size) {
  if (!wait()) return 0;
  ssize_t got = 0;
  do got = ::read(file_.descriptor, buffer, size);
  while (got < 0 && errno == EINTR);
  if (got < 0) throw records::ReadError{"read-failed", std::strerror(errno), {}, 0};
  bytes_read_ += static_cast<std::uint64_t>(got);
  return static_cast<std::size_t>(got);
}

void RecordInput::look() {
  constexpr std::size_t kEnough = 4096;
  looked_at_.resize(kEnough);
  std::size_t have = 0;
  try {
    for (std::size_t got = 1; have < kEnough && got > 0; have += got) {
      got = unpacked_(looked_at_.data() + have, kEnough - have);
      if (std::string_view(looked_at_).substr(0, have + got).find_first_not_of(" \t\r\n\xEF\xBB\xBF") !=
          std::string_view::npos) {
        have += got;
        break;
      }
    }
  } catch (const records::ReadError& error) {
    throw unusable(fmt::format("cannot read `{}`: {}", name_, error.message), error.helps);
  }
  looked_at_.resize(have);
  format_ = format_by_text(looked_at_);
}

records::ByteSource RecordInput::bytes() {
  return [this](char* buffer, std::size_t size) {
    if (handed_out_ == looked_at_.size()) return unpacked_(buffer, size);
    size = std::min(size, looked_at_.size() - handed_out_);
    std::memcpy(buffer, looked_at_.data() + handed_out_, size);
    handed_out_ += size;
    return size;
  };
}

std::uint64_t total_size(const std::vector<std::string>& paths) {
  std::uint64_t out = 0;
  for (const std::string& path : paths) {
    struct stat found {};
    if (path == "-" || stat(path.c_str(), &found) != 0 || !S_ISREG(found.st_mode)) return 0;
    out += static_cast<std::uint64_t>(found.st_size);
  }
  return out;
}

bool same_file(const std::string& a, const std::string& b) {
  struct stat one {};
  struct stat other {};
  const auto look_at = [](const std::string& path, struct stat& found) {
    return path == "-" ? fstat(STDIN_FILENO, &found) : stat(path.c_str(), &found);
  };
  if (look_at(a, one) != 0 || look_at(b, other) != 0) return false;
  return S_ISREG(one.st_mode) && one.st_dev == other.st_dev && one.st_ino == other.st_ino;
}

}  // namespace rubric::cli
