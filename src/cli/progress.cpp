#include "cli/progress.hpp"

#include <fmt/core.h>

#include <algorithm>

#include "cli/output.hpp"
#include "cli/value_text.hpp"

namespace rubric::cli {

Progress::Progress(bool shown, std::uint64_t total) : shown_(shown), total_(total) {}

double Progress::seconds() const {
  return std::chrono::duration<double>(Clock::now() - start_).count();
}

void Progress::look(std::uint64_t leads, std::uint64_t bytes) {
  constexpr auto kBetween = std::chrono::milliseconds(200);
  const auto now = Clock::now();
  if (now < next_) return;
  next_ = now + kBetween;
  drawn_ = true;
  say("\r\x1b[K" + progress_text(leads, bytes, total_, seconds()));
}

void Progress::clear() {
  if (drawn_) say("\r\x1b[K");
  drawn_ = false;
}

std::string progress_text(std::uint64_t leads, std::uint64_t bytes, std::uint64_t total, double seconds) {
  std::string out = counted(leads, "lead");
  if (total > 0) out += fmt::format(", {} %", std::min<std::uint64_t>(100, bytes * 100 / total));
  if (seconds > 0)
    out += fmt::format(", {} leads/s", grouped(static_cast<std::uint64_t>(static_cast<double>(leads) / seconds)));
  return out;
}

}  // namespace rubric::cli
