// Files that gzip or zstd has made smaller, read as what they hold.
//
// In: the bytes of a source. Out: the bytes as they were before; of an input that is not compressed, the same. What it
// is, the first bytes tell, not the name, so that standard input can be either.
#pragma once

#include <cstddef>

#include "records/reader.hpp"

namespace rubric::records {

/// How far back the bytes of a zstd frame may point at most, which is the memory that reading takes: 128 MiB, what
/// `zstd` itself reads without being told. Of gzip it is 32 KiB.
inline constexpr unsigned kWindowBits = 27;

/// Memory: what has been read of `source`, 128 KiB, and the window. Several members or frames behind each other are
/// read as one. The source that is given throws ReadError where the data is cut off ("compressed-cut-off"), damaged
/// ("compressed-damaged") or needs a larger window ("compressed-window"); what stands before the fault has been
/// given by then, however much was asked for at a time.
[[nodiscard]] ByteSource unpacked(ByteSource source);

}  // namespace rubric::records
