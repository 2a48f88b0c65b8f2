// What a run came to: values in, for people as text and for programs as JSON.
#pragma once

#include <array>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "cli/distribution.hpp"
#include "cli/value_counts.hpp"
#include "records/children.hpp"

namespace rubric::cli {

struct Summary {
  struct Rule {
    std::string name;
    std::array<std::uint64_t, 3> counts{};  ///< by data::Tri
  };
  struct Score {
    std::string name;  ///< empty: the sum of all blocks
    Distribution::Figures figures;
  };
  struct Choice {
    std::string name;
    ValueCounts::Figures figures;
  };
  struct Invalid {
    std::string field;
    std::uint64_t count = 0;
    std::string example, reason, file;
    std::uint64_t line = 0;
  };
  struct Rejected {
    std::string file;
    std::string code, message;
    std::uint64_t record = 0, line = 0, column = 0;
  };

  /// A file whose rows became elements of a list.
  struct Join {
    std::string list, file;
    std::string key, other;  ///< the column of the leads, and that of the file
    records::ChildCounts counts;
    std::vector<Rejected> first_rejected;
    std::map<std::string, std::uint64_t> rejected_by_code;
  };
  /// Elements that are not in their list, because they have no time for its clock.
  struct Undated {
    std::string list;
    std::uint64_t count = 0;
  };

  std::string criteria;  ///< the file
  std::string title, version;
  std::int64_t as_of = 0;
  std::vector<std::string> inputs;
  std::uint64_t read = 0, decided = 0, rejected = 0, written = 0;
  std::string only;  ///< the rule that chose what was written; empty: everything was
  std::vector<Rule> rules;
  std::vector<Score> scores;
  std::vector<Choice> choices;
  std::vector<Invalid> invalid;
  std::vector<Rejected> first_rejected;
  std::map<std::string, std::uint64_t> rejected_by_code;
  std::vector<Join> joins;
  std::vector<Undated> undated;            ///< lists that have some
  std::vector<std::string> never_present;  ///< fields that the program reads and no record has
  double seconds = 0;                      ///< not in the JSON, which is the same for the same input
};

inline constexpr int kSummaryVersion = 1;
inline constexpr std::size_t kTopValues = 10;
inline constexpr std::size_t kRejectedKept = 100;

struct SummaryStyle {
  unsigned width = 100;
  bool colour = false;
};

/// Ends with a line end.
[[nodiscard]] std::string summary_text(const Summary& summary, const SummaryStyle& style);
/// One object, indented, with `"version": 1`; ends with a line end.
[[nodiscard]] std::string summary_json(const Summary& summary);

/// `leads.csv:17`, or the file alone where the line is unknown.
[[nodiscard]] std::string place_text(std::string_view file, std::uint64_t line, std::uint64_t column = 0);

}  // namespace rubric::cli
