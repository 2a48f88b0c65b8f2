#include "cli/join_options.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <charconv>
#include <limits>

#include "cli/failure.hpp"

namespace rubric::cli {

namespace {

std::string write_it() {
  return fmt::format("write `{}`", kJoinExample);
}

JoinOption parse_join(const std::string& what, const std::string& on, const std::string& keys) {
  const std::size_t equals = what.find('=');
  if (equals == std::string::npos || equals == 0 || equals + 1 == what.size()) {
    throw unusable(fmt::format("`--join {}` does not say which list is read from which file", what), {write_it()});
  }
  if (on != "on") {
    throw unusable(fmt::format("`--join {}` is followed by `{}` instead of `on`", what, on),
                   {fmt::format("it takes three words: {}", write_it())});
  }
  JoinOption out{what.substr(0, equals), what.substr(equals + 1), keys, keys};
  const std::size_t between = keys.find('=');
  if (between != std::string::npos) {
    out.key = keys.substr(0, between);
    out.other = keys.substr(between + 1);
  }
  if (out.key.empty() || out.other.empty()) {
    throw unusable(fmt::format("`on {}` lacks the name of a column", keys),
                   {"`on lead_id` where both sides have that name, else the leads' first: `on id=lead_id`"});
  }
  return out;
}

}  // namespace

std::vector<JoinOption> parse_joins(const std::vector<std::string>& words, bool stdin_taken) {
  std::vector<JoinOption> out;
  for (std::size_t i = 0; i + 2 < words.size(); i += 3) {
    JoinOption join = parse_join(words[i], words[i + 1], words[i + 2]);
    const auto same = [&](const JoinOption& other) { return other.list == join.list; };
    if (std::any_of(out.begin(), out.end(), same)) {
      throw unusable(fmt::format("two files are joined to the list `{}`", join.list),
                     {"put their rows into one file: a list comes from one place"});
    }
    if (join.file == "-" && stdin_taken) throw unusable("`-`, standard input, can be read only once");
    stdin_taken = stdin_taken || join.file == "-";
    out.push_back(std::move(join));
  }
  return out;
}

std::size_t parse_size(std::string_view option, const std::string& text) {
  struct Unit {
    std::string_view name;
    unsigned shift;
  };
  constexpr Unit kUnits[] = {{"", 0},    {"KiB", 10}, {"MiB", 20}, {"GiB", 30}, {"KB", 10},
                             {"MB", 20}, {"GB", 30},  {"K", 10},   {"M", 20},   {"G", 30}};
  std::size_t number = 0;
  const char* const end = text.data() + text.size();
  const auto [behind, fault] = std::from_chars(text.data(), end, number);
  std::string_view unit(behind, static_cast<std::size_t>(end - behind));
  while (unit.starts_with(' ')) unit.remove_prefix(1);
  const auto same = [](char a, char b) { return (a | 0x20) == (b | 0x20); };
  for (const Unit& u : kUnits) {
    if (fault != std::errc() || !std::equal(unit.begin(), unit.end(), u.name.begin(), u.name.end(), same)) continue;
    if (number > (std::numeric_limits<std::size_t>::max() >> u.shift)) break;
    return number << u.shift;
  }
  throw unusable(fmt::format("`{} {}` is not an amount of memory", option, text),
                 {fmt::format("write `{0} 512MiB` or `{0} 4GiB`", option)});
}

}  // namespace rubric::cli
