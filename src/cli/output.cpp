#include "cli/output.hpp"

#include <fmt/core.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

#include "cli/failure.hpp"

namespace rubric::cli {

namespace {

// 0, or the errno of the write that failed.
int write_all(int descriptor, std::string_view text) {
  while (!text.empty()) {
    const ssize_t written = ::write(descriptor, text.data(), text.size());
    if (written < 0 && errno == EINTR) continue;
    if (written < 0) return errno;
    if (written == 0) return EIO;
    text.remove_prefix(static_cast<std::size_t>(written));
  }
  return 0;
}

}  // namespace

Output::Output(int descriptor, std::string name) : descriptor_(descriptor), name_(std::move(name)) {
  buffer_.reserve(kFull);
}

void Output::write(std::string_view text) {
  while (buffer_.size() + text.size() >= kFull) {
    const std::size_t room = kFull - buffer_.size();
    buffer_ += text.substr(0, room);
    text.remove_prefix(room);
    flush();
  }
  buffer_ += text;
}

void Output::flush() {
  const int fault = write_all(descriptor_, buffer_);
  buffer_.clear();
  if (fault == 0) return;
  if (fault == EPIPE) throw Failure{kBrokenPipe, {}, {}, {}};
  throw unusable(fmt::format("cannot write to {}: {}", name_, std::strerror(fault)));
}

void say(std::string_view text) {
  static_cast<void>(write_all(STDERR_FILENO, text));
}

}  // namespace rubric::cli
