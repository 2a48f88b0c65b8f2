#include "builtins/pattern.hpp"

#include <re2/re2.h>

#include <utility>

#include "builtins/word_pattern.hpp"

namespace rubric::builtins {

struct Pattern::Program {
  Program(const std::string& pattern, const RE2::Options& options) : regex(pattern, options) {}
  RE2 regex;
  std::optional<WordPattern> words;
};

namespace {

std::string quoted(std::string_view code) {
  return "`" + std::string(code) + "`";
}

// RE2 has no option for `m`: its own syntax says it.
constexpr std::string_view kLines = "(?m)";

struct Flags {
  bool ignoring_case = false;
  bool lines = false;
  bool dot_matches_line_end = false;
};

// False, and the fault, for flags that are unknown or stand twice.
bool read_flags(std::string_view text, Flags& flags, PatternFault& fault) {
  for (const char c : text) {
    bool* const flag = c == 'i'   ? &flags.ignoring_case
                       : c == 'm' ? &flags.lines
                       : c == 's' ? &flags.dot_matches_line_end
                                  : nullptr;
    if (flag == nullptr) {
      fault = {"a pattern has no flag " + quoted({&c, 1}),
               "the flags are `i` (ignores case), `m` (lines) and `s` (dot)"};
      return false;
    }
    if (std::exchange(*flag, true)) {
      fault = {"the flag " + quoted({&c, 1}) + " stands twice", ""};
      return false;
    }
  }
  return true;
}

RE2::Options options_for(const Flags& flags) {
  RE2::Options options;
  options.set_log_errors(false);
  options.set_never_capture(true);
  options.set_max_mem(static_cast<std::int64_t>(Pattern::kMemoryBytes));
  options.set_case_sensitive(!flags.ignoring_case);
  options.set_dot_nl(flags.dot_matches_line_end);
  return options;
}

// What people bring from other engines, by how it starts. The longer ones come first.
struct Foreign {
  std::string_view start;
  std::string_view what;
  std::string_view help;
};

constexpr Foreign kForeignGroups[] = {
    {"(?<=", "look-behind", "match the text before it too, or add a second test with `and`"},
    {"(?<!", "negative look-behind", "add a second test: `and not x matches /…/`"},
    {"(?=", "look-ahead", "match the text behind it too, or add a second test with `and`"},
    {"(?!", "negative look-ahead", "add a second test: `and not x matches /…/`"},
    {"(?>", "an atomic group", "write `(?:…)`: nothing here backtracks"},
    {"(?(", "a conditional group", "write both cases, with `|` between them"},
    {"(?#", "a comment", "put it behind a `#` outside the pattern"},
    {"(?|", "a branch reset", "write `(?:…)`"},
    {"(?R)", "recursion", "regular expressions here cannot nest: write the depth out that you need"},
    {"(?P=", "a back-reference", "write the repeated text out: searching in linear time has no memory of groups"},
    {"(?<", "a named group", "write `(?:…)`: a test has no use for the name"},
    {"(?'", "a named group", "write `(?:…)`: a test has no use for the name"},
};

constexpr Foreign kForeignEscapes[] = {
    {"\\Z", "the end of the text in other engines", "write `\\z`"},
    {"\\G", "the end of the last match in other engines", "write `\\A` for the start of the text"},
    {"\\h", "a blank or tab in other engines", "write `[ \\t]`"},
    {"\\R", "a line end in other engines", "write `\\r?\\n`"},
    {"\\u", "a code point in other engines", "write `\\x{20AC}`"},
    {"\\U", "a code point in other engines", "write `\\x{1F600}`"},
    {"\\e", "the escape character in other engines", "write `\\x1B`"},
    {"\\k", "a back-reference", "write the repeated text out: searching in linear time has no memory of groups"},
    {"\\g", "a back-reference", "write the repeated text out: searching in linear time has no memory of groups"},
    {"\\X", "a whole character in other engines", "write `\\pL\\pM*` for a letter with its marks"},
};

template <std::size_t N>
const Foreign* find_foreign(std::string_view code, const Foreign (&table)[N]) {
  for (const Foreign& f : table) {
    if (code.starts_with(f.start)) return &f;
  }
  return nullptr;
}

PatternFault escape_fault(const std::string& escape) {
  if (escape.size() == 2 && escape[1] >= '1' && escape[1] <= '9') {
    return {quoted(escape) + " is a back-reference, which patterns do not have",
            "write the repeated text out: searching in linear time has no memory of groups"};
  }
  if (const Foreign* f = find_foreign(escape, kForeignEscapes)) {
    return {quoted(f->start) + " is " + std::string(f->what) + ", and is not known here", std::string(f->help)};
  }
  return {quoted(escape) + " is no escape of patterns", "a backslash before punctuation stands for the sign itself"};
}

PatternFault group_fault(std::string_view pattern, const std::string& seen) {
  // RE2 shows as little as `(?<`; what follows in the pattern tells look-behind from a name.
  const std::size_t at = pattern.find(seen);
  const std::string_view group = at == std::string_view::npos ? std::string_view(seen) : pattern.substr(at);
  if (const Foreign* f = find_foreign(group, kForeignGroups)) {
    return {quoted(f->start) + " is " + std::string(f->what) + ", which patterns do not have", std::string(f->help)};
  }
  return {quoted(seen) + " starts no group that patterns have", "groups are `(…)`, `(?:…)` and `(?i:…)`"};
}

PatternFault repeat_fault(const std::string& seen) {
  if (seen.size() == 2 && seen[1] == '+') {
    return {quoted(seen) + " is a possessive repetition, which patterns do not have",
            "write " + quoted(seen.substr(0, 1)) + ": nothing here backtracks"};
  }
  return {quoted(seen) + " repeats a repetition", "put what is repeated in `(?:…)`"};
}

PatternFault too_large() {
  return {"the pattern needs more than 8 MB of memory",
          "lower the counts in `{…}`: a counted repetition is written out that often"};
}

PatternFault fault_of(const RE2& regex, std::string_view pattern) {
  const std::string& seen = regex.error_arg();
  switch (regex.error_code()) {
    case RE2::ErrorBadEscape: return escape_fault(seen);
    case RE2::ErrorBadPerlOp:
    case RE2::ErrorBadNamedCapture: return group_fault(pattern, seen);
    case RE2::ErrorBadCharRange:
      return {quoted(seen) + " is no range or class of characters",
              "a range runs upwards: `[a-z]`; classes are such as `[[:alpha:]]`, `\\p{L}` and `\\p{Greek}`"};
    case RE2::ErrorMissingBracket: return {"a `[` has no `]`", "write `\\[` for the bracket itself"};
    case RE2::ErrorMissingParen: return {"a `(` has no `)`", "write `\\(` for the parenthesis itself"};
    case RE2::ErrorUnexpectedParen: return {"a `)` has no `(`", "write `\\)` for the parenthesis itself"};
    case RE2::ErrorTrailingBackslash:
      return {"the pattern ends with a lone `\\`", "write `\\\\` for the backslash itself"};
    case RE2::ErrorRepeatArgument:
      return {quoted(seen) + " has nothing before it to repeat", "write `\\" + seen + "` for the sign itself"};
    case RE2::ErrorRepeatSize:
      return {quoted(seen) + " repeats too often or from high to low",
              "a count, and counts inside counts multiplied, are at most 1000: `{2,5}`"};
    case RE2::ErrorRepeatOp: return repeat_fault(seen);
    case RE2::ErrorPatternTooLarge: return too_large();
    case RE2::ErrorBadUTF8: return {"the pattern is not valid UTF-8", ""};
    default: return {"the pattern is not a regular expression: " + regex.error(), ""};
  }
}

}  // namespace

Pattern::Pattern(std::unique_ptr<Program> program) : program_(std::move(program)) {}
Pattern::Pattern(Pattern&&) noexcept = default;
Pattern& Pattern::operator=(Pattern&&) noexcept = default;
Pattern::~Pattern() = default;

std::optional<Pattern> Pattern::compile(std::string_view pattern, std::string_view flag_letters, PatternFault& fault) {
  Flags flags;
  if (!read_flags(flag_letters, flags, fault)) return std::nullopt;
  if (pattern.size() > kPatternBytes) {
    fault = {"the pattern is " + std::to_string(pattern.size()) + " bytes long; patterns have at most " +
                 std::to_string(kPatternBytes),
             "test membership in a `set`, or split the pattern into several tests"};
    return std::nullopt;
  }
  std::string whole(flags.lines ? kLines : "");
  whole += pattern;
  auto program = std::make_unique<Program>(whole, options_for(flags));
  if (program->regex.ok()) {
    program->words = WordPattern::read(pattern, flags.ignoring_case);
    return Pattern(std::move(program));
  }
  fault = fault_of(program->regex, pattern);
  return std::nullopt;
}

bool Pattern::search(data::TextRef text) const {
  if (program_->words) {
    const WordPattern::Found found = program_->words->search(data::view(text));
    if (found != WordPattern::Found::unsure) return found == WordPattern::Found::yes;
  }
  const re2::StringPiece piece(text.data, text.size);
  return program_->regex.Match(piece, 0, piece.size(), RE2::UNANCHORED, nullptr, 0);
}

}  // namespace rubric::builtins
