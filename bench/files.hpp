// The files that are measured: written lead by lead into a folder that goes away with them.
#pragma once

#include <cstddef>
#include <string>

#include "leads.hpp"

namespace rubric::bench {

/// A folder below the system's one for temporary files, removed with everything in it.
class Scratch {
 public:
  Scratch();
  ~Scratch();
  Scratch(const Scratch&) = delete;
  Scratch& operator=(const Scratch&) = delete;
  [[nodiscard]] std::string path(const std::string& name) const { return folder_ + "/" + name; }
  /// Returns the path.
  std::string write(const std::string& name, const std::string& text) const;

 private:
  std::string folder_;
};

void write_json_lines(const std::string& path, Distribution distribution, std::size_t size);
void write_csv(const std::string& path, Distribution distribution, std::size_t size);

/// Throws std::runtime_error when it cannot be read.
[[nodiscard]] std::string read_text(const std::string& path);

}  // namespace rubric::bench
