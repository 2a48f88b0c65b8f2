// An output file that is there whole or not at all: written beside its place, renamed into it.
#pragma once

#include <string>

#include "cli/output.hpp"

namespace rubric::cli {

/// Opens `PATH.tmp-PID`; `commit` renames it to PATH. Without `commit` (a failure, SIGINT, SIGTERM, SIGHUP)
/// the file beside is removed and what stood at PATH is untouched. A PATH that is no regular file
/// (a device, a pipe) is written to as it stands. A symbolic link is followed.
class OutputFile {
 public:
  /// Throws Failure when it cannot be opened.
  explicit OutputFile(const std::string& path);
  ~OutputFile();
  OutputFile(const OutputFile&) = delete;
  OutputFile& operator=(const OutputFile&) = delete;

  [[nodiscard]] Output& output() { return output_; }
  /// Flushes, makes the bytes durable, renames. Throws Failure, and the old file is kept.
  void commit();

 private:
  std::string path_;       // where it goes in the end
  std::string temporary_;  // empty when PATH is written to as it stands
  std::size_t guard_ = 0;
  Output output_;
};

}  // namespace rubric::cli
