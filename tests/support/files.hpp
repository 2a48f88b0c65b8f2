// Files as texts, for tests.
#pragma once

#include <filesystem>
#include <string>

namespace rubric::test {

/// The bytes of the file; empty when there is none.
[[nodiscard]] std::string read_file(const std::filesystem::path& path);

}  // namespace rubric::test
