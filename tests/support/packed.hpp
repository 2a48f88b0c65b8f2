// Compressed texts, as the programs `gzip` and `zstd` write them.
#pragma once

#include <string>
#include <string_view>

namespace rubric::test {

[[nodiscard]] std::string gzip(std::string_view text);
/// `window` in bits, for a frame that does not say how long it is; 0: one that does.
[[nodiscard]] std::string zstd(std::string_view text, int window = 0);

}  // namespace rubric::test
