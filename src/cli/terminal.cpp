#include "cli/terminal.hpp"

#include <sys/ioctl.h>
#include <unistd.h>

#include <charconv>
#include <cstdlib>

namespace rubric::cli {

bool is_terminal(int descriptor) {
  return isatty(descriptor) == 1;
}

bool colour_for(int descriptor, diag::ColourChoice choice) {
  return diag::use_colour(choice, {is_terminal(descriptor), std::getenv("NO_COLOR"), std::getenv("TERM")});
}

std::optional<unsigned> parse_columns(const char* text) {
  constexpr unsigned kFewest = 20;
  constexpr unsigned kMost = 10'000;
  if (text == nullptr) return std::nullopt;
  const std::string_view all = text;
  unsigned columns = 0;
  const auto [end, fault] = std::from_chars(all.data(), all.data() + all.size(), columns);
  if (fault != std::errc{} || end != all.data() + all.size() || columns < kFewest || columns > kMost)
    return std::nullopt;
  return columns;
}

unsigned width_of(int descriptor) {
  constexpr unsigned kDefault = 100;
  winsize size{};
  if (ioctl(descriptor, TIOCGWINSZ, &size) == 0 && size.ws_col > 0) return size.ws_col;
  return parse_columns(std::getenv("COLUMNS")).value_or(kDefault);
}

}  // namespace rubric::cli
