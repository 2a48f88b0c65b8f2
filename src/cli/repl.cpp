// `rubric repl`: lines in, answers out. On a terminal libedit edits the lines, remembers and completes them; lines
// from a file or a pipe are read as they are, so that a session can be a script.
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <iostream>

// ORDER: behind <cstdio>, which it needs.
#include <editline/readline.h>

#include "cli/commands.hpp"
#include "cli/compile.hpp"
#include "cli/lead_files.hpp"
#include "cli/output.hpp"
#include "cli/terminal.hpp"
#include "cli/text_file.hpp"
#include "repl/session.hpp"

namespace rubric::cli {

namespace {

namespace fs = std::filesystem;

constexpr std::size_t kLeadBytes = 16U << 20U;  // as a record

engine::FileText read(const std::string& path) {
  engine::FileText out;
  try {
    out.text = read_text_file(path, kLeadBytes);
  } catch (const Failure& failure) {
    out.error = failure.message;
  }
  return out;
}

repl::Options session_options(const ReplOptions& options) {
  repl::Options out;
  if (!options.criteria.empty()) {
    out.name = options.criteria;
    out.text = read_text_file(options.criteria, parse::Limits{}.source_bytes);
  }
  out.compile = compile_options(options.criteria, options);
  out.as_of = options.as_of.value_or(present());
  out.read = read;
  out.colour = colour_for(STDOUT_FILENO, options.colour);
  out.width = width_of(STDOUT_FILENO);
  return out;
}

// Where lines are remembered: none where there is no home for it.
std::string history_file() {
  const char* state = std::getenv("XDG_STATE_HOME");  // NOLINT(concurrency-mt-unsafe): one thread
  const char* home = std::getenv("HOME");             // NOLINT(concurrency-mt-unsafe)
  fs::path folder;
  if (state != nullptr && *state != '\0') {
    folder = fs::path(state) / "rubric";
  } else if (home != nullptr && *home != '\0') {
    folder = fs::path(home) / ".local" / "state" / "rubric";
  } else {
    return "";
  }
  std::error_code fault;
  fs::create_directories(folder, fault);
  return fault ? "" : (folder / "history").string();
}

// libedit asks through a function without a context: the session of this program, while it runs.
const repl::Session* completing = nullptr;

char** complete(const char* word, int, int) {
  rl_attempted_completion_over = 1;
  static std::vector<std::string> found;
  found = completing->complete(word);
  return rl_completion_matches(word, [](const char*, int state) -> char* {
    const auto i = static_cast<std::size_t>(state);
    return i < found.size() ? strdup(found[i].c_str()) : nullptr;
  });
}

class Conversation {
 public:
  Conversation(repl::Session& session, bool terminal) : session_(session), terminal_(terminal) {}

  // False: something went wrong in a script.
  bool run() {
    bool fine = true;
    std::string line;
    while (next(line)) {
      const repl::Answer answer = session_.line(line);
      more_ = answer.more;
      fine = fine && !answer.failed;
      show(answer.text);
      if (answer.quit) break;
    }
    if (more_) show(session_.line("").text);
    return fine;
  }

  void show(const std::string& text) {
    out_.write(text);
    out_.flush();
  }

 private:
  bool next(std::string& line) {
    if (!terminal_) return static_cast<bool>(std::getline(std::cin, line));
    char* typed = readline(more_ ? "...... " : "rubric> ");
    if (typed == nullptr) {
      show("\n");
      return false;
    }
    line = typed;
    if (!line.empty()) add_history(typed);
    std::free(typed);  // NOLINT: the library allocates with malloc
    return true;
  }

  repl::Session& session_;
  bool terminal_;
  bool more_ = false;
  Output out_{STDOUT_FILENO, "standard output"};
};

}  // namespace

int repl(const ReplOptions& options) {
  repl::Session session(session_options(options));
  const bool terminal = is_terminal(STDIN_FILENO) && is_terminal(STDOUT_FILENO);
  const std::string history = terminal ? history_file() : "";
  if (terminal) {
    completing = &session;
    rl_attempted_completion_function = complete;
    using_history();
    if (!history.empty()) read_history(history.c_str());
  }
  Conversation conversation(session, terminal);
  const repl::Answer greeting = session.greet();
  if (terminal || greeting.failed) conversation.show(greeting.text);
  if (greeting.failed && !terminal) return kFindings;
  if (!options.lead.empty()) {
    const repl::Answer loaded = session.load(options.lead);
    if (loaded.failed) throw unusable(loaded.text.substr(0, loaded.text.size() - 1));
    if (terminal) conversation.show(loaded.text);
  }
  const bool fine = conversation.run();
  if (!history.empty()) write_history(history.c_str());
  completing = nullptr;
  return fine || terminal ? kClean : kFindings;
}

}  // namespace rubric::cli
