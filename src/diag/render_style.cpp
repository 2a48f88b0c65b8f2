#include "diag/render_style.hpp"

namespace rubric::diag {

namespace {

std::string_view sequence(Style style) {
  switch (style) {
    case Style::plain: return "";
    case Style::strong: return "\x1b[1m";
    case Style::error: return "\x1b[1;31m";
    case Style::warning: return "\x1b[1;33m";
    case Style::note: return "\x1b[1;36m";
    case Style::help: return "\x1b[1;36m";
    case Style::gutter: return "\x1b[1;34m";
    case Style::secondary: return "\x1b[1;34m";
    case Style::removed: return "\x1b[31m";
    case Style::added: return "\x1b[32m";
  }
  return "";
}

}  // namespace

Style style_of(Severity severity) {
  switch (severity) {
    case Severity::error: return Style::error;
    case Severity::warning: return Style::warning;
    case Severity::note: return Style::note;
  }
  return Style::plain;
}

std::string_view word_of(Severity severity) {
  switch (severity) {
    case Severity::error: return "error";
    case Severity::warning: return "warning";
    case Severity::note: return "note";
  }
  return "?";
}

std::string paint(Style style, std::string_view text, bool colour) {
  if (!colour || text.empty() || style == Style::plain) return std::string(text);
  std::string out(sequence(style));
  out += text;
  out += "\x1b[0m";
  return out;
}

bool use_colour(ColourChoice choice, const Terminal& terminal) {
  if (choice != ColourChoice::automatic) return choice == ColourChoice::always;
  if (terminal.no_color != nullptr && *terminal.no_color != '\0') return false;
  if (terminal.term == nullptr || std::string_view(terminal.term) == "dumb") return false;
  return terminal.is_terminal;
}

}  // namespace rubric::diag
