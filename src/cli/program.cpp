// Which command it is, and how each ends.
#include <fmt/core.h>
#include <signal.h>
#include <unistd.h>

#include <algorithm>
#include <exception>
#include <new>
#include <string_view>

#include "cli/commands.hpp"
#include "cli/failure.hpp"
#include "cli/help.hpp"
#include "cli/output.hpp"
#include "cli/terminal.hpp"

namespace rubric::cli {

namespace {

const std::vector<std::string_view> kCommands{"run", "explain", "check", "test", "repl", "dis"};

int show(std::string_view text) {
  Output out(STDOUT_FILENO, "standard output");
  out.write(text);
  out.flush();
  return kClean;
}

template <typename Options>
int dispatch(std::string_view name, const Options& options, int (*command)(const Options&)) {
  return options.help ? show(help_page(name)) : command(options);
}

Failure unknown_command(const std::vector<std::string>& arguments) {
  const std::string& word = arguments[0];
  if (word.starts_with('-') && word != "-") {
    return unusable(fmt::format("`{}` stands where a command belongs", word), {"`rubric --help` shows the commands"});
  }
  if (ending_of(word) == "rubric") {
    std::string line = arguments.size() > 1 ? "rubric run" : "rubric check";
    for (const std::string& argument : arguments) line += ' ' + argument;
    return unusable(fmt::format("`{}` stands where a command belongs", word), {fmt::format("write `{}`", line)});
  }
  std::vector<std::string> helps = did_you_mean(word, kCommands);
  if (helps.empty()) helps.push_back("the commands are " + listed(kCommands));
  return unusable(fmt::format("there is no command `{}`", word), std::move(helps));
}

int command(const std::vector<std::string>& arguments) {
  if (arguments.empty() || arguments[0] == "--help" || arguments[0] == "-h") return show(help_page(""));
  const std::string& name = arguments[0];
  if (name == "--version" || name == "-V") return show("rubric " RUBRIC_VERSION "\n");
  if (name == "help")
    return show(arguments.size() > 1 && !help_page(arguments[1]).empty() ? help_page(arguments[1]) : help_page(""));
  const Arguments rest = Arguments(arguments).subspan(1);
  if (name == "run") return dispatch(name, parse_run(rest), run);
  if (name == "explain") return dispatch(name, parse_explain(rest), explain);
  if (name == "check") return dispatch(name, parse_check(rest), check);
  if (name == "test") return dispatch(name, parse_test(rest), test);
  if (name == "repl") return dispatch(name, parse_repl(rest), repl);
  if (name == "dis") return dispatch(name, parse_dis(rest), dis);
  throw unknown_command(arguments);
}

// Messages about wrong arguments have colour too, and the choice of it may stand among them.
bool message_colour(const std::vector<std::string>& arguments) {
  auto choice = diag::ColourChoice::automatic;
  for (std::size_t i = 0; i < arguments.size(); ++i) {
    const bool apart = arguments[i] == "--color" && i + 1 < arguments.size();
    const std::string word = apart ? arguments[i + 1] : arguments[i];
    if (word == "never" || word == "--color=never") choice = diag::ColourChoice::never;
    if (word == "always" || word == "--color=always") choice = diag::ColourChoice::always;
  }
  return colour_for(STDERR_FILENO, choice);
}

}  // namespace

int program(const std::vector<std::string>& arguments) {
  // A reader of ours that has gone shows as a failed write, which cleans up behind itself.
  signal(SIGPIPE, SIG_IGN);
  Failure failure;
  try {
    return command(arguments);
  } catch (Failure& thrown) {
    failure = std::move(thrown);
  } catch (const std::bad_alloc&) {
    failure = unusable("there is not enough memory");
  } catch (const std::exception& error) {
    failure = unusable(fmt::format("a defect of rubric, not of your files: {}", error.what()));
  }
  say(render(failure, message_colour(arguments)));
  return failure.code;
}

}  // namespace rubric::cli
