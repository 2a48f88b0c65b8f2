// The files of `--join`: loaded before the leads are read, reported on behind them.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "cli/options.hpp"
#include "cli/summary.hpp"
#include "records/join.hpp"

namespace rubric::cli {

class Joins {
 public:
  /// Both must outlive the object.
  Joins(const RecordOptions& options, const data::Layout& layout) : options_(options), layout_(layout) {}

  /// Reads all files whole. Throws Failure, under `strict` also for invalid values.
  void load();
  /// A reader of leads with the lists of the joined files in them.
  [[nodiscard]] std::unique_ptr<records::Reader> over(std::unique_ptr<records::Reader> leads) const;
  /// What became of the rows, once all leads have been read.
  void fill(Summary& summary) const;

 private:
  struct Loaded {
    Summary::Join summary;  // what is known before the leads are read
    const records::Children* children;
  };

  void load(const JoinOption& join, std::size_t index, std::size_t limit);
  void refuse_invalid(const std::string& file, const records::Children& children) const;

  const RecordOptions& options_;
  const data::Layout& layout_;
  std::vector<std::unique_ptr<records::Children>> children_;
  std::vector<Loaded> loaded_;  // beside children_
};

/// The first invalid value of a file ends a run under `--strict`.
[[noreturn]] void refuse_invalid_value(const std::string& file, const std::string& field,
                                       const records::InvalidValues& value);

}  // namespace rubric::cli
