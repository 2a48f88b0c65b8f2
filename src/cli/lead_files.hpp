// The record files of a command, read one after another: leads with the lists of joined files in them.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>

#include "cli/joins.hpp"
#include "cli/options.hpp"
#include "cli/record_input.hpp"
#include "engine/stream.hpp"

namespace rubric::cli {

class LeadFiles {
 public:
  /// All must outlive it; the joins are loaded.
  LeadFiles(const RecordOptions& options, const engine::Program& program, const Joins& joins)
      : options_(options), program_(program), joins_(joins) {}

  /// Goes on to the next file; false when there is none. Throws Failure when it cannot be opened.
  [[nodiscard]] bool next_file();
  /// Decides all leads of the file. Throws Failure for what ends the whole run.
  void decide(engine::Deciders& deciders, engine::Receiver& receiver);

  /// One by one in place of that: goes on to the next file and reads its beginning; false when there is none.
  /// Throws Failure when it cannot be read.
  [[nodiscard]] bool open();
  /// The next lead of the file. Throws Failure for what ends the whole run.
  [[nodiscard]] records::Step next(std::span<data::Cell> cells);

  /// As messages name it.
  [[nodiscard]] const std::string& file() const { return input_->name(); }
  [[nodiscard]] const records::Reader& reader() const { return *reader_; }
  /// Of all files so far.
  [[nodiscard]] std::uint64_t bytes_read() const { return bytes_before_ + (input_ ? input_->bytes_read() : 0); }

 private:
  std::optional<records::Format> format_of(const std::string& path) const;
  records::Options reader_options() const;

  const RecordOptions& options_;
  const engine::Program& program_;
  const Joins& joins_;
  std::size_t next_ = 0;
  std::uint64_t bytes_before_ = 0;
  std::optional<RecordInput> input_;
  std::unique_ptr<records::Reader> reader_;  // reads from input_
};

/// The present instant in microseconds; whole seconds, so that the one that is printed is the one that was used.
[[nodiscard]] std::int64_t present();

/// Throws Failure if the output (empty: none) is a file that is read. To be called before it is opened.
void keep_inputs(const RecordOptions& options, const std::string& output);

}  // namespace rubric::cli
