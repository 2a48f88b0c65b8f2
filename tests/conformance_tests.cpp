// Runs every case under tests/conformance; prints what disagrees and how many cases there are.
#include <fmt/core.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <sstream>

#include "support/conformance.hpp"

int main() {
  namespace fs = std::filesystem;
  std::vector<fs::path> files;
  for (const auto& entry : fs::recursive_directory_iterator(CONFORMANCE_DIR)) {
    if (entry.path().extension() == ".cases") files.push_back(entry.path());
  }
  std::ranges::sort(files);
  std::size_t leads = 0;
  std::size_t failed = 0;
  for (const fs::path& path : files) {
    std::ifstream in(path, std::ios::binary);
    std::stringstream text;
    text << in.rdbuf();
    const std::string name = fs::relative(path, CONFORMANCE_DIR).string();
    for (const auto& group : rubric::test::read_conformance(text.str())) {
      leads += group.leads.size();
      const auto problems = rubric::test::run_conformance(name, group);
      for (const std::string& p : problems) fmt::print("{}\n", p);
      failed += problems.size();
      if (group.leads.empty()) {
        fmt::print("{}:{}: a group without leads\n", name, group.line);
        ++failed;
      }
    }
  }
  fmt::print("{} files, {} cases, {} disagreements\n", files.size(), leads, failed);
  return failed == 0 && leads > 0 ? 0 : 1;
}
