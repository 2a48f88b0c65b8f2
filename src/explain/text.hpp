// An explanation for a terminal: on one screen, in the words of the file.
#pragma once

#include <string>
#include <vector>

#include "explain/explanation.hpp"

namespace rubric::explain {

struct TextOptions {
  bool colour = false;
  unsigned width = 100;           ///< columns; sentences that do not fit stand on a line of their own
  std::vector<std::string> only;  ///< the rules, scores, choices … that are asked for; empty: all
  bool named = true;              ///< of a clause alone: the rules and scores that it names are taken apart below it
};

/// The answers first, then for each the clauses that made it. With `only`, those and what they name.
[[nodiscard]] std::string render_text(const Explanation& explanation, const TextOptions& options);

/// A clause with what it saw, and what the named values in it are made of: for a test that failed.
[[nodiscard]] std::string render_clause(const Explanation& explanation, const Clause& clause, unsigned indent,
                                        const TextOptions& options);

}  // namespace rubric::explain
