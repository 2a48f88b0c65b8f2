// Bytes out: gathered in a buffer, written with every result looked at.
#pragma once

#include <string>
#include <string_view>

namespace rubric::cli {

/// A stream to a file descriptor that it does not own. Nothing is written on destruction: call
/// `flush`, which throws the Failure if the write fails (disk full, device error, pipe closed).
class Output {
 public:
  /// `name` is for messages: a path, or "standard output".
  Output(int descriptor, std::string name);

  /// Writes in pieces of one size, whatever the sizes of the texts: how much stands there when a run fails depends
  /// on nothing but the bytes.
  void write(std::string_view text);
  void flush();

  [[nodiscard]] int descriptor() const { return descriptor_; }

 private:
  static constexpr std::size_t kFull = 128U << 10U;

  int descriptor_;
  std::string name_;
  std::string buffer_;
};

/// Words to stderr. Nobody can be told when that fails.
void say(std::string_view text);

}  // namespace rubric::cli
