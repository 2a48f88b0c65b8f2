#include "cli/failure.hpp"

#include <fmt/core.h>

#include "base/spelling.hpp"
#include "diag/render_line.hpp"
#include "diag/render_style.hpp"

namespace rubric::cli {

Failure unusable(std::string message, std::vector<std::string> helps) {
  return {kUnusable, std::move(message), std::move(helps), {}};
}

namespace {

std::string help_line(std::string_view text, bool colour) {
  std::string out = "  = " + diag::paint(diag::Style::help, "help:", colour) + ' ';
  for (bool first = true; first || !text.empty(); first = false) {
    const std::size_t end = text.find('\n');
    if (!first) out += "          ";
    out += diag::escaped(text.substr(0, end)) + '\n';
    text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
  }
  return out;
}

}  // namespace

std::string render(const Failure& failure, bool colour) {
  if (failure.message.empty()) return {};
  const std::string word = failure.finding.empty() ? "error" : "error[" + failure.finding + "]";
  std::string out = diag::paint(diag::Style::error, word, colour) +
                    diag::paint(diag::Style::strong, ": " + diag::escaped(failure.message), colour) + '\n';
  for (const std::string& help : failure.helps) out += help_line(help, colour);
  return out;
}

std::vector<std::string> did_you_mean(std::string_view word, const std::vector<std::string_view>& candidates) {
  const auto near = base::nearest(word, candidates);
  if (!near) return {};
  return {fmt::format("did you mean `{}`?", *near)};
}

std::string listed(const std::vector<std::string_view>& names) {
  constexpr std::size_t kShown = 10;
  std::string out;
  for (std::size_t i = 0; i < names.size() && i < kShown; ++i) {
    out += fmt::format("{}`{}`", i == 0 ? "" : ", ", names[i]);
  }
  if (names.size() > kShown) out += fmt::format(" and {} more", names.size() - kShown);
  return out;
}

}  // namespace rubric::cli
