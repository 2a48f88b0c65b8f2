#include "cli/text_file.hpp"

#include <fcntl.h>
#include <fmt/core.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <filesystem>

#include "base/spelling.hpp"

namespace rubric::cli {

namespace fs = std::filesystem;

Failure not_found(const std::string& path) {
  constexpr std::size_t kLookedAt = 2000;
  const fs::path wanted(path);
  const fs::path folder = wanted.has_parent_path() ? wanted.parent_path() : fs::path(".");
  std::error_code fault;
  if (wanted.has_parent_path() && !fs::is_directory(folder, fault)) {
    return unusable(fmt::format("there is no file `{}`", path),
                    {fmt::format("the folder `{}` does not exist", folder.string())});
  }
  std::vector<std::string> names;
  fs::directory_iterator it(folder, fs::directory_options::skip_permission_denied, fault);
  for (; !fault && it != fs::directory_iterator() && names.size() < kLookedAt; it.increment(fault)) {
    names.push_back(it->path().filename().string());
  }
  std::sort(names.begin(), names.end());
  const auto near = base::nearest(wanted.filename().string(), {names.begin(), names.end()});
  if (!near) return unusable(fmt::format("there is no file `{}`", path));
  const fs::path found = wanted.has_parent_path() ? folder / std::string(*near) : fs::path(std::string(*near));
  return unusable(fmt::format("there is no file `{}`", path), {fmt::format("did you mean `{}`?", found.string())});
}

Failure cannot_read(const std::string& path, int fault) {
  return unusable(fmt::format("cannot read `{}`: {}", path, std::strerror(fault)));
}

int open_to_read(const std::string& path) {
  if (path == "-") return STDIN_FILENO;
  const int descriptor = open(path.c_str(), O_RDONLY | O_CLOEXEC);
  if (descriptor < 0 && errno == ENOENT) throw not_found(path);
  if (descriptor < 0) throw cannot_read(path, errno);
  struct stat found {};
  if (fstat(descriptor, &found) == 0 && S_ISDIR(found.st_mode)) {
    close(descriptor);
    throw unusable(fmt::format("`{}` is a folder, not a file", path));
  }
  return descriptor;
}

std::string read_text_file(const std::string& path, std::size_t limit) {
  constexpr std::size_t kPiece = 64U << 10U;
  const int descriptor = open_to_read(path);
  std::string out;
  int fault = 0;
  while (out.size() <= limit) {
    const std::size_t before = out.size();
    out.resize(before + kPiece);
    ssize_t got = 0;
    do got = read(descriptor, out.data() + before, kPiece);
    while (got < 0 && errno == EINTR);
    if (got < 0) fault = errno;
    out.resize(before + static_cast<std::size_t>(std::max<ssize_t>(got, 0)));
    if (got <= 0) break;
  }
  if (descriptor != STDIN_FILENO) close(descriptor);
  if (fault != 0) throw cannot_read(path, fault);
  if (out.size() > limit)
    throw unusable(fmt::format("`{}` is larger than {} MiB, the most that is read", path, limit >> 20U));
  return out;
}

}  // namespace rubric::cli
