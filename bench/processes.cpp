#include "processes.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <limits>
#include <sstream>
#include <stdexcept>
#include <thread>

namespace rubric::bench {

namespace {

constexpr int kStarts = 10;

// Its output goes nowhere: only that it runs matters.
pid_t start(const Command& command) {
  std::vector<char*> arguments;
  for (const std::string& a : command) arguments.push_back(const_cast<char*>(a.c_str()));
  arguments.push_back(nullptr);
  posix_spawn_file_actions_t actions;
  posix_spawn_file_actions_init(&actions);
  for (const int stream : {STDOUT_FILENO, STDERR_FILENO}) {
    posix_spawn_file_actions_addopen(&actions, stream, "/dev/null", O_WRONLY, 0);
  }
  pid_t child = 0;
  const int fault = posix_spawnp(&child, arguments[0], &actions, nullptr, arguments.data(), environ);
  posix_spawn_file_actions_destroy(&actions);
  if (fault != 0) throw std::runtime_error("cannot start " + command[0]);
  return child;
}

void expect_success(const Command& command, int status) {
  if (WIFEXITED(status) && WEXITSTATUS(status) == 0) return;
  throw std::runtime_error(command[0] + " failed");
}

std::string line_after(const std::string& path, const std::string& key) {
  std::ifstream in(path);
  for (std::string line; std::getline(in, line);) {
    if (line.starts_with(key)) return line.substr(key.size());
  }
  return {};
}

double peak_so_far_mb(pid_t child) {
  std::istringstream words(line_after(fmt::format("/proc/{}/status", child), "VmHWM:"));
  double kilobytes = 0;
  words >> kilobytes;
  return kilobytes / 1024;
}

}  // namespace

bool exists(const std::string& program) {
  if (program.find('/') != std::string::npos) return access(program.c_str(), X_OK) == 0;
  const char* const path = std::getenv("PATH");
  std::istringstream folders(path == nullptr ? "" : path);
  for (std::string folder; std::getline(folders, folder, ':');) {
    if (access((folder + "/" + program).c_str(), X_OK) == 0) return true;
  }
  return false;
}

double start_ms(const Command& command) {
  double out = std::numeric_limits<double>::max();
  for (int i = 0; i < kStarts; ++i) {
    const auto before = std::chrono::steady_clock::now();
    const pid_t child = start(command);
    int status = 0;
    waitpid(child, &status, 0);
    const std::chrono::duration<double, std::milli> took = std::chrono::steady_clock::now() - before;
    expect_success(command, status);
    out = std::min(out, took.count());
  }
  return out;
}

// What wait4 says of a child's memory also counts what its parent held when it was started; the
// child's own high-water mark is in /proc as long as it runs, so it is looked at again and again.
std::optional<double> peak_mb(const Command& command) {
  const pid_t child = start(command);
  double out = 0;
  int status = 0;
  while (waitpid(child, &status, WNOHANG) == 0) {
    out = std::max(out, peak_so_far_mb(child));
    std::this_thread::sleep_for(std::chrono::milliseconds(1));
  }
  expect_success(command, status);
  return out == 0 ? std::nullopt : std::optional(out);
}

std::optional<double> stripped_mb(const std::string& program, const std::string& scratch) {
  if (!exists("strip")) return std::nullopt;
  (void)start_ms({"strip", "-o", scratch, program});
  return static_cast<double>(std::filesystem::file_size(scratch)) / (1U << 20U);
}

std::string machine() {
  std::string model = line_after("/proc/cpuinfo", "model name");
  model.erase(0, std::min(model.find_first_not_of("\t :"), model.size()));
  return fmt::format("{}, {} cores", model.empty() ? "unknown processor" : model, std::thread::hardware_concurrency());
}

}  // namespace rubric::bench
