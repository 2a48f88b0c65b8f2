#include "records/csv_heading.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cstring>

#include "base/spelling.hpp"
#include "records/csv_rows.hpp"
#include "records/utf8.hpp"

namespace rubric::records {

namespace {

struct Split {
  std::size_t fields = 0;  ///< of the first row
  std::size_t alike = 0;   ///< rows with as many
};

Split split_by(std::string_view bytes, char delimiter, const Limits& limits) {
  constexpr int kRows = 10;
  Input input([bytes](char* out, std::size_t size) mutable {
    const std::size_t given = std::min(size, bytes.size());
    std::memcpy(out, bytes.data(), given);
    bytes.remove_prefix(given);
    return given;
  });
  CsvRows rows(input, delimiter, limits);
  Split split;
  for (int i = 0; i < kRows; ++i) {
    const CsvRows::State state = rows.next();
    if (state == CsvRows::State::end) break;
    if (i == 0) split.fields = rows.fields().size();
    if (rows.fields().size() == split.fields) ++split.alike;
  }
  return split;
}

struct Missing {
  const data::Slot* slot;
  std::optional<std::string_view> near;
};

[[noreturn]] void refuse_missing(const std::vector<Missing>& missing, const std::string& kind) {
  std::vector<std::string> names;
  std::vector<std::string> helps;
  for (const Missing& one : missing) {
    const data::Slot& slot = *one.slot;
    const std::string name = fmt::format("`{}`", shown(slot.heading));
    names.push_back(slot.heading == slot.name ? name : fmt::format("{} (field `{}`)", name, slot.name));
    if (one.near) helps.push_back(fmt::format("a column with a name like {} exists: `{}`", name, shown(*one.near)));
  }
  helps.emplace_back("`--allow-missing-columns` goes on with these fields missing in every record");
  throw ReadError{"missing-column", fmt::format("{} has no column for {}", kind, fmt::join(names, ", ")),
                  std::move(helps), 1};
}

// A join without its column would attach nothing, and nobody would know.
[[noreturn]] void refuse_key(const data::Slot& slot, const JoinKey& key, const std::vector<std::string_view>& names,
                             const std::string& kind) {
  std::vector<std::string> helps;
  const bool swapped = !key.swapped.empty() && std::find(names.begin(), names.end(), key.other) != names.end();
  const auto near = base::nearest(slot.heading, names);
  if (near) {
    helps.push_back(fmt::format("a column with a name like `{}` exists: `{}`", shown(slot.heading), shown(*near)));
  } else if (swapped) {
    helps.push_back(fmt::format("it has a column `{}`: write `on {}`, the column of the leads first", shown(key.other),
                                shown(key.swapped)));
  }
  if (key.swapped.empty()) helps.emplace_back("where the names differ, write `on LEAD_COLUMN=FILE_COLUMN`");
  throw ReadError{"missing-column", fmt::format("{} has no column `{}` to join by", kind, shown(slot.heading)),
                  std::move(helps), 1};
}

// The column of that name; a second one would leave open which is meant.
std::optional<std::uint32_t> column_of(const std::vector<std::string>& headings, const std::string& name) {
  const auto first = std::find(headings.begin(), headings.end(), name);
  if (first == headings.end()) return std::nullopt;
  const auto number = [&headings](auto at) { return static_cast<std::uint32_t>(at - headings.begin()); };
  const auto second = std::find(first + 1, headings.end(), name);
  if (second != headings.end()) {
    throw ReadError{"duplicate-column",
                    fmt::format("columns {} and {} are both named `{}`, which the program reads", number(first) + 1,
                                number(second) + 1, shown(name)),
                    {"rename one of them, or take it out"},
                    1};
  }
  return number(first);
}

}  // namespace

char find_delimiter(std::string_view bytes, const Limits& limits) {
  constexpr std::array kDelimiters = {',', ';', '\t', '|'};
  char best = ',';
  Split most;
  for (const char delimiter : kDelimiters) {
    const Split split = split_by(bytes, delimiter, limits);
    if (split.fields < 2) continue;
    if (split.alike > most.alike || (split.alike == most.alike && split.fields > most.fields)) {
      best = delimiter;
      most = split;
    }
  }
  return best;
}

std::vector<std::optional<std::uint32_t>> find_columns(const std::vector<std::string>& headings,
                                                       const data::Layout& layout, const Options& options) {
  const std::vector<std::string_view> names(headings.begin(), headings.end());
  std::vector<std::optional<std::uint32_t>> columns;
  std::vector<Missing> missing;
  for (const data::Slot& slot : layout.slots) {
    columns.push_back(data::is_list(slot.kind) ? std::nullopt : column_of(headings, slot.heading));
    if (!data::is_list(slot.kind) && !slot.optional && !columns.back())
      missing.push_back({&slot, base::nearest(slot.heading, names)});
  }
  const std::string kind = options.columns.empty() ? "the heading row" : "the list of columns";
  for (const JoinKey& key : options.join_keys) {
    if (!columns[key.slot]) refuse_key(layout.slots[key.slot], key, names, kind);
  }
  if (!missing.empty() && !options.allow_missing_columns) refuse_missing(missing, kind);
  return columns;
}

}  // namespace rubric::records
