// The files that criteria name: relative to the file that names them, below one folder, of bounded size.
#pragma once

#include <string>

#include "engine/files.hpp"

namespace rubric::cli {

/// `criteria` is the path of the criteria file (empty for standard input: the present folder). What
/// lies outside of `root` (empty: the criteria file's folder), also by way of `..` or a symbolic link,
/// is not read.
[[nodiscard]] engine::Files file_loader(const std::string& criteria, const std::string& root);

}  // namespace rubric::cli
