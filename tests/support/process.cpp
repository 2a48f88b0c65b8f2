#include "support/process.hpp"

#include <fcntl.h>
#include <pty.h>
#include <signal.h>
#include <sys/ioctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <cstdlib>
#include <fstream>
#include <stdexcept>

#include "support/files.hpp"

namespace rubric::test {

namespace fs = std::filesystem;

TempFolder::TempFolder() {
  std::string name = (fs::temp_directory_path() / "rubric-test-XXXXXX").string();
  if (mkdtemp(name.data()) == nullptr) throw std::runtime_error("no temporary folder");
  path_ = name;
}

TempFolder::~TempFolder() {
  std::error_code fault;
  fs::remove_all(path_, fault);
}

std::string TempFolder::write(const std::string& name, const std::string& text) const {
  fs::create_directories((path_ / name).parent_path());
  std::ofstream(path_ / name, std::ios::binary) << text;
  return (path_ / name).string();
}

std::string TempFolder::read(const std::string& name) const {
  return read_file(path_ / name);
}

bool TempFolder::has(const std::string& name) const {
  return fs::exists(path_ / name);
}

std::vector<std::string> TempFolder::names() const {
  std::vector<std::string> out;
  for (const auto& entry : fs::directory_iterator(path_)) out.push_back(entry.path().filename().string());
  std::sort(out.begin(), out.end());
  return out;
}

namespace {

// In the child: never returns.
[[noreturn]] void become(const Process& process) {
  if (!process.folder.empty() && chdir(process.folder.c_str()) != 0) _exit(126);
  std::vector<std::string> words{process.program};
  words.insert(words.end(), process.arguments.begin(), process.arguments.end());
  std::vector<std::string> variables{"PATH=/usr/bin:/bin"};
  for (const auto& [name, value] : process.environment) variables.push_back(name + "=" + value);
  std::vector<char*> argv;
  std::vector<char*> envp;
  for (std::string& w : words) argv.push_back(w.data());
  for (std::string& v : variables) envp.push_back(v.data());
  argv.push_back(nullptr);
  envp.push_back(nullptr);
  signal(SIGPIPE, SIG_DFL);
  execve(process.program.c_str(), argv.data(), envp.data());
  _exit(127);
}

void redirect(const std::string& path, int flags, int descriptor) {
  constexpr mode_t kMode = 0600;
  const int opened = open(path.c_str(), flags, kMode);
  if (opened < 0 || dup2(opened, descriptor) < 0) _exit(125);
  close(opened);
}

int code_of(pid_t child) {
  int status = 0;
  if (waitpid(child, &status, 0) != child) return -1;
  return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

std::string read_all(int descriptor, std::size_t most) {
  std::string out;
  char buffer[4096];
  while (out.size() < most) {
    const ssize_t got = read(descriptor, buffer, sizeof buffer);
    if (got <= 0) break;  // a terminal whose other side is closed gives an error
    out.append(buffer, static_cast<std::size_t>(got));
  }
  return out;
}

}  // namespace

Result run(const Process& process) {
  const TempFolder streams;
  const std::string in = streams.write("in", process.input);
  const std::string out = process.output_path.empty() ? (streams.path() / "out").string() : process.output_path;
  const std::string err = (streams.path() / "err").string();
  const pid_t child = fork();
  if (child == 0) {
    redirect(in, O_RDONLY, STDIN_FILENO);
    redirect(out, O_WRONLY | O_CREAT, STDOUT_FILENO);
    redirect(err, O_WRONLY | O_CREAT, STDERR_FILENO);
    become(process);
  }
  Result result;
  result.code = code_of(child);
  if (process.output_path.empty()) result.out = streams.read("out");
  result.err = streams.read("err");
  return result;
}

Result run_on_terminal(const Process& process, unsigned columns) {
  winsize size{};
  size.ws_col = static_cast<unsigned short>(columns);
  size.ws_row = 50;
  int master = -1;
  const pid_t child = forkpty(&master, nullptr, nullptr, &size);
  if (child == 0) become(process);
  Result result;
  result.out = read_all(master, SIZE_MAX);
  result.code = code_of(child);
  close(master);
  return result;
}

Result run_until_file_and_kill(const Process& process, const std::string& piece, int signal_number) {
  const TempFolder streams;
  const std::string err = (streams.path() / "err").string();
  int ends[2];
  if (pipe(ends) != 0) throw std::runtime_error("no pipe");
  const pid_t child = fork();
  if (child == 0) {
    dup2(ends[0], STDIN_FILENO);
    close(ends[0]);
    close(ends[1]);
    redirect("/dev/null", O_WRONLY, STDOUT_FILENO);
    redirect(err, O_WRONLY | O_CREAT, STDERR_FILENO);
    become(process);
  }
  close(ends[0]);
  const auto is_there = [&] {
    for (const auto& entry : fs::directory_iterator(process.folder)) {
      if (entry.path().filename().string().find(piece) != std::string::npos) return true;
    }
    return false;
  };
  constexpr int kTries = 1000;
  for (int i = 0; i < kTries && !is_there(); ++i) usleep(10'000);
  Result result;
  const bool started = is_there();
  kill(child, started ? signal_number : SIGKILL);
  const int code = code_of(child);
  result.code = started ? code : -1;
  close(ends[1]);
  result.err = streams.read("err");
  return result;
}

Result run_with_reader_that_leaves(const Process& process, std::size_t bytes) {
  const TempFolder streams;
  const std::string in = streams.write("in", process.input);
  const std::string err = (streams.path() / "err").string();
  int ends[2];
  if (pipe(ends) != 0) throw std::runtime_error("no pipe");
  const pid_t child = fork();
  if (child == 0) {
    redirect(in, O_RDONLY, STDIN_FILENO);
    redirect(err, O_WRONLY | O_CREAT, STDERR_FILENO);
    dup2(ends[1], STDOUT_FILENO);
    close(ends[0]);
    close(ends[1]);
    become(process);
  }
  close(ends[1]);
  Result result;
  result.out = read_all(ends[0], bytes);
  close(ends[0]);
  result.code = code_of(child);
  result.err = streams.read("err");
  return result;
}

}  // namespace rubric::test
