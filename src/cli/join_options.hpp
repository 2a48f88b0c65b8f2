// `--join LIST=FILE on KEY`: three words in, a join out.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace rubric::cli {

struct JoinOption {
  std::string list;
  std::string file;
  std::string key;    ///< the field or column of the leads
  std::string other;  ///< the column of the file
};

/// How a join is written, for messages.
inline constexpr std::string_view kJoinExample = "--join events=activities.csv on lead_id";

/// The memory that joined files may take together with nothing else said.
inline constexpr std::size_t kJoinLimit = std::size_t{2} << 30U;

/// `words` are three for each join. Throws Failure for words that say no join, for a list that is joined
/// twice, and where standard input is asked for twice (`stdin_taken`: something else reads it).
[[nodiscard]] std::vector<JoinOption> parse_joins(const std::vector<std::string>& words, bool stdin_taken);

/// `512MiB`, `4 GiB`, `4G`, `1000000`: bytes. Throws Failure.
[[nodiscard]] std::size_t parse_size(std::string_view option, const std::string& text);

}  // namespace rubric::cli
