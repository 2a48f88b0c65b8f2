// The standard library: modules in the language and the files that they read, embedded when the compiler is
// built from the folder stdlib/. They are there wherever the compiler is, and no file of a user stands in for them.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "engine/files.hpp"

namespace rubric::engine {

struct StandardFile {
  std::string_view path;  ///< below stdlib/: "email.rubric", "email/free_mail.txt"
  std::string_view text;
};

/// All of them, sorted by path. Made by cmake/embed_stdlib.cmake.
[[nodiscard]] std::span<const StandardFile> standard_files();

/// What `from` may name: "std.email" …, sorted.
[[nodiscard]] std::vector<std::string> standard_modules();

/// The standard module that has a set, function or table of that name, for messages; empty when none has.
[[nodiscard]] std::string standard_module_of(std::string_view name);

/// The module of that name (`std.email` is email.rubric), if there is one.
[[nodiscard]] std::optional<FileText> standard_module(std::string_view name);

/// `files`, which may be empty, for what users' files name, and the embedded files for what standard ones name.
/// Neither can name a file of the other kind. The identities are marked, so that the two kinds never meet.
[[nodiscard]] Files with_standard_files(Files files);

/// Whether an identity that comes from the two functions above is that of a standard file.
[[nodiscard]] bool is_standard(std::string_view identity);

}  // namespace rubric::engine
