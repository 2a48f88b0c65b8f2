// The files that criteria name: modules, members of sets, tables. What a path means and what may be read
// is the caller's business: it knows the folder that a program must not leave.
#pragma once

#include <functional>
#include <string>

namespace rubric::engine {

struct FileText {
  std::string identity;  ///< the same for the same file, however it is named; says where its own files are
  std::string name;      ///< for messages
  std::string text;
  std::string error;  ///< why it cannot be read; empty when it could
  bool found = true;
};

/// Reads the file that `path` names in the file `from` (its identity; empty for the main file).
using Files = std::function<FileText(const std::string& from, const std::string& path)>;

}  // namespace rubric::engine
