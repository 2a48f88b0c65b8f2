#include "engine/standard_modules.hpp"

#include <algorithm>

namespace rubric::engine {

namespace {

constexpr std::string_view kExtension = ".rubric";
constexpr std::string_view kStandard = "std:";
constexpr std::string_view kUsers = "file:";

// "email.rubric" is `std.email`; a data file is no module.
std::string module_name(std::string_view path) {
  if (!path.ends_with(kExtension)) return {};
  std::string out = "std." + std::string(path.substr(0, path.size() - kExtension.size()));
  std::ranges::replace(out, '/', '.');
  return out;
}

FileText embedded(const StandardFile& file) {
  FileText out;
  out.identity = std::string(kStandard) + std::string(file.path);
  out.name = module_name(file.path);
  if (out.name.empty()) out.name = "std:" + std::string(file.path);
  out.text = file.text;
  return out;
}

// `path` as a standard file names it: below its own folder.
FileText read_standard(std::string_view from, std::string_view path) {
  if (path.starts_with("./")) path.remove_prefix(2);
  const std::string whole = std::string(from.substr(0, from.find_last_of('/') + 1)) + std::string(path);
  for (const StandardFile& file : standard_files()) {
    if (file.path == whole) return embedded(file);
  }
  FileText out;
  out.error = "there is no such file in the standard library";
  out.found = false;
  return out;
}

FileText read_users(const Files& files, const std::string& from, const std::string& path) {
  FileText out;
  if (!files) {
    out.error = "no files can be read here";
    return out;
  }
  out = files(from, path);
  out.identity = std::string(kUsers) + out.identity;
  return out;
}

}  // namespace

std::vector<std::string> standard_modules() {
  std::vector<std::string> out;
  for (const StandardFile& file : standard_files()) {
    if (std::string name = module_name(file.path); !name.empty()) out.push_back(std::move(name));
  }
  std::ranges::sort(out);
  return out;
}

std::string standard_module_of(std::string_view name) {
  if (name.empty() || name.front() == '_') return "";
  // Asked where a message is made: looking through the texts is quick enough, and nothing has to be kept.
  for (const StandardFile& file : standard_files()) {
    const std::string module = module_name(file.path);
    if (module.empty()) continue;
    for (const std::string_view word : {"let ", "set ", "table "}) {
      const std::string declared = "\n" + std::string(word) + std::string(name);
      const std::size_t at = file.text.find(declared);
      if (at == std::string_view::npos) continue;
      const char next = at + declared.size() < file.text.size() ? file.text[at + declared.size()] : '\n';
      if (next == ' ' || next == '(') return module;
    }
  }
  return "";
}

std::optional<FileText> standard_module(std::string_view name) {
  for (const StandardFile& file : standard_files()) {
    if (module_name(file.path) == name) return embedded(file);
  }
  return std::nullopt;
}

Files with_standard_files(Files files) {
  return [files = std::move(files)](const std::string& from, const std::string& path) {
    if (is_standard(from)) return read_standard(std::string_view(from).substr(kStandard.size()), path);
    return read_users(files, from.empty() ? from : from.substr(kUsers.size()), path);
  };
}

bool is_standard(std::string_view identity) {
  return identity.starts_with(kStandard);
}

}  // namespace rubric::engine
