// A file of records, opened: its bytes (unpacked, where gzip or zstd has packed them), its format, and who it is.
#pragma once

#include <sys/types.h>

#include <cstdint>
#include <optional>
#include <string>

#include "records/reader.hpp"

namespace rubric::cli {

class RecordInput {
 public:
  struct Options {
    std::optional<records::Format> format;  ///< none: by the ending of the name, else by the first character
    std::string stdin_filename;
  };

  /// `-` is standard input. Throws Failure when it cannot be read.
  RecordInput(const std::string& path, const Options& options);
  RecordInput(const RecordInput&) = delete;
  RecordInput& operator=(const RecordInput&) = delete;

  [[nodiscard]] const std::string& name() const { return name_; }
  [[nodiscard]] records::Format format() const { return format_; }
  /// Holds on to this object.
  [[nodiscard]] records::ByteSource bytes();
  /// A read that waits for bytes comes back, now or when it is called, as if they had ended. From any thread.
  void stop();
  /// Of the file: those that came out of it before they were unpacked.
  [[nodiscard]] std::uint64_t bytes_read() const { return bytes_read_; }

 private:
  struct File {
    int descriptor;
    ~File();
  };
  std::size_t read_some(char* buffer, std::size_t size);
  [[nodiscard]] bool wait();
  void look();

  File file_;
  File stop_{-1};  // can be read once `stop` was called; none for a file that never keeps its reader waiting
  std::string name_;
  records::ByteSource unpacked_;
  records::Format format_ = records::Format::csv;
  std::string looked_at_;  // read to learn the format, not yet handed out
  std::size_t handed_out_ = 0;
  std::uint64_t bytes_read_ = 0;
};

/// By the ending: .jsonl .ndjson .json .csv .tsv, in any case, with .gz or .zst behind it or without.
[[nodiscard]] std::optional<records::Format> format_by_name(std::string_view path);
/// By the first character that is not blank: `{` or `[` is JSON.
[[nodiscard]] records::Format format_by_text(std::string_view text);

/// Sum of the sizes, or 0 when one of them has none (a pipe, a device, not there).
[[nodiscard]] std::uint64_t total_size(const std::vector<std::string>& paths);
/// Whether both paths lead to one regular file.
[[nodiscard]] bool same_file(const std::string& a, const std::string& b);

}  // namespace rubric::cli
