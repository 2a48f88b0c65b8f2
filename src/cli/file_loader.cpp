#include "cli/file_loader.hpp"

#include <fmt/core.h>

#include <filesystem>

#include "cli/failure.hpp"
#include "cli/text_file.hpp"
#include "engine/set_files.hpp"

namespace rubric::cli {

namespace {

namespace fs = std::filesystem;

engine::FileText failed(std::string why, bool found = true) {
  engine::FileText out;
  out.error = std::move(why);
  out.found = found;
  return out;
}

bool lies_below(const fs::path& file, const fs::path& root) {
  const fs::path relative = file.lexically_relative(root);
  return !relative.empty() && *relative.begin() != "..";
}

engine::FileText load(const fs::path& folder, const fs::path& root, const std::string& path) {
  std::error_code fault;
  if (fs::path(path).is_absolute())
    return failed("the path is absolute; it is written relative to the file that names it");
  const fs::path file = fs::weakly_canonical(folder / path, fault);
  if (fault) return failed(fault.message());
  // What lies outside is not even looked for: a criteria file must not learn what is there.
  if (!lies_below(file, root))
    return failed(fmt::format("it lies outside of the folder `{}` (--root names another)", root.string()));
  if (!fs::exists(file, fault)) return failed("there is no such file", false);
  if (!fs::is_regular_file(file, fault)) return failed("it is not a file of text");
  try {
    engine::FileText out;
    out.identity = file.string();
    out.name = (folder / path).lexically_normal().string();
    out.text = read_text_file(file.string(), engine::kSetFileBytes);
    return out;
  } catch (const Failure& failure) {
    return failed(failure.message);
  }
}

}  // namespace

engine::Files file_loader(const std::string& criteria, const std::string& root) {
  std::error_code fault;
  fs::path folder = fs::path(criteria).parent_path();
  if (folder.empty()) folder = ".";
  const fs::path top = fs::weakly_canonical(root.empty() ? folder : fs::path(root), fault);
  return [folder, top](const std::string& from, const std::string& path) {
    return load(from.empty() ? folder : fs::path(from).parent_path(), top, path);
  };
}

}  // namespace rubric::cli
