// A file in blocks of whole lines, with room behind the last one for those who read a little further.
#pragma once

#include <fcntl.h>
#include <unistd.h>

#include <cstring>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

namespace rubric::bench::limits {

class Blocks {
 public:
  static constexpr std::size_t kPadding = 64;

  explicit Blocks(const std::string& path) : file_(open(path.c_str(), O_RDONLY | O_CLOEXEC)) {
    if (file_ < 0) throw std::runtime_error("cannot read " + path);
  }
  ~Blocks() { close(file_); }
  Blocks(const Blocks&) = delete;
  Blocks& operator=(const Blocks&) = delete;

  /// The next lines, the last one with its end; empty at the end. A line must fit into a block.
  std::string_view next() {
    std::memmove(bytes_.data(), bytes_.data() + given_, have_ - given_);
    have_ -= given_;
    while (have_ < kSize) {
      const ssize_t got = read(file_, bytes_.data() + have_, kSize - have_);
      if (got < 0) throw std::runtime_error("reading failed");
      if (got == 0) break;
      have_ += static_cast<std::size_t>(got);
    }
    const void* const end = have_ == 0 ? nullptr : memrchr(bytes_.data(), '\n', have_);
    given_ = end == nullptr ? 0 : static_cast<std::size_t>(static_cast<const char*>(end) - bytes_.data()) + 1;
    if (given_ == 0 && have_ > 0) throw std::runtime_error("a line without an end, or longer than a block");
    return {bytes_.data(), given_};
  }
  /// Of any view into the block: how far reading may go.
  [[nodiscard]] const char* limit() const { return bytes_.data() + bytes_.size(); }

 private:
  // Small enough to stay in the cache between the passes over it.
  static constexpr std::size_t kSize = 256U << 10U;

  int file_;
  std::vector<char> bytes_ = std::vector<char>(kSize + kPadding);
  std::size_t have_ = 0;
  std::size_t given_ = 0;
};

}  // namespace rubric::bench::limits
