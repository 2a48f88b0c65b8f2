// One line on stderr that says how far a long run has come.
#pragma once

#include <chrono>
#include <cstdint>
#include <string>

namespace rubric::cli {

/// Shows nothing within the first second, and nothing at all unless `shown` (stderr is a terminal).
class Progress {
 public:
  /// `total` bytes are to be read; 0 where that is not known.
  Progress(bool shown, std::uint64_t total);
  ~Progress() { clear(); }
  Progress(const Progress&) = delete;
  Progress& operator=(const Progress&) = delete;

  /// So much is done. For now and then, not for each lead: it looks at the clock.
  void tick(std::uint64_t leads, std::uint64_t bytes) {
    if (shown_) look(leads, bytes);
  }
  /// Takes the line away.
  void clear();

  [[nodiscard]] double seconds() const;

 private:
  using Clock = std::chrono::steady_clock;
  void look(std::uint64_t leads, std::uint64_t bytes);

  bool shown_;
  bool drawn_ = false;
  std::uint64_t total_;
  Clock::time_point start_ = Clock::now();
  Clock::time_point next_ = start_ + std::chrono::seconds(1);
};

/// "1,200,000 leads, 42 %, 950,000 leads/s"
[[nodiscard]] std::string progress_text(std::uint64_t leads, std::uint64_t bytes, std::uint64_t total, double seconds);

}  // namespace rubric::cli
