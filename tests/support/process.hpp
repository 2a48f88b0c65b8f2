// Running a program as a user does: arguments and input in, both streams and the exit code out.
#pragma once

#include <filesystem>
#include <map>
#include <string>
#include <vector>

namespace rubric::test {

/// An empty folder that is removed with everything in it.
class TempFolder {
 public:
  TempFolder();
  ~TempFolder();
  TempFolder(const TempFolder&) = delete;
  TempFolder& operator=(const TempFolder&) = delete;

  [[nodiscard]] const std::filesystem::path& path() const { return path_; }
  /// Writes a file (and the folders on the way); returns its whole path.
  std::string write(const std::string& name, const std::string& text) const;
  [[nodiscard]] std::string read(const std::string& name) const;
  [[nodiscard]] bool has(const std::string& name) const;
  /// Names of everything in the folder, sorted.
  [[nodiscard]] std::vector<std::string> names() const;

 private:
  std::filesystem::path path_;
};

struct Process {
  std::string program;
  std::vector<std::string> arguments;
  std::filesystem::path folder;  ///< where it runs
  std::string input;
  std::string output_path;                         ///< stdout goes there instead of being caught
  std::map<std::string, std::string> environment;  ///< added to PATH alone
};

struct Result {
  int code = -1;    ///< exit code; 128 + signal
  std::string out;  ///< stdout
  std::string err;  ///< stderr
};

[[nodiscard]] Result run(const Process& process);

/// As `run`, with both streams on one terminal of that width: what it shows is `out`.
[[nodiscard]] Result run_on_terminal(const Process& process, unsigned columns);

/// Starts it, closes the reading end of its stdout once `bytes` have come, and waits for it.
[[nodiscard]] Result run_with_reader_that_leaves(const Process& process, std::size_t bytes);

/// Starts it with a standard input that never ends, waits until a file whose name contains `piece` stands in
/// its folder (ten seconds at most), sends the signal and waits for it.
[[nodiscard]] Result run_until_file_and_kill(const Process& process, const std::string& piece, int signal_number);

}  // namespace rubric::test
