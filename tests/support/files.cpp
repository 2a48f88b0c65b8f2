#include "support/files.hpp"

#include <fstream>
#include <sstream>

namespace rubric::test {

std::string read_file(const std::filesystem::path& path) {
  std::ostringstream out;
  const std::ifstream in(path, std::ios::binary);
  if (in) out << in.rdbuf();
  return out.str();
}

}  // namespace rubric::test
