// Holds the #include lines of the repository to tests/arrows.txt.
#include <cstdio>
#include <filesystem>
#include <string>

#include "support/arrows.hpp"
#include "support/files.hpp"

namespace {

namespace fs = std::filesystem;
using rubric::test::read_file;

rubric::test::Files files_below(const fs::path& root) {
  rubric::test::Files out;
  for (const char* folder : {"src", "include", "grammar"}) {
    if (!fs::exists(root / folder)) continue;
    for (const auto& entry : fs::recursive_directory_iterator(root / folder)) {
      if (entry.is_regular_file()) out[entry.path().lexically_relative(root).string()] = read_file(entry.path());
    }
  }
  return out;
}

}  // namespace

int main() {
  const fs::path root = PROJECT_DIR;
  const auto files = files_below(root);
  const auto faults = rubric::test::arrow_faults(read_file(root / "tests/arrows.txt"), files);
  for (const std::string& fault : faults) std::printf("%s\n", fault.c_str());
  std::printf("%zu files, %zu faults\n", files.size(), faults.size());
  return files.empty() || !faults.empty() ? 1 : 0;
}
