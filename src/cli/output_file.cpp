#include "cli/output_file.hpp"

#include <fcntl.h>
#include <fmt/core.h>
#include <signal.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <climits>
#include <cstdlib>
#include <cstring>

#include "cli/failure.hpp"

namespace rubric::cli {

namespace {

// What a signal handler may touch: plain memory, set before the file is made. -o and --summary are all
// that is ever open.
constexpr std::size_t kGuards = 4;
struct Guard {
  std::array<char, PATH_MAX> path{};
  volatile sig_atomic_t active = 0;
};
std::array<Guard, kGuards> guards;

extern "C" void remove_and_die(int signal_number) {
  for (const Guard& guard : guards) {
    if (guard.active != 0) unlink(guard.path.data());
  }
  signal(signal_number, SIG_DFL);
  raise(signal_number);
}

void listen() {
  static const bool once = [] {
    struct sigaction action {};
    action.sa_handler = remove_and_die;
    sigemptyset(&action.sa_mask);
    for (const int number : {SIGINT, SIGTERM, SIGHUP}) {
      struct sigaction before {};
      // One that was ignored when we started (nohup) stays ignored.
      if (sigaction(number, nullptr, &before) == 0 && before.sa_handler != SIG_IGN) sigaction(number, &action, nullptr);
    }
    return true;
  }();
  static_cast<void>(once);
}

std::size_t guard_file(const std::string& path) {
  listen();
  for (std::size_t i = 0; i < kGuards; ++i) {
    if (guards[i].active != 0 || path.size() >= PATH_MAX) continue;
    std::memcpy(guards[i].path.data(), path.c_str(), path.size() + 1);
    guards[i].active = 1;
    return i;
  }
  return kGuards;
}

void release(std::size_t guard) {
  if (guard < kGuards) guards[guard].active = 0;
}

std::string resolved(const std::string& path) {
  char* real = realpath(path.c_str(), nullptr);
  if (real == nullptr) return path;
  std::string out = real;
  std::free(real);
  return out;
}

[[noreturn]] void cannot(const std::string& path, int fault) {
  std::vector<std::string> helps;
  if (fault == ENOENT) helps.emplace_back("the folder that it goes into must exist");
  throw unusable(fmt::format("cannot write `{}`: {}", path, std::strerror(fault)), std::move(helps));
}

bool written_in_place(const std::string& path) {
  struct stat found {};
  if (stat(path.c_str(), &found) != 0) return false;
  if (S_ISDIR(found.st_mode)) cannot(path, EISDIR);
  return !S_ISREG(found.st_mode);
}

int open_beside(const std::string& temporary, const std::string& path) {
  constexpr mode_t kMode = 0666;  // the umask takes away
  unlink(temporary.c_str());      // of an earlier process that had our number and was killed
  const int descriptor = open(temporary.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, kMode);
  if (descriptor < 0) return descriptor;
  struct stat old {};
  // The new file is as private as the old one was; where that cannot be had, the umask decides.
  if (stat(path.c_str(), &old) == 0 && fchmod(descriptor, old.st_mode & 07777U) != 0) errno = 0;
  return descriptor;
}

}  // namespace

OutputFile::OutputFile(const std::string& path) : path_(resolved(path)), output_(-1, fmt::format("`{}`", path)) {
  int descriptor = -1;
  if (written_in_place(path_)) {
    descriptor = open(path_.c_str(), O_WRONLY | O_CLOEXEC);
  } else {
    temporary_ = fmt::format("{}.tmp-{}", path_, getpid());
    guard_ = guard_file(temporary_);
    descriptor = open_beside(temporary_, path_);
  }
  if (descriptor < 0) {
    const int fault = errno;
    release(guard_);
    temporary_.clear();
    cannot(path, fault);
  }
  output_ = Output(descriptor, fmt::format("`{}`", path));
}

OutputFile::~OutputFile() {
  if (output_.descriptor() >= 0) close(output_.descriptor());
  if (temporary_.empty()) return;
  unlink(temporary_.c_str());
  release(guard_);
}

void OutputFile::commit() {
  output_.flush();
  if (temporary_.empty()) return;
  if (fsync(output_.descriptor()) != 0) cannot(path_, errno);
  if (rename(temporary_.c_str(), path_.c_str()) != 0) cannot(path_, errno);
  release(guard_);
  temporary_.clear();
}

}  // namespace rubric::cli
